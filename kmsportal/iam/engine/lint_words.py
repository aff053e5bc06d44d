"""The names that the linter knows: condition keys, and actions of a kind.

Source: IAM User Guide, "AWS global condition context keys"; Service Authorization
Reference, "AWS Key Management Service"; AWS KMS Developer Guide, "KMS permissions".
"""

_KEYS = """
aws:CalledVia aws:CalledViaFirst aws:CalledViaLast aws:CurrentTime aws:EpochTime
aws:FederatedProvider aws:MultiFactorAuthAge aws:MultiFactorAuthPresent
aws:PrincipalAccount aws:PrincipalArn aws:PrincipalIsAWSService aws:PrincipalOrgID
aws:PrincipalOrgPaths aws:PrincipalServiceName aws:PrincipalServiceNamesList
aws:PrincipalType aws:referer aws:RequestedRegion aws:ResourceAccount
aws:ResourceOrgID aws:ResourceOrgPaths aws:SecureTransport aws:SourceAccount
aws:SourceArn aws:SourceIdentity aws:SourceIp aws:SourceOrgID aws:SourceOrgPaths
aws:SourceVpc aws:SourceVpce aws:TagKeys aws:TokenIssueTime aws:UserAgent aws:userid
aws:username aws:ViaAWSService aws:VpcSourceIp aws:SourceVpcArn
kms:BypassPolicyLockoutSafetyCheck kms:CallerAccount kms:CustomerMasterKeySpec
kms:CustomerMasterKeyUsage kms:DataKeyPairSpec kms:EncryptionAlgorithm
kms:EncryptionContextKeys kms:ExpirationModel kms:GrantConstraintType
kms:GrantConstraintSourceArn kms:GrantIsForAWSResource kms:GrantOperations
kms:GranteePrincipal kms:GranteeServicePrincipal kms:KeyAgreementAlgorithm
kms:KeyOrigin kms:KeySpec kms:KeyUsage kms:MacAlgorithm kms:MessageType
kms:MultiRegion kms:MultiRegionKeyType kms:PolicyName kms:PrimaryRegion
kms:ReEncryptOnSameKey kms:ReplicaRegion kms:RequestAlias kms:ResourceAliases
kms:RetiringPrincipal kms:RetiringServicePrincipal kms:RotationPeriodInDays
kms:ScheduleKeyDeletionPendingWindowInDays kms:SigningAlgorithm
kms:TrailingDaysWithoutKeyUsage kms:ValidTo kms:ViaService kms:WrappingAlgorithm
kms:WrappingKeySpec
iam:AssociatedResourceArn iam:AWSServiceName iam:OrganizationsPolicyId
iam:PassedToService iam:PermissionsBoundary iam:PolicyARN
sts:AWSServiceName sts:DurationSeconds sts:ExternalId sts:RequestContextProviders
sts:RoleSessionName sts:SourceIdentity sts:TaskPolicyArn sts:TransitiveTagKeys
"""
CONDITION_KEYS = {name.lower(): name for name in _KEYS.split()}
"""By lower-case name."""

CONDITION_PREFIXES = (
    "aws:principaltag/",
    "aws:requesttag/",
    "aws:resourcetag/",
    "iam:resourcetag/",
    "kms:encryptioncontext:",
    "kms:recipientattestation:",
    "sts:requestcontext/",
)


def _kms(names: str) -> frozenset[str]:
    return frozenset(f"kms:{name}".lower() for name in names.split())


ACCOUNT_LEVEL = _kms(
    "CreateKey ListKeys ListAliases GenerateRandom ListRetirableGrants"
    " CreateCustomKeyStore ConnectCustomKeyStore DisconnectCustomKeyStore"
    " DeleteCustomKeyStore UpdateCustomKeyStore DescribeCustomKeyStores"
)
"""Actions on no one key, which identity policies alone allow."""

OWN_ACCOUNT_ONLY = _kms(
    "CancelKeyDeletion CreateAlias DeleteAlias DeleteImportedKeyMaterial DisableKey"
    " DisableKeyRotation EnableKey EnableKeyRotation GetKeyLastUsage GetKeyPolicy"
    " GetParametersForImport ImportKeyMaterial ListKeyPolicies ListKeyRotations"
    " ListResourceTags PutKeyPolicy ReplicateKey RotateKeyOnDemand"
    " ScheduleKeyDeletion SynchronizeMultiRegionKey TagResource UntagResource"
    " UpdateAlias UpdateKeyDescription UpdatePrimaryRegion"
)
"""Actions on a key that principals of other accounts never may."""

ALIAS_ACTIONS = _kms("CreateAlias UpdateAlias DeleteAlias *Alias") | {"kms:*", "*"}
"""Actions whose resource may be an alias."""

WITHOUT_ENCRYPTION_CONTEXT = _kms(
    "Sign Verify GenerateMac VerifyMac DeriveSharedSecret Encapsulate Decapsulate"
    " GetPublicKey DescribeKey"
)
"""Actions that take no encryption context."""
