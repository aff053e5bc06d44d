"""Built-in roles and first administrators get attached what they had a copy of."""

import json
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

Document = dict[str, Any]

_AWS = "arn:aws:iam::aws:policy/"
_READ_KEYS = ["kms:Describe*", "kms:Get*", "kms:List*"]
_USE_KEYS = [
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
]
_MANAGE_KEYS = [
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
]
_CONSOLE = ["portal:SearchKeys", "portal:SummarizeKeys"]
_OWN_SESSION = ["portal:CreateSessionCredentials"]
_OWN_TOKENS = {
    "Effect": "Allow",
    "Action": [
        "portal:CreateApiToken",
        "portal:ListApiTokens",
        "portal:RevokeApiToken",
    ],
    "Resource": "arn:aws:portal::*:api-token/${aws:userid}/*",
}


def _document(actions: list[str], *others: Document) -> Document:
    statement = {"Effect": "Allow", "Action": actions, "Resource": "*"}
    return {"Version": "2012-10-17", "Statement": [statement, *others]}


def _member(actions: list[str]) -> Document:
    return _document([*actions, *_OWN_SESSION], _OWN_TOKENS)


# Name of the inline policy, the document it was made with, the policy that replaces it.
COPIES = {
    "AdministratorAccess": (_document(["*"]), "AdministratorAccess"),
    "Administrator": (_document(["*"]), "AdministratorAccess"),
    "KeyAdministrator": (
        _member([*_READ_KEYS, *_MANAGE_KEYS, *_CONSOLE]),
        "portal/KeyAdministrator",
    ),
    "KeyUser": (_member([*_READ_KEYS, *_USE_KEYS, *_CONSOLE]), "portal/KeyUser"),
    "Auditor": (
        _member(["cloudtrail:LookupEvents", "portal:SearchEvents"]),
        "portal/Auditor",
    ),
    "BillingViewer": (
        _member(["portal:GetCostReport", "portal:ListPriceBooks"]),
        "portal/BillingViewer",
    ),
}


def attach(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Replace untouched copies; one that its account has edited stays as it is."""
    inline = apps.get_model("iam", "IdentityPolicy")
    attachments = apps.get_model("iam", "PolicyAttachment")
    made = {}
    for model, names in (("IamRole", COPIES), ("IamUser", ["AdministratorAccess"])):
        holders = apps.get_model("iam", model).objects.all()
        for holder in holders if model == "IamUser" else holders.filter(name__in=names):
            made[holder.unique_id] = holder
    for policy in inline.objects.filter(name__in=COPIES, principal_id__in=made):
        document, name = COPIES[policy.name]
        holder = made[policy.principal_id]
        is_own = policy.name in {holder.name, "AdministratorAccess"}
        if not is_own or json.loads(policy.document) != document:
            continue
        attachments.objects.get_or_create(
            account_id=policy.account_id,
            principal_id=policy.principal_id,
            policy_arn=f"{_AWS}{name}",
            defaults={"attached_at": holder.created_at},
        )
        policy.delete()


class Migration(migrations.Migration):
    dependencies = [("iam", "0004_account_alias")]

    operations = [migrations.RunPython(attach, migrations.RunPython.noop)]
