"""The policies of the built-in roles: ordinary documents, no back door."""

import json
from collections.abc import Mapping, Sequence

from kmsportal.tenancy.models import Role

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
    "cloudtrail:LookupEvents",
    "portal:ListAuditKeys",
    "portal:SearchEvents",
)
_READ_COSTS = ("portal:GetCostReport", "portal:ListPriceBooks")
_OWN_SESSION = ("portal:CreateSessionCredentials",)
_READ_CONSOLE = ("portal:SearchKeys", "portal:SummarizeKeys")
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


def _allow(actions: Sequence[str]) -> str:
    return _document({"Effect": "Allow", "Action": list(actions), "Resource": "*"})


def _allow_member(actions: Sequence[str]) -> str:
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
    return _document(statement, _OWN_TOKENS)


def _document(*statements: Mapping[str, object]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


ADMINISTRATOR_ACCESS = _allow(["*"])

AWS_MANAGED_POLICIES: Mapping[str, str] = {
    "arn:aws:iam::aws:policy/AdministratorAccess": ADMINISTRATOR_ACCESS,
}
"""The documents of the policies that every account finds there, by ARN."""

ROLE_POLICIES: dict[str, str] = {
    Role.ADMINISTRATOR: ADMINISTRATOR_ACCESS,
    Role.KEY_ADMINISTRATOR: _allow_member(
        [*_READ_KEYS, *_MANAGE_KEYS, *_READ_CONSOLE, *_OWN_SESSION]
    ),
    Role.KEY_USER: _allow_member(
        [*_READ_KEYS, *_USE_KEYS, *_READ_CONSOLE, *_OWN_SESSION]
    ),
    Role.AUDITOR: _allow_member([*_READ_AUDIT, *_OWN_SESSION]),
    Role.BILLING_VIEWER: _allow_member([*_READ_COSTS, *_OWN_SESSION]),
}
