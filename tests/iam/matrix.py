"""The table of the matrix: what each operation is asked with, and who may.

Who may is written down from the AWS KMS Developer Guide, "Allowing users in other
accounts to use a KMS key" and "Grants in AWS KMS", and from what each service says of
its own resources; nothing here is read from the code.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import msgspec
import msgspec.inspect

from kmsportal.core.operation import Operation
from tests.keys.policies import policy_of, trust
from tests.keys.test_strangers import ON_A_KEY, ON_THE_ACCOUNT
from tests.probes import members_of

OWN_ADMIN = "own admin"
OWN_NOTHING = "own user with nothing"
OWN_ALLOWED = "own user allowed"
OTHER = "other account"
OTHER_BY_KEY_POLICY = "other account allowed by key policy only"
OTHER_BY_BOTH = "other account allowed by both"
GRANTEE = "grantee"
CALLERS = (
    OWN_ADMIN,
    OWN_NOTHING,
    OWN_ALLOWED,
    OTHER,
    OTHER_BY_KEY_POLICY,
    OTHER_BY_BOTH,
    GRANTEE,
)

USING = {
    "SYMMETRIC": (
        "Decrypt",
        "Encrypt",
        "GenerateDataKey",
        "GenerateDataKeyPair",
        "GenerateDataKeyPairWithoutPlaintext",
        "GenerateDataKeyWithoutPlaintext",
        "ReEncryptFrom",
        "ReEncryptTo",
        "DescribeKey",
        "CreateGrant",
        "RetireGrant",
    ),
    "SIGN": ("Sign", "Verify", "GetPublicKey"),
    "MAC": ("GenerateMac", "VerifyMac"),
    "AGREE": ("DeriveSharedSecret",),
    "KEM": ("Encapsulate", "Decapsulate"),
}
"""What a grant can give, by the kind of key that is fit for it."""
SPECS: Mapping[str, Mapping[str, str]] = {
    "SYMMETRIC": {},
    "SIGN": {"KeySpec": "ECC_NIST_P256", "KeyUsage": "SIGN_VERIFY"},
    "MAC": {"KeySpec": "HMAC_256", "KeyUsage": "GENERATE_VERIFY_MAC"},
    "AGREE": {"KeySpec": "ECC_NIST_P256", "KeyUsage": "KEY_AGREEMENT"},
    "KEM": {"KeySpec": "ML_KEM_768", "KeyUsage": "ENCAPSULATE_DECAPSULATE"},
}
_GRANTABLE = {name for names in USING.values() for name in names} | {"ReEncrypt"}
_CROSS_ACCOUNT = _GRANTABLE | {"ListGrants", "RevokeGrant", "GetKeyRotationStatus"}


class Things(NamedTuple):
    """What rows name: a key of the right kind, and what belongs to it."""

    key: str
    alias: str
    blob: bytes
    grant: str
    grantee: str
    root: str
    account: str
    trail: str


class Row(NamedTuple):
    """One operation: its kind of key, its members, and who gets through."""

    members: Callable[[Things], Mapping[str, Any]]
    allowed: frozenset[str]
    kind: str = "SYMMETRIC"


_OWN = frozenset({OWN_ADMIN, OWN_ALLOWED})
# On the account every caller asks of her own: so no policy but her own counts.
_ACCOUNT = _OWN | {OTHER, OTHER_BY_BOTH}
_EVERYONE, _NOBODY = frozenset(CALLERS), frozenset[str]()


def _on_a_key(name: str, members: Callable[[Things], Mapping[str, Any]]) -> Row:
    allowed = set(_OWN)
    if name in _CROSS_ACCOUNT:
        allowed.add(OTHER_BY_BOTH)
    if name in _GRANTABLE:
        allowed.add(GRANTEE)
    kinds = (kind for kind, names in USING.items() if name in names)
    return Row(members, frozenset(allowed), next(kinds, "SYMMETRIC"))


def _key_and(members: Mapping[str, Any]) -> Callable[[Things], Mapping[str, Any]]:
    return lambda things: {"KeyId": things.key, **members}


def _plain(allowed: frozenset[str], **members: Any) -> Row:
    return Row(lambda _things: members, allowed)


def _kms() -> dict[str, Row]:
    rows = {name: _on_a_key(name, _key_and(ON_A_KEY[name])) for name in ON_A_KEY}
    rows |= {name: _plain(_ACCOUNT, **ON_THE_ACCOUNT[name]) for name in ON_THE_ACCOUNT}
    opened = policy_of(trust("*"))
    rows["PutKeyPolicy"] = _on_a_key("PutKeyPolicy", _key_and({"Policy": opened}))
    for name, members in _ELSEWHERE.items():
        rows[name] = _on_a_key(name, members)
    # The grant itself says who may retire it: no key policy, so nobody from outside.
    rows["RetireGrant"] = Row(_grant_of, _OWN | {GRANTEE})
    # API reference, ListRetirableGrants: the principal must be of one's own account.
    rows["ListRetirableGrants"] = Row(
        lambda things: {"RetiringPrincipal": things.grantee}, _OWN
    )
    return rows


def _grant_of(things: Things) -> Mapping[str, Any]:
    return {"KeyId": things.key, "GrantId": things.grant}


_ELSEWHERE: Mapping[str, Callable[[Things], Mapping[str, Any]]] = {
    "CreateAlias": lambda things: {
        "AliasName": "alias/another",
        "TargetKeyId": things.key,
    },
    "CreateGrant": lambda things: {
        "KeyId": things.key,
        "GranteePrincipal": things.grantee,
        "Operations": ["Encrypt"],
    },
    "Decrypt": lambda things: {"CiphertextBlob": things.blob},
    "DeleteAlias": lambda things: {"AliasName": things.alias},
    "ReEncrypt": lambda things: {
        "CiphertextBlob": things.blob,
        "DestinationKeyId": things.key,
    },
    "RevokeGrant": _grant_of,
    "UpdateAlias": lambda things: {
        "AliasName": things.alias,
        "TargetKeyId": things.key,
    },
}


def _organizations() -> dict[str, Row]:
    """Only principals of the management account, which is the first, get through."""
    unit = {"OrganizationalUnitId": "ou-0000-00000000"}
    policy = {"PolicyId": "p-FullAWSAccess"}
    kind = "SERVICE_CONTROL_POLICY"
    plain: dict[str, dict[str, Any]] = {
        "CreateAccount": {"AccountName": "a", "Email": "a@example.com"},
        "CreatePolicy": {
            "Name": "p",
            "Description": "",
            "Type": kind,
            "Content": "{}",
        },
        "DeleteOrganizationalUnit": unit,
        "DeletePolicy": policy,
        "DescribeCreateAccountStatus": {"CreateAccountRequestId": "car-00000000"},
        "DescribeOrganizationalUnit": unit,
        "DescribePolicy": policy,
        "ListAccounts": {},
        "ListPolicies": {"Filter": kind},
        "ListRoots": {},
        "ListTargetsForPolicy": policy,
        "UpdateOrganizationalUnit": unit,
        "UpdatePolicy": policy,
    }
    rows = {name: _plain(_OWN, **members) for name, members in plain.items()}
    rows["DescribeOrganization"] = _plain(_ACCOUNT)
    for name, members in _IN_THE_TREE.items():
        rows[name] = Row(members, _OWN)
    return rows


def _attachment(things: Things) -> Mapping[str, Any]:
    return {"PolicyId": "p-FullAWSAccess", "TargetId": things.root}


def _type(things: Things) -> Mapping[str, Any]:
    return {"RootId": things.root, "PolicyType": "RESOURCE_CONTROL_POLICY"}


def _parent(things: Things) -> Mapping[str, Any]:
    return {"ParentId": things.root}


_IN_THE_TREE: Mapping[str, Callable[[Things], Mapping[str, Any]]] = {
    "AttachPolicy": _attachment,
    "CreateOrganizationalUnit": lambda things: {"ParentId": things.root, "Name": "u"},
    "DescribeAccount": lambda things: {"AccountId": things.account},
    "DetachPolicy": _attachment,
    "DisablePolicyType": _type,
    "EnablePolicyType": _type,
    "ListAccountsForParent": _parent,
    "ListChildren": lambda things: {"ParentId": things.root, "ChildType": "ACCOUNT"},
    "ListOrganizationalUnitsForParent": _parent,
    "ListParents": lambda things: {"ChildId": things.account},
    "ListPoliciesForTarget": lambda things: {
        "TargetId": things.root,
        "Filter": "SERVICE_CONTROL_POLICY",
    },
    "MoveAccount": lambda things: {
        "AccountId": things.account,
        "SourceParentId": things.root,
        "DestinationParentId": things.root,
    },
}

ROWS: Mapping[tuple[str, str], Row] = (
    {("kms", name): row for name, row in _kms().items()}
    | {("organizations", name): row for name, row in _organizations().items()}
    | {
        ("sts", "GetCallerIdentity"): _plain(_EVERYONE),
        # API reference, GetSessionToken: no permissions are required of a user.
        ("sts", "GetSessionToken"): _plain(_EVERYONE),
        ("sts", "GetFederationToken"): _plain(_ACCOUNT, Name="guest"),
        ("sts", "GetAccessKeyInfo"): _plain(_ACCOUNT, AccessKeyId="AKIA" + "A" * 16),
        ("sts", "DecodeAuthorizationMessage"): _plain(_ACCOUNT, EncodedMessage="x"),
        # A built-in role has no trust policy: people assume it by their membership.
        ("sts", "AssumeRole"): Row(
            lambda things: {
                "RoleArn": f"arn:aws:iam::{things.account}:role/KeyUser",
                "RoleSessionName": "session",
            },
            _NOBODY,
        ),
        # AWS tells of a key that is not there as of one that is closed.
        ("iam", "GetAccessKeyLastUsed"): _plain(_NOBODY, AccessKeyId="AKIA" + "A" * 16),
        ("cloudtrail", "LookupEvents"): _plain(_ACCOUNT),
        ("portal", "CreateSessionCredentials"): _plain(_ACCOUNT),
        ("portal", "GetCostReport"): _plain(_ACCOUNT),
        ("portal", "ListPriceBooks"): _plain(_ACCOUNT),
        ("portal", "SearchEvents"): _plain(_ACCOUNT),
        ("portal", "SearchKeys"): _plain(_ACCOUNT),
        ("portal", "SummarizeKeys"): _plain(_ACCOUNT),
        ("portal", "ListMembers"): _plain(_ACCOUNT),
        ("portal", "AddMember"): _plain(
            _ACCOUNT, Email="new@example.com", Role="Auditor"
        ),
        # Nobody is a member here: there is none of that number.
        ("portal", "ChangeMemberRole"): _plain(_NOBODY, MemberId="0", Role="Auditor"),
        ("portal", "RemoveMember"): _plain(_NOBODY, MemberId="0"),
        ("portal", "ResetMemberPassword"): _plain(_NOBODY, MemberId="0"),
        # API tokens are people's: no IAM user or role has any.
        ("portal", "CreateApiToken"): _plain(_NOBODY, Name="ci"),
        ("portal", "ListApiTokens"): _plain(_NOBODY),
        ("portal", "RevokeApiToken"): _plain(_NOBODY, TokenId="0"),
    }
)

BUCKET = "audit-files"
_OTHER_SERVICES = frozenset({"ce", "cloudtrail", "iam", "portal", "s3"})
_IN_ONES_ACCOUNT = {
    "user_name": "admin",
    "role_name": "KeyUser",
    "policy_arn": "arn:aws:iam::aws:policy/AdministratorAccess",
    "bucket": BUCKET,
    "bucket_name": BUCKET,
    "s3_bucket_name": BUCKET,
}
_OF_A_TRAIL = frozenset({"name", "trail_name", "resource_id", "resource_id_list"})
# Once the caller may do so at all: a key that is not her account's is then not found.
_LOOKED_UP_LATER = frozenset({"PreviewKeyPolicy", "ReviewKeyAccess"})
_ON_NO_TRAIL = frozenset({"CreateTrail"})


def row_of(operation: Operation) -> Row | None:
    """Return the operation's row.

    But for KMS, STS and Organizations everybody acts on her own account alone, on its
    keys, trails and buckets; what is not listed goes by that rule.
    """
    row = ROWS.get((operation.service, operation.name))
    if row is None and operation.service in _OTHER_SERVICES:
        names_a_thing = _is_on_a_trail(operation) or (
            "key_id" in _required(operation) and operation.name not in _LOOKED_UP_LATER
        )
        return Row(
            lambda things: _members(operation, things),
            _OWN if names_a_thing else _ACCOUNT,
        )
    return row


def _is_on_a_trail(operation: Operation) -> bool:
    is_of_trails = operation.service == "cloudtrail" or "Trail" in operation.name
    return (
        is_of_trails
        and operation.name not in _ON_NO_TRAIL
        and not _required(operation).isdisjoint(_OF_A_TRAIL)
    )


def _required(operation: Operation) -> set[str]:
    fields = msgspec.inspect.type_info(operation.params).fields  # type: ignore[attr-defined]  # a struct
    return {field.name for field in fields if field.required}


def _members(operation: Operation, things: Things) -> Mapping[str, Any]:
    names: dict[str, Any] = {**_IN_ONES_ACCOUNT, "key_id": things.key}
    if _is_on_a_trail(operation):
        names |= dict.fromkeys(_OF_A_TRAIL, things.trail)
        names["resource_id_list"] = [things.trail]
    required = _required(operation)
    members = members_of(
        operation.params, {name: names[name] for name in names if name in required}
    )
    return {
        field.encode_name: members[field.name]
        for field in msgspec.structs.fields(operation.params)
        if field.name in members
    }
