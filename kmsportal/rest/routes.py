"""All routes of REST."""

from collections.abc import Mapping
from itertools import groupby

from kmsportal.rest.identity_routes import IDENTITY_ROUTES
from kmsportal.rest.output_routes import OUTPUT_ROUTES
from kmsportal.rest.paths import AliasNameConverter
from kmsportal.rest.policy_routes import POLICY_ROUTES
from kmsportal.rest.role_routes import ROLE_ROUTES
from kmsportal.rest.route import PREFIX, Made, Route, route


def _key_address(made: Made) -> str:
    return f"{PREFIX}keys/{made.result.key_metadata.key_id}"


def _grant_address(made: Made) -> str:
    return f"{PREFIX}keys/{made.params.key_id}/grants/{made.result.grant_id}"


def _alias_address(made: Made) -> str:
    return f"{PREFIX}aliases/{AliasNameConverter().to_url(made.params.alias_name)}"


def _trail_address(made: Made) -> str:
    return f"{PREFIX}trails/{made.result.name}"


def _budget_address(made: Made) -> str:
    return f"{PREFIX}budgets/{made.params.budget_name}"


def _token_address(made: Made) -> str:
    return f"{PREFIX}tokens/{made.result.token_id}"


def _export_address(made: Made) -> str:
    return f"{PREFIX}audit/exports/{made.result.export.export_id}"


def _member_address(made: Made) -> str:
    return f"{PREFIX}members/{made.result.member.member_id}"


def _cost_export_address(made: Made) -> str:
    return f"{PREFIX}cost-exports/{made.result.export.export_id}"


_PERSON = "members/{member_id}"
_KEY = "keys/{key_id}"
_GRANT = f"{_KEY}/grants/{{grant_id}}"
_ALIAS = "aliases/{alias_name}"
_TRAIL = "trails/{name}"
_SELECTORS = "trails/{trail_name}/event-selectors"
_BUDGET = "budgets/{budget_name}"
_BUCKET = "buckets/{bucket}"
_EXPORT = "audit/exports/{export_id}"
_ANCHOR = "audit/anchors/{anchor_id}"
_STORE = "custom-key-stores/{custom_key_store_id}"
_ORG = "organization"
_ROOT = f"{_ORG}/roots/{{root_id}}"
_PARENT = f"{_ORG}/parents/{{parent_id}}"
_UNIT = f"{_ORG}/units/{{organizational_unit_id}}"
_MEMBER = f"{_ORG}/accounts/{{account_id}}"
_CONTROL = f"{_ORG}/policies/{{policy_id}}"

ROUTES: tuple[Route, ...] = (
    # Keys
    route("GET", "keys", "portal:SearchKeys"),
    route("POST", "keys", "kms:CreateKey", locate=_key_address),
    route("GET", "key-ids", "kms:ListKeys"),
    route("GET", "key-summary", "portal:SummarizeKeys"),
    route("GET", _KEY, "kms:DescribeKey"),
    route("PATCH", _KEY, "kms:UpdateKeyDescription"),
    route("POST", f"{_KEY}/enable", "kms:EnableKey"),
    route("POST", f"{_KEY}/disable", "kms:DisableKey"),
    route("POST", f"{_KEY}/schedule-deletion", "kms:ScheduleKeyDeletion"),
    route("POST", f"{_KEY}/cancel-deletion", "kms:CancelKeyDeletion"),
    # What belongs to a key
    route("GET", f"{_KEY}/policies", "kms:ListKeyPolicies"),
    route("GET", f"{_KEY}/policy", "kms:GetKeyPolicy"),
    route("PUT", f"{_KEY}/policy", "kms:PutKeyPolicy"),
    route("GET", f"{_KEY}/tags", "kms:ListResourceTags"),
    route("POST", f"{_KEY}/tags", "kms:TagResource"),
    route("DELETE", f"{_KEY}/tags", "kms:UntagResource"),
    route("GET", f"{_KEY}/rotation", "kms:GetKeyRotationStatus"),
    route("PUT", f"{_KEY}/rotation", "kms:EnableKeyRotation"),
    route("DELETE", f"{_KEY}/rotation", "kms:DisableKeyRotation"),
    route("GET", f"{_KEY}/rotations", "kms:ListKeyRotations"),
    route("POST", f"{_KEY}/rotate", "kms:RotateKeyOnDemand"),
    route("GET", f"{_KEY}/last-usage", "kms:GetKeyLastUsage"),
    # Imported material
    route("POST", f"{_KEY}/import-parameters", "kms:GetParametersForImport"),
    route("POST", f"{_KEY}/import-material", "kms:ImportKeyMaterial"),
    route("POST", f"{_KEY}/delete-material", "kms:DeleteImportedKeyMaterial"),
    # Other Regions
    route("POST", f"{_KEY}/replicate", "kms:ReplicateKey"),
    route("POST", f"{_KEY}/primary-region", "kms:UpdatePrimaryRegion"),
    # Grants
    route("GET", f"{_KEY}/grants", "kms:ListGrants"),
    route("POST", f"{_KEY}/grants", "kms:CreateGrant", locate=_grant_address),
    route("DELETE", _GRANT, "kms:RevokeGrant"),
    route("POST", f"{_GRANT}/retire", "kms:RetireGrant"),
    route("POST", "retire-grant", "kms:RetireGrant", id="retire_grant_by_token"),
    route("GET", "retirable-grants", "kms:ListRetirableGrants"),
    # Aliases
    route("GET", "aliases", "kms:ListAliases"),
    route("POST", "aliases", "kms:CreateAlias", locate=_alias_address),
    route("PUT", _ALIAS, "kms:UpdateAlias"),
    route("DELETE", _ALIAS, "kms:DeleteAlias"),
    # Custom key stores
    route("GET", "custom-key-stores", "kms:DescribeCustomKeyStores"),
    route("POST", "custom-key-stores", "kms:CreateCustomKeyStore"),
    route("PATCH", _STORE, "kms:UpdateCustomKeyStore"),
    route("DELETE", _STORE, "kms:DeleteCustomKeyStore"),
    route("POST", f"{_STORE}/connect", "kms:ConnectCustomKeyStore"),
    route("POST", f"{_STORE}/disconnect", "kms:DisconnectCustomKeyStore"),
    # Using keys
    route("POST", f"{_KEY}/encrypt", "kms:Encrypt"),
    route("POST", f"{_KEY}/decrypt", "kms:Decrypt", id="decrypt_under_key"),
    route("POST", f"{_KEY}/generate-data-key", "kms:GenerateDataKey"),
    route(
        "POST",
        f"{_KEY}/generate-data-key-without-plaintext",
        "kms:GenerateDataKeyWithoutPlaintext",
    ),
    route("POST", f"{_KEY}/generate-data-key-pair", "kms:GenerateDataKeyPair"),
    route(
        "POST",
        f"{_KEY}/generate-data-key-pair-without-plaintext",
        "kms:GenerateDataKeyPairWithoutPlaintext",
    ),
    route("GET", f"{_KEY}/public-key", "kms:GetPublicKey"),
    route("POST", f"{_KEY}/sign", "kms:Sign"),
    route("POST", f"{_KEY}/verify", "kms:Verify"),
    route("POST", f"{_KEY}/generate-mac", "kms:GenerateMac"),
    route("POST", f"{_KEY}/verify-mac", "kms:VerifyMac"),
    route("POST", f"{_KEY}/derive-shared-secret", "kms:DeriveSharedSecret"),
    route("POST", f"{_KEY}/encapsulate", "kms:Encapsulate"),
    route("POST", f"{_KEY}/decapsulate", "kms:Decapsulate"),
    route("POST", "decrypt", "kms:Decrypt"),
    route("POST", "re-encrypt", "kms:ReEncrypt"),
    route("POST", "random", "kms:GenerateRandom"),
    # Audit and cost
    route("GET", "events", "portal:SearchEvents"),
    route("GET", "events/counts", "portal:CountEvents"),
    route("GET", "events/export", "portal:ExportEvents"),
    route("POST", "events/lookup", "cloudtrail:LookupEvents"),
    route("GET", "saved-searches", "portal:ListSavedSearches"),
    route("PUT", "saved-searches/{name}", "portal:PutSavedSearch"),
    route("DELETE", "saved-searches/{name}", "portal:DeleteSavedSearch"),
    # Trails and where they deliver to
    route("GET", "trails", "cloudtrail:ListTrails"),
    route("POST", "trails", "cloudtrail:CreateTrail", locate=_trail_address),
    route("GET", _TRAIL, "cloudtrail:GetTrail"),
    route("PATCH", _TRAIL, "cloudtrail:UpdateTrail"),
    route("DELETE", _TRAIL, "cloudtrail:DeleteTrail"),
    route("GET", f"{_TRAIL}/status", "cloudtrail:GetTrailStatus"),
    route("GET", f"{_TRAIL}/delivery", "portal:DescribeTrailDelivery"),
    route("POST", f"{_TRAIL}/start", "cloudtrail:StartLogging"),
    route("POST", f"{_TRAIL}/stop", "cloudtrail:StopLogging"),
    route("GET", _SELECTORS, "cloudtrail:GetEventSelectors"),
    route("PUT", _SELECTORS, "cloudtrail:PutEventSelectors"),
    route("GET", "trail-settings", "cloudtrail:DescribeTrails"),
    route("GET", "trail-tags", "cloudtrail:ListTags"),
    route("POST", "trail-tags", "cloudtrail:AddTags"),
    route("POST", "trail-tags/remove", "cloudtrail:RemoveTags"),
    route("GET", "digest-keys", "cloudtrail:ListPublicKeys"),
    route("GET", "storage-connections", "portal:ListStorageConnections"),
    route("POST", "storage-connections", "portal:CreateStorageConnection"),
    route(
        "DELETE",
        "storage-connections/{bucket_name}",
        "portal:DeleteStorageConnection",
    ),
    *OUTPUT_ROUTES,
    route("GET", _BUCKET, "s3:HeadBucket"),
    route("GET", f"{_BUCKET}/location", "s3:GetBucketLocation"),
    route("GET", f"{_BUCKET}/keys", "s3:ListObjects"),
    route("GET", f"{_BUCKET}/objects", "s3:ListObjectsV2", id="list_objects_v2"),
    route("GET", f"{_BUCKET}/object", "s3:GetObject"),
    route("GET", f"{_BUCKET}/object-head", "s3:HeadObject"),
    route("GET", "audit/keys", "portal:ListAuditKeys"),
    route("GET", "audit/exports", "portal:ListAuditExports"),
    route("POST", "audit/exports", "portal:ExportAudit", locate=_export_address),
    route("GET", _EXPORT, "portal:DescribeAuditExport"),
    route("GET", f"{_EXPORT}/parts/{{part}}", "portal:DownloadAuditExport"),
    route("GET", "audit/anchors", "portal:ListAuditAnchors"),
    route("POST", "audit/anchors", "portal:CreateAuditAnchor"),
    route("DELETE", _ANCHOR, "portal:DeleteAuditAnchor"),
    route("POST", f"{_ANCHOR}/test", "portal:TestAuditAnchor"),
    route("GET", "costs", "portal:GetCostReport"),
    route("GET", "price-books", "portal:ListPriceBooks"),
    route("POST", "price-books/preview", "portal:PreviewPriceBook"),
    route("GET", "what-if", "portal:PriceWhatIf"),
    route("GET", "statements", "portal:ListStatements"),
    route("GET", "statements/{month}", "portal:GetStatement"),
    route("GET", "reconciliation", "portal:GetReconciliation"),
    route("GET", "idle-keys", "portal:ListIdleKeys"),
    route("GET", "budgets", "portal:ListBudgets"),
    route("POST", "budgets", "portal:CreateBudget", locate=_budget_address),
    route("GET", _BUDGET, "portal:DescribeBudget"),
    route("PUT", _BUDGET, "portal:UpdateBudget"),
    route("DELETE", _BUDGET, "portal:DeleteBudget"),
    route("GET", "cost-exports", "portal:ListCostExports"),
    route(
        "POST", "cost-exports", "portal:CreateCostExport", locate=_cost_export_address
    ),
    route("GET", "cost-exports/{export_id}", "portal:GetCostExport"),
    route("POST", "cost-explorer/cost-and-usage", "ce:GetCostAndUsage"),
    route("POST", "cost-explorer/forecast", "ce:GetCostForecast"),
    route("POST", "cost-explorer/dimension-values", "ce:GetDimensionValues"),
    route("POST", "cost-explorer/tags", "ce:GetTags"),
    # What policies would allow
    route("POST", "iam/simulate-custom-policy", "iam:SimulateCustomPolicy"),
    route("POST", "iam/simulate-principal-policy", "iam:SimulatePrincipalPolicy"),
    route("POST", "iam/context-keys/custom", "iam:GetContextKeysForCustomPolicy"),
    route("POST", "iam/context-keys/principal", "iam:GetContextKeysForPrincipalPolicy"),
    # Who may do what
    route("POST", "explain", "portal:ExplainAccess"),
    route("POST", f"{_KEY}/policy/preview", "portal:PreviewKeyPolicy"),
    route("GET", f"{_KEY}/access", "portal:ReviewKeyAccess", table="entries"),
    route("GET", "access", "portal:ReviewPrincipalAccess", table="entries"),
    # The organisation: its tree
    route("GET", "organization", "organizations:DescribeOrganization"),
    route("GET", f"{_ORG}/roots", "organizations:ListRoots"),
    route("POST", f"{_ROOT}/policy-types", "organizations:EnablePolicyType"),
    route("DELETE", f"{_ROOT}/policy-types", "organizations:DisablePolicyType"),
    route(
        "GET",
        f"{_PARENT}/units",
        "organizations:ListOrganizationalUnitsForParent",
    ),
    route("POST", f"{_PARENT}/units", "organizations:CreateOrganizationalUnit"),
    route("GET", f"{_PARENT}/accounts", "organizations:ListAccountsForParent"),
    route("GET", f"{_PARENT}/children", "organizations:ListChildren"),
    route("GET", _UNIT, "organizations:DescribeOrganizationalUnit"),
    route("PATCH", _UNIT, "organizations:UpdateOrganizationalUnit"),
    route("DELETE", _UNIT, "organizations:DeleteOrganizationalUnit"),
    route("GET", f"{_ORG}/accounts", "organizations:ListAccounts"),
    route("POST", f"{_ORG}/accounts", "organizations:CreateAccount"),
    route("GET", _MEMBER, "organizations:DescribeAccount"),
    route("POST", f"{_MEMBER}/move", "organizations:MoveAccount"),
    route(
        "GET",
        f"{_ORG}/account-requests/{{create_account_request_id}}",
        "organizations:DescribeCreateAccountStatus",
    ),
    route("GET", f"{_ORG}/children/{{child_id}}/parents", "organizations:ListParents"),
    # The organisation: its policies
    route(
        "GET",
        f"{_ORG}/policies",
        "organizations:ListPolicies",
        id="list_control_policies",
    ),
    route(
        "POST",
        f"{_ORG}/policies",
        "organizations:CreatePolicy",
        id="create_control_policy",
    ),
    route("GET", _CONTROL, "organizations:DescribePolicy"),
    route("PATCH", _CONTROL, "organizations:UpdatePolicy"),
    route("DELETE", _CONTROL, "organizations:DeletePolicy", id="delete_control_policy"),
    route("GET", f"{_CONTROL}/targets", "organizations:ListTargetsForPolicy"),
    route("POST", f"{_CONTROL}/targets", "organizations:AttachPolicy"),
    route("DELETE", f"{_CONTROL}/targets/{{target_id}}", "organizations:DetachPolicy"),
    route(
        "GET",
        f"{_ORG}/targets/{{target_id}}/policies",
        "organizations:ListPoliciesForTarget",
    ),
    # The people of the account
    route("GET", "members", "portal:ListMembers"),
    route("POST", "members", "portal:AddMember", locate=_member_address),
    route("PATCH", _PERSON, "portal:ChangeMemberRole"),
    route("DELETE", _PERSON, "portal:RemoveMember"),
    route("POST", f"{_PERSON}/reset-password", "portal:ResetMemberPassword"),
    # Who calls, and the tokens that stand for her
    route("GET", "caller-identity", "sts:GetCallerIdentity"),
    route("POST", "session-credentials", "portal:CreateSessionCredentials"),
    route("GET", "tokens", "portal:ListApiTokens"),
    route("POST", "tokens", "portal:CreateApiToken", locate=_token_address),
    route("DELETE", "tokens/{token_id}", "portal:RevokeApiToken"),
    *IDENTITY_ROUTES,
    *ROLE_ROUTES,
    *POLICY_ROUTES,
)


def routes_by_path() -> Mapping[str, tuple[Route, ...]]:
    """Return the routes by path, longer paths first: an alias's name holds slashes."""
    ordered = sorted(ROUTES, key=lambda one: (-one.path.count("/"), one.path))
    return {path: tuple(group) for path, group in groupby(ordered, lambda r: r.path)}
