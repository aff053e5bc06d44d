"""The accounts, callers and policies that the tests of the engine speak of."""

import json
from typing import Any

import msgspec

from kmsportal.core.principal import Principal, PrincipalKind
from kmsportal.iam.engine import (
    CallerPolicies,
    CompiledPolicy,
    Context,
    Grant,
    PolicyLayer,
    PolicySource,
    Request,
    ResourcePolicies,
    Verdict,
    compile_policy,
    decide,
)

OWNER = "111122223333"
FOREIGN = "444455556666"
KEY_ARN = f"arn:aws:kms:us-east-1:{OWNER}:key/1234abcd"
NOBODY = CallerPolicies()
Json = dict[str, Any]


def root(account: str = OWNER) -> Principal:
    return Principal(
        kind=PrincipalKind.ROOT,
        account_id=account,
        arn=f"arn:aws:iam::{account}:root",
        unique_id=account,
    )


def user(name: str = "ann", account: str = OWNER) -> Principal:
    return Principal(
        kind=PrincipalKind.USER,
        account_id=account,
        arn=f"arn:aws:iam::{account}:user/{name}",
        unique_id=f"AIDA{name.upper():X<17}",
        name=name,
    )


def session(role: str = "ops", name: str = "s1", account: str = OWNER) -> Principal:
    role_id = f"AROA{role.upper():X<17}"
    return Principal(
        kind=PrincipalKind.ASSUMED_ROLE,
        account_id=account,
        arn=f"arn:aws:sts::{account}:assumed-role/{role}/{name}",
        unique_id=f"{role_id}:{name}",
        name=name,
        role_arn=f"arn:aws:iam::{account}:role/team/{role}",
        role_id=role_id,
    )


def federated(name: str = "fed", account: str = OWNER) -> Principal:
    """A GetFederationToken session that the user ``ann`` has made."""
    issuer = user("ann", account)
    return Principal(
        kind=PrincipalKind.FEDERATED_USER,
        account_id=account,
        arn=f"arn:aws:sts::{account}:federated-user/{name}",
        unique_id=f"{account}:{name}",
        name=name,
        role_arn=issuer.arn,
        role_id=issuer.unique_id,
    )


def service(name: str = "s3.amazonaws.com") -> Principal:
    return Principal(
        kind=PrincipalKind.SERVICE, account_id="", arn="", unique_id=name, name=name
    )


def statement(effect: str, action: str = "kms:*", **elements: object) -> Json:
    return {"Effect": effect, "Action": action, "Resource": "*"} | elements


def allow(action: str = "kms:*", **elements: object) -> Json:
    return statement("Allow", action, **elements)


def deny(action: str = "kms:*", **elements: object) -> Json:
    return statement("Deny", action, **elements)


def compiled(
    *statements: Json,
    layer: PolicyLayer = PolicyLayer.IDENTITY,
    arn: str | None = None,
    version: str = "2012-10-17",
) -> CompiledPolicy:
    text = json.dumps({"Version": version, "Statement": list(statements)})
    return compile_policy(text, PolicySource(layer, layer.name.lower(), arn))


def key_policy(*statements: Json) -> CompiledPolicy:
    return compiled(*statements, layer=PolicyLayer.RESOURCE)


def to(*principals: str, effect: str = "Allow", **elements: object) -> Json:
    """Return a key policy statement about ``principals``, as AWS principals."""
    return statement(effect) | {"Principal": {"AWS": list(principals)}} | elements


def named(principal: Principal) -> ResourcePolicies:
    """Return a key whose policy allows just ``principal``."""
    return key(to(principal.arn))


def key(*statements: Json, grants: tuple[Grant, ...] = ()) -> ResourcePolicies:
    return ResourcePolicies(policy=key_policy(*statements), grants=grants)


def delegated(*more: Json, grants: tuple[Grant, ...] = ()) -> ResourcePolicies:
    """Return a key with the default policy: all is left to the account."""
    return key(to(f"arn:aws:iam::{OWNER}:root"), *more, grants=grants)


def holding(*statements: Json, **others: Any) -> CallerPolicies:
    return CallerPolicies(identity=(compiled(*statements),), **others)


def boundary(*statements: Json) -> CompiledPolicy:
    return compiled(*statements, layer=PolicyLayer.BOUNDARY)


def sessions(*statements: Json) -> tuple[CompiledPolicy, ...]:
    return (compiled(*statements, layer=PolicyLayer.SESSION),)


def request(
    principal: Principal | None = None,
    action: str = "kms:Encrypt",
    context: Context | None = None,
    **changes: Any,
) -> Request:
    asked = Request(
        principal=principal or user(),
        action=action,
        resource=KEY_ARN,
        resource_account=OWNER,
        context={},
        is_cross_account_allowed=True,
    )
    return msgspec.structs.replace(asked, context=context or {}, **changes)


def ask(
    principal: Principal | None = None,
    caller: CallerPolicies = NOBODY,
    policies: ResourcePolicies | None = None,
    /,
    **changes: Any,
) -> Verdict:
    return decide(request(principal, **changes), caller, policies or delegated())
