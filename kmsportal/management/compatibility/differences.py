"""What differs from AWS and why: the one part of the page that is written by hand.

Later work edits these tables and runs ``manage.py compatibility``.
"""

from collections.abc import Mapping

_NO_ENCLAVES = (
    "`Recipient` is refused with ValidationException: nothing here can verify an"
    " attestation document of a Nitro enclave, and an answer in clear would betray its"
    " sender."
)
_NO_SM2 = "`SM2` is refused, as in every Region outside China."
_OPENSSL = (
    "needs OpenSSL 3.5 or newer on the machine, from the system or with psycopg; else"
    " it is refused with UnsupportedOperationException."
)
_PAIRS = f"{_NO_SM2} `ML_KEM_512` {_OPENSSL}"
_TAGS = "50 tags a key, as at AWS; `KMSPORTAL_MAX_TAGS_PER_KEY` moves it."

EVERYWHERE: Mapping[str, str] = {
    "What is not there yet": (
        "An operation without a row that says yes answers UnknownOperationException."
    ),
    "Revocation": (
        "AWS promises that a change is seen eventually. Here a change that takes rights"
        " away (DisableKey, PutKeyPolicy, ScheduleKeyDeletion, tags, aliases, …)"
        " answers about a third of a second later, and from its answer on no worker"
        " acts on the old state."
    ),
    "Ciphertext": (
        "AWS keeps its format to itself; ours is in `keys/crypto/blob.py`. Neither side"
        " opens the other's, so data moves by decrypting there and encrypting here."
    ),
    "Grants": (
        "Whoever shows a grant's token can use it at once, everybody else within a"
        " third of a second; AWS takes up to five minutes. A token of a grant that is"
        " gone is accepted and has no effect. Grants to services can be made and"
        " retired, but no service runs here that could use one, and a `SourceArn`"
        " constraint is never met. Names of encryption context pairs in constraints are"
        " case-sensitive, the stricter of the two rules that AWS documents."
    ),
    "AWS managed keys": (
        "DescribeKey of `alias/aws/NAME` makes the key, for the services listed in"
        " `keys/managed_services.py`. As at AWS only its service may use it, and so far"
        " none runs here that does. ListAliases lists such an alias once it has a key."
    ),
    "Policies": (
        "Key policies, policies of users and roles, and service and resource control"
        " policies of the organisation decide."
    ),
    "Organizations": (
        "An organisation is made by the operator, with its first account, which manages"
        " it. There are no invitations, delegated administrators, or other types of"
        " policy than service and resource control policies. 5 policies of a type on a"
        " target, 5,120 bytes a policy, 1,000 units."
    ),
    "Signatures": (
        "They come in the `Authorization` header. Presigned query strings are refused"
        " by name."
    ),
    "Quotas": (
        "Request rates are limited only where `KMSPORTAL_REQUEST_QUOTAS` says so, by"
        " the second as at AWS; `aws` takes AWS's figures. What an account may have is"
        " set in [configuration](configuration.md) too."
    ),
    "Names": "Partition `aws`, and the Regions that `KMSPORTAL_REGIONS` lists.",
    "Records": (
        "A caller who is not proven (unknown access key, wrong signature) leaves an"
        " event of type `Unknown`, within bounds; what is beyond them is counted in one"
        " event."
    ),
}

_SIMULATOR = (
    "A `ResourcePolicy` is weighed as a key policy for actions of KMS. Actions are not"
    " checked against a catalogue of all services, `ResourceHandlingOption` has no"
    " effect, and `EvalResourceName` has templates for KMS and IAM only."
)
_NO_STORES = "There are no custom key stores, so CustomKeyStoreNotFoundException."

DIFFERENCES: Mapping[tuple[str, str], str] = {
    ("kms", "ConnectCustomKeyStore"): _NO_STORES,
    ("kms", "CreateCustomKeyStore"): (
        "Refused with UnsupportedOperationException: the portal keeps all keys itself."
    ),
    ("kms", "DeleteCustomKeyStore"): _NO_STORES,
    ("kms", "DescribeCustomKeyStores"): "Always an empty list.",
    ("kms", "DisconnectCustomKeyStore"): _NO_STORES,
    ("kms", "UpdateCustomKeyStore"): _NO_STORES,
    ("kms", "GetKeyLastUsage"): (
        "Up to date within a second. `TrackingStartDate` is the key's creation: every"
        " use of every key is in the ledger."
    ),
    ("kms", "CreateAlias"): (
        "50 aliases a key, as at AWS; `KMSPORTAL_MAX_ALIASES_PER_KEY` moves it."
    ),
    ("kms", "CreateGrant"): (
        "50,000 grants a key, as at AWS; `KMSPORTAL_MAX_GRANTS_PER_KEY` moves it."
        " `EncryptionContextEquals` and `EncryptionContextSubset` exclude each other,"
        " and neither may be empty."
    ),
    ("kms", "CreateKey"): (
        "Key stores are refused with UnsupportedOperationException until they are"
        f" built. {_PAIRS}"
    ),
    ("kms", "Decrypt"): _NO_ENCLAVES,
    ("kms", "DeriveSharedSecret"): _NO_ENCLAVES,
    ("kms", "GenerateDataKey"): _NO_ENCLAVES,
    ("kms", "GenerateDataKeyPair"): f"{_PAIRS} {_NO_ENCLAVES}",
    ("kms", "GenerateDataKeyPairWithoutPlaintext"): _PAIRS,
    ("kms", "GenerateRandom"): (
        "The bytes come from the operating system's generator. `CustomKeyStoreId` is"
        f" refused, as there are no key stores. {_NO_ENCLAVES}"
    ),
    ("kms", "GetParametersForImport"): (
        "Material of every key spec can be imported. `SM2PKE` is refused, as in every"
        " Region outside China."
    ),
    ("kms", "ImportKeyMaterial"): (
        "Material ends at its moment even where the schedule is late. A disabled key"
        " stays disabled."
    ),
    ("kms", "ListKeys"): (
        "`OTHER_ACCOUNTS_VIA_RAM` finds nothing: there is no Resource Access Manager."
    ),
    ("kms", "PutKeyPolicy"): (
        "The policy name `AWS_RAM` is refused: there is no Resource Access Manager."
    ),
    ("kms", "ReplicateKey"): (
        "Ready within seconds, in the Regions that `KMSPORTAL_REGIONS` lists."
    ),
    ("kms", "RotateKeyOnDemand"): (
        "Done within seconds. 25 a key, as at AWS;"
        " `KMSPORTAL_MAX_ON_DEMAND_ROTATIONS` moves it."
    ),
    ("kms", "ScheduleKeyDeletion"): (
        "The key is gone seconds after its date; AWS takes up to a day longer."
    ),
    ("kms", "Sign"): f"`ED25519_PH_SHA_512` {_OPENSSL}",
    ("kms", "TagResource"): _TAGS,
    ("kms", "UpdatePrimaryRegion"): (
        "Done at once; the two keys are `Updating` for some seconds. Both must be"
        " enabled."
    ),
    ("kms", "Verify"): f"`ED25519_PH_SHA_512` {_OPENSSL}",
    ("iam", "SimulateCustomPolicy"): _SIMULATOR,
    ("iam", "SimulatePrincipalPolicy"): (
        f"{_SIMULATOR} Resource control policies are not simulated, as at AWS."
    ),
    ("organizations", "CreateAccount"): (
        "The account is ready with the answer. Its"
        " `OrganizationAccountAccessRole` trusts the management account, as at AWS."
    ),
    ("iam", "CreateUser"): (
        "The quotas of users, groups, groups of a user and access keys are AWS's"
        " defaults."
    ),
    ("iam", "UpdateUser"): (
        "Key policies follow the user as at AWS; this, tags and groups settle before"
        " the answer."
    ),
    ("iam", "GetAccessKeyLastUsed"): (
        "Up to date within a second; refused calls count too, for they were signed."
    ),
    ("iam", "GetAccountSummary"): (
        "Without the counts of what does not exist here (certificates, instance"
        " profiles)."
    ),
    ("cloudtrail", "CreateTrail"): (
        "The bucket must be made known with `portal:CreateStorageConnection` first."
        " SNS, CloudWatch Logs and `KmsKeyId` are refused with"
        " UnsupportedOperationException, organization trails with"
        " OrganizationsNotInUseException."
    ),
    ("cloudtrail", "DeleteTrail"): (
        "What was logged before is still delivered, with a last digest."
    ),
    ("cloudtrail", "ListPublicKeys"): (
        "Keys are an account's own, not shared by all of a Region."
    ),
    ("cloudtrail", "LookupEvents"): (
        "An event is found within a second or so of its call. Insights events do not"
        " exist. Limited to 2 a second where `KMSPORTAL_REQUEST_QUOTAS` has `aws`."
    ),
    ("cloudtrail", "PutEventSelectors"): (
        "Selectors of data and network activity events are kept, but there are no such"
        " events here: reads of buckets are management events."
    ),
    ("ce", "GetCostAndUsage"): (
        "Up to the second instead of a day late. What is metered late counts in the"
        " month of use; on statements it is a correction. All cost metrics are the"
        " unblended one. `RESOURCE_ID` can be grouped by, whatever the age."
    ),
    ("ce", "GetCostForecast"): (
        "Keys cost on as they are; calls go on as in the last 28 days."
    ),
    ("ce", "GetDimensionValues"): ("Values ascend; `SortBy` is not considered."),
    ("ce", "GetTags"): ("Tags ascend; `SortBy` is not considered."),
    ("s3", "GetObject"): (
        "The portal's own buckets only, by path-style addresses; always whole files."
    ),
    ("iam", "CreateOpenIDConnectProvider"): (
        "Thumbprints are kept and shown; an issuer's certificate is held against the"
        " authorities of the system (`SSL_CERT_FILE` names others). Without"
        " `ThumbprintList` none is fetched."
    ),
    ("iam", "ListInstanceProfilesForRole"): "There are none: the list is empty.",
    ("iam", "CreateVirtualMFADevice"): (
        "The seed is told as `Base32StringSeed`; there is no `QRCodePNG`."
    ),
    ("iam", "DeleteRole"): (
        "Refused with UnmodifiableEntity while people of the account act as the role."
    ),
    ("sts", "AssumeRole"): (
        "`ProvidedContexts` are refused. The packed size is ours: 2,048 bytes,"
        " compressed. `portal:RevokeRoleSessions` ends the sessions of a role."
    ),
    ("sts", "AssumeRoleWithWebIdentity"): (
        "For providers made with CreateOpenIDConnectProvider; `ProviderId` is refused."
    ),
    ("sts", "DecodeAuthorizationMessage"): (
        "For the messages that refusals in REST carry as"
        " `encoded_authorization_message`."
    ),
    ("sts", "GetAccessKeyInfo"): (
        "Long-term keys must exist here; temporary ones name their account."
    ),
}
