"""The documents of the policies that every account finds: AWS's by name, the portal's.

AWS's are written anew from what AWS documents them to allow (Managed Policy Reference),
for the services that are here. The built-in roles have the portal's attached, so what
is added to one reaches every account with the upgrade.
"""

import json
from collections.abc import Mapping, Sequence

from kmsportal.tenancy.models import Role

_AWS = "arn:aws:iam::aws:policy/"
_PORTAL = f"{_AWS}portal/"

_READ_KEYS = ("kms:Describe*", "kms:Get*", "kms:List*")
_USE_KEYS = (
    "kms:Encrypt",
    "kms:Decrypt",
    "kms:ReEncrypt*",
    "kms:GenerateDataKey*",
    "kms:GenerateRandom",
    "kms:GenerateMac",
    "kms:VerifyMac",
    "kms:Sign",
    "kms:Verify",
    "kms:DeriveSharedSecret",
    "kms:Encapsulate",
    "kms:Decapsulate",
)
_MANAGE_KEYS = (
    "kms:Cancel*",
    "kms:Create*",
    "kms:Delete*",
    "kms:Disable*",
    "kms:Enable*",
    "kms:Import*",
    "kms:Put*",
    "kms:ReplicateKey",
    "kms:Revoke*",
    "kms:RotateKeyOnDemand",
    "kms:Schedule*",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:Update*",
)
_READ_AUDIT = (
    "cloudtrail:Describe*",
    "cloudtrail:Get*",
    "cloudtrail:List*",
    "cloudtrail:LookupEvents",
    "portal:DescribeAuditExport",
    "portal:CountEvents",
    "portal:DeleteSavedSearch",
    "portal:DescribeTrailDelivery",
    "portal:DownloadAuditExport",
    "portal:ExportAudit",
    "portal:ExportEvents",
    "portal:ListSavedSearches",
    "portal:ListAlertRules",
    "portal:ListDestinations",
    "portal:ListAuditAnchors",
    "portal:ListAuditExports",
    "portal:ListAuditKeys",
    "portal:ListStorageConnections",
    "portal:PutSavedSearch",
    "portal:SearchEvents",
    "s3:GetBucketLocation",
    "s3:GetObject",
    "s3:ListBucket",
)
_READ_COSTS = (
    "ce:Get*",
    "portal:DescribeBudget",
    "portal:GetCostReport",
    "portal:GetReconciliation",
    "portal:GetStatement",
    "portal:ListBudgets",
    "portal:CreateCostExport",
    "portal:GetCostExport",
    "portal:GetCostReport",
    "portal:GetReconciliation",
    "portal:GetStatement",
    "portal:ListCostExports",
    "portal:ListIdleKeys",
    "portal:ListPriceBooks",
    "portal:ListStatements",
    "portal:PreviewPriceBook",
    "portal:PriceWhatIf",
)
_READ_IAM = ("iam:Get*", "iam:List*", "iam:Simulate*")
# What any member does in the console or with the CLI, as herself.
_AS_MEMBER = ("portal:CreateSessionCredentials", "sts:GetCallerIdentity")
_READ_CONSOLE = (
    "portal:SearchKeys",
    "portal:SummarizeKeys",
    "portal:CheckPolicy",
)
_REVIEW_ACCESS = (
    "portal:ExplainAccess",
    "portal:PreviewKeyPolicy",
    "portal:ReviewKeyAccess",
    "portal:ReviewPrincipalAccess",
)
# What every member may do with the API tokens that stand for her.
_OWN_TOKENS: Mapping[str, object] = {
    "Effect": "Allow",
    "Action": [
        "portal:CreateApiToken",
        "portal:ListApiTokens",
        "portal:RevokeApiToken",
    ],
    "Resource": "arn:aws:portal::*:api-token/${aws:userid}/*",
}


def _allow(*actions: str) -> str:
    return _document({"Effect": "Allow", "Action": list(actions), "Resource": "*"})


def _allow_member(actions: Sequence[str]) -> str:
    allowed = [*actions, *_AS_MEMBER]
    statement = {"Effect": "Allow", "Action": allowed, "Resource": "*"}
    return _document(statement, _OWN_TOKENS)


def _document(*statements: Mapping[str, object]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


ADMINISTRATOR_ACCESS_ARN = f"{_AWS}AdministratorAccess"

_POLICIES: Mapping[str, tuple[str, str]] = {
    ADMINISTRATOR_ACCESS_ARN: (
        "Full access to everything in the account.",
        _allow("*"),
    ),
    f"{_AWS}AWSKeyManagementServicePowerUser": (
        "Make and describe keys, aliases and tags, without using keys.",
        _allow(
            "kms:CreateAlias",
            "kms:CreateKey",
            "kms:DeleteAlias",
            "kms:Describe*",
            "kms:GenerateRandom",
            "kms:Get*",
            "kms:List*",
            "kms:TagResource",
            "kms:UntagResource",
            "iam:ListGroups",
            "iam:ListRoles",
            "iam:ListUsers",
        ),
    ),
    f"{_AWS}ReadOnlyAccess": (
        "Look at everything in the account and change nothing.",
        _allow(
            *_READ_KEYS,
            *_READ_IAM,
            *_READ_AUDIT,
            *_READ_COSTS,
            *_READ_CONSOLE,
            *_REVIEW_ACCESS,
            "sts:GetAccessKeyInfo",
            "sts:GetCallerIdentity",
            "organizations:Describe*",
            "organizations:List*",
        ),
    ),
    f"{_AWS}SecurityAudit": (
        "Read how access is configured, and what was done.",
        _allow(
            "kms:Describe*",
            "kms:GetKeyPolicy",
            "kms:GetKeyRotationStatus",
            "kms:GetKeyLastUsage",
            "kms:List*",
            *_READ_IAM,
            *_READ_AUDIT,
            *_READ_CONSOLE,
            *_REVIEW_ACCESS,
            "organizations:Describe*",
            "organizations:List*",
        ),
    ),
    f"{_AWS}IAMFullAccess": (
        "Full access to users, groups, roles and policies.",
        _allow("iam:*", "organizations:Describe*", "organizations:List*"),
    ),
    f"{_AWS}IAMReadOnlyAccess": (
        "Look at users, groups, roles and policies.",
        _allow(*_READ_IAM),
    ),
    f"{_PORTAL}{Role.KEY_ADMINISTRATOR}": (
        "Make and administer keys, and use none.",
        _allow_member([*_READ_KEYS, *_MANAGE_KEYS, *_READ_CONSOLE, *_REVIEW_ACCESS]),
    ),
    f"{_PORTAL}{Role.KEY_USER}": (
        "Use keys, and administer none.",
        _allow_member([*_READ_KEYS, *_USE_KEYS, *_READ_CONSOLE]),
    ),
    f"{_PORTAL}{Role.AUDITOR}": (
        "Read what was done in the account.",
        _allow_member([*_READ_AUDIT, *_REVIEW_ACCESS]),
    ),
    f"{_PORTAL}{Role.BILLING_VIEWER}": (
        "Read what the account costs.",
        _allow_member(_READ_COSTS),
    ),
}

AWS_MANAGED_POLICIES: Mapping[str, str] = {
    arn: document for arn, (_, document) in _POLICIES.items()
}
"""Documents by ARN."""

DESCRIPTIONS: Mapping[str, str] = {
    arn: description for arn, (description, _) in _POLICIES.items()
}
"""What each is for, in a sentence, by ARN."""

ROLE_POLICY_ARNS: Mapping[str, str] = {
    Role.ADMINISTRATOR: ADMINISTRATOR_ACCESS_ARN,
    **{
        role: f"{_PORTAL}{role}"
        for role in (
            Role.KEY_ADMINISTRATOR,
            Role.KEY_USER,
            Role.AUDITOR,
            Role.BILLING_VIEWER,
        )
    },
}
"""What each built-in role has attached."""
