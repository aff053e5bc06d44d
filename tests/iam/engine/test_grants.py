"""Grants: who gets what from them, under which constraints, and what is handed on."""

from typing import Any

import msgspec
import pytest

from kmsportal.core.principal import Principal
from kmsportal.iam.engine import (
    CallerPolicies,
    Grant,
    GrantIndex,
    Outcome,
    PolicyLayer,
    Reach,
    ResourcePolicies,
    is_within,
    reach_of_retirer,
)
from tests.iam.engine.world import (
    FOREIGN,
    NOBODY,
    OWNER,
    allow,
    ask,
    boundary,
    compiled,
    deny,
    federated,
    holding,
    key,
    root,
    service,
    session,
    to,
    user,
)

STRANGER = user("mallory", FOREIGN)
GRANT = Grant(
    grant_id="g1",
    grantee=user().arn,
    operations=frozenset({"Encrypt", "DescribeKey", "CreateGrant"}),
    issuing_account=OWNER,
)


def granting(**changes: Any) -> ResourcePolicies:
    return ResourcePolicies(grants=(grant(**changes),))


def grant(**changes: Any) -> Grant:
    return msgspec.structs.replace(GRANT, **changes)


@pytest.mark.parametrize(
    ("principal", "grantee", "allowed"),
    [
        (user(), user().arn, True),
        (user(), user().unique_id, True),
        (user(), user("bob").arn, False),
        (session(), session().arn, True),
        (session(), str(session().role_arn), True),
        (session(), str(session().role_id), True),
        (session(), session("ops", "s2").arn, False),
        (federated(), federated().arn, True),
        (root(), OWNER, True),
        (root(), root().arn, True),
        (user(), OWNER, False),
        (user(), FOREIGN, False),
        (service(), "s3.amazonaws.com", True),
        (service(), "ebs.amazonaws.com", False),
    ],
)
def test_a_grant_alone_allows_its_grantee(
    principal: Principal, grantee: str, *, allowed: bool
) -> None:
    verdict = ask(principal, NOBODY, granting(grantee=grantee))
    assert verdict.is_allowed is allowed
    if allowed:
        assert (verdict.layer, verdict.grant_id) == (PolicyLayer.GRANT, "g1")


def test_many_grants_are_indexed_once() -> None:
    index = GrantIndex([grant(grantee=user(f"u{n}").arn) for n in range(500)])
    resource = ResourcePolicies(grants=index)
    assert ask(user("u7"), NOBODY, resource).is_allowed
    assert not ask(user("u500"), NOBODY, resource).is_allowed


def test_a_grant_gives_its_operations_only() -> None:
    assert not ask(user(), NOBODY, granting(), action="kms:Decrypt").is_allowed


def test_a_grant_to_an_account_needs_an_identity_policy_as_well() -> None:
    assert ask(user(), holding(allow()), granting(grantee=OWNER)).is_allowed


def test_a_deny_and_the_controls_win_over_a_grant() -> None:
    verdict = ask(user(), holding(deny()), granting())
    assert verdict.outcome is Outcome.EXPLICIT_DENY
    level = (compiled(allow("s3:*"), layer=PolicyLayer.SERVICE_CONTROL),)
    caller = CallerPolicies(service_control=(level,))
    assert ask(user(), caller, granting()).layer is PolicyLayer.SERVICE_CONTROL


def test_a_boundary_does_not_limit_a_grant() -> None:
    bounded = CallerPolicies(boundary=boundary(allow("s3:*")))
    assert ask(user(), bounded, granting()).is_allowed


@pytest.mark.parametrize(
    ("issuer", "caller", "allowed"),
    [
        (FOREIGN, NOBODY, True),
        (OWNER, NOBODY, False),
        (OWNER, holding(allow()), True),
        (OWNER, holding(allow("s3:*")), False),
    ],
)
def test_a_foreign_grantee_needs_trust_from_its_own_account(
    issuer: str, caller: CallerPolicies, *, allowed: bool
) -> None:
    resource = granting(grantee=STRANGER.arn, issuing_account=issuer)
    verdict = ask(STRANGER, caller, resource)
    assert verdict.is_allowed is allowed
    assert not verdict.is_concealed


def test_a_grant_to_another_conceals_the_key_from_a_foreign_caller() -> None:
    resource = granting(grantee=user("eve", FOREIGN).arn)
    assert ask(STRANGER, holding(allow()), resource).is_concealed


def test_the_refusal_of_the_policies_is_named_when_no_grant_helps() -> None:
    resource = key(to(OWNER), grants=(grant(grantee=user("bob").arn),))
    assert ask(user(), NOBODY, resource).layer is PolicyLayer.IDENTITY


PAIRS = {"App": "pay", "Env": "prod"}


@pytest.mark.parametrize(
    ("equals", "subset", "context", "allowed"),
    [
        (PAIRS, None, {"Env": "prod", "App": "pay"}, True),
        (PAIRS, None, PAIRS | {"More": "x"}, False),
        (PAIRS, None, {"App": "pay"}, False),
        (PAIRS, None, None, False),
        (PAIRS, None, {"app": "pay", "Env": "prod"}, False),
        (None, {"App": "pay"}, PAIRS, True),
        (None, {"App": "pay"}, {"App": "Pay"}, False),
        (None, {"App": "pay"}, {}, False),
        (None, None, None, True),
    ],
)
def test_encryption_context_constraints(
    equals: dict[str, str] | None,
    subset: dict[str, str] | None,
    context: dict[str, str] | None,
    *,
    allowed: bool,
) -> None:
    resource = granting(
        encryption_context_equals=equals, encryption_context_subset=subset
    )
    verdict = ask(user(), NOBODY, resource, encryption_context=context)
    assert verdict.is_allowed is allowed
    describe = ask(user(), NOBODY, resource, action="kms:DescribeKey")
    assert describe.is_allowed


@pytest.mark.parametrize("action", ["kms:Encrypt", "kms:DescribeKey"])
def test_a_source_arn_constraint(action: str) -> None:
    source = "arn:aws:s3:::bucket"
    resource = granting(source_arn=source)
    right, wrong = {"aws:sourcearn": source}, {"aws:sourcearn": source + "2"}
    assert ask(user(), NOBODY, resource, action=action, context=right).is_allowed
    assert not ask(user(), NOBODY, resource, action=action, context=wrong).is_allowed
    assert not ask(user(), NOBODY, resource, action=action).is_allowed


def test_no_constraint_applies_to_retiring() -> None:
    resource = granting(
        operations=frozenset({"RetireGrant"}),
        source_arn="arn:aws:s3:::bucket",
        encryption_context_equals=PAIRS,
    )
    assert ask(user(), NOBODY, resource, action="kms:RetireGrant").is_allowed


@pytest.mark.parametrize(
    ("parent", "child", "within"),
    [
        ({}, {}, True),
        ({}, {"operations": frozenset({"Encrypt"})}, True),
        ({}, {"operations": frozenset({"Decrypt"})}, False),
        ({}, {"encryption_context_equals": PAIRS}, True),
        ({"encryption_context_equals": PAIRS}, {}, False),
        (
            {"encryption_context_equals": PAIRS},
            {"encryption_context_equals": dict(PAIRS)},
            True,
        ),
        (
            {"encryption_context_equals": PAIRS},
            {"encryption_context_subset": PAIRS},
            False,
        ),
        (
            {"encryption_context_subset": {"App": "pay"}},
            {"encryption_context_subset": PAIRS},
            True,
        ),
        (
            {"encryption_context_subset": {"App": "pay"}},
            {"encryption_context_equals": PAIRS},
            True,
        ),
        (
            {"encryption_context_subset": PAIRS},
            {"encryption_context_subset": {"App": "pay"}},
            False,
        ),
        ({"source_arn": "arn:aws:s3:::b"}, {"source_arn": "arn:aws:s3:::b"}, True),
        ({"source_arn": "arn:aws:s3:::b"}, {}, False),
    ],
)
def test_a_grant_hands_on_no_more_than_it_gives(
    parent: dict[str, Any], child: dict[str, Any], *, within: bool
) -> None:
    new = grant(grantee=user("bob").arn, **child)
    assert is_within(new, grant(**parent)) is within
    context = {"aws:sourcearn": "arn:aws:s3:::b"}
    verdict = ask(
        user(),
        NOBODY,
        granting(**parent),
        action="kms:CreateGrant",
        context=context,
        new_grant=new,
    )
    assert verdict.is_allowed is within


def test_a_grant_hands_on_nothing_unseen() -> None:
    assert not ask(user(), NOBODY, granting(), action="kms:CreateGrant").is_allowed


@pytest.mark.parametrize(
    ("principal", "changes", "reach"),
    [
        (user("bob"), {"retiring_principal": user("bob").arn}, Reach.DIRECT),
        (session(), {"retiring_principal": session().role_arn}, Reach.ROLE),
        (user(), {"operations": frozenset({"RetireGrant"})}, Reach.DIRECT),
        (user(), {}, Reach.ACCOUNT),
        (root(), {}, Reach.DIRECT),
        (STRANGER, {}, Reach.NONE),
        (STRANGER, {"issuing_account": FOREIGN}, Reach.ACCOUNT),
        (service(), {"retiring_principal": "s3.amazonaws.com"}, Reach.DIRECT),
    ],
)
def test_who_may_retire_a_grant(
    principal: Principal, changes: dict[str, Any], reach: Reach
) -> None:
    assert reach_of_retirer(grant(**changes), principal) is reach
