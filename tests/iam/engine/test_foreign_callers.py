"""Callers of another account: both sides must agree, and nothing is given away."""

import pytest

from kmsportal.iam.engine import (
    CallerPolicies,
    Outcome,
    PolicyLayer,
    ResourcePolicies,
)
from tests.iam.engine.world import (
    FOREIGN,
    NOBODY,
    allow,
    ask,
    boundary,
    compiled,
    delegated,
    deny,
    holding,
    key,
    key_policy,
    named,
    root,
    sessions,
    to,
    user,
)

NOTHING = boundary(allow("s3:*"))
NO_SESSION = sessions(allow("s3:*"))
ADMIN = holding(allow("*"))
FOREIGN_ADMIN = user("mallory", FOREIGN)


@pytest.mark.parametrize(
    ("resource", "caller", "layer"),
    [
        (key(to(FOREIGN)), ADMIN, None),
        (named(FOREIGN_ADMIN), ADMIN, None),
        (key(to("*")), ADMIN, None),
        (key(to("*")), NOBODY, PolicyLayer.IDENTITY),
        (named(FOREIGN_ADMIN), NOBODY, PolicyLayer.IDENTITY),
        (
            named(FOREIGN_ADMIN),
            holding(allow("*"), boundary=NOTHING),
            PolicyLayer.BOUNDARY,
        ),
        (
            named(FOREIGN_ADMIN),
            holding(allow("*"), session=NO_SESSION),
            PolicyLayer.SESSION,
        ),
        (delegated(), ADMIN, PolicyLayer.RESOURCE),
    ],
)
def test_a_foreign_caller_needs_both_sides(
    resource: ResourcePolicies, caller: CallerPolicies, layer: PolicyLayer | None
) -> None:
    verdict = ask(FOREIGN_ADMIN, caller, resource)
    assert verdict.is_allowed is (layer is None)
    if layer is not None:
        assert verdict.layer is layer
        assert verdict.is_concealed is (layer is PolicyLayer.RESOURCE)


def test_the_root_user_of_a_named_foreign_account_is_allowed() -> None:
    assert ask(root(FOREIGN), NOBODY, key(to(FOREIGN))).is_allowed


def test_permission_to_administer_is_void_for_foreign_callers() -> None:
    verdict = ask(
        FOREIGN_ADMIN,
        ADMIN,
        key(to("*")),
        action="kms:DisableKey",
        is_cross_account_allowed=False,
    )
    assert verdict.layer is PolicyLayer.RESOURCE
    assert verdict.is_concealed


@pytest.mark.parametrize(
    ("resource", "concealed"),
    [
        (named(FOREIGN_ADMIN), False),
        (delegated(), True),
        (key(to(FOREIGN), to(FOREIGN, effect="Deny")), True),
    ],
)
def test_a_foreign_deny_tells_nothing_of_a_key_that_is_not_open(
    resource: ResourcePolicies, *, concealed: bool
) -> None:
    verdict = ask(FOREIGN_ADMIN, holding(deny()), resource)
    assert verdict.outcome is Outcome.EXPLICIT_DENY
    assert verdict.is_concealed is concealed


@pytest.mark.parametrize("effect", ["Allow", "Deny"])
def test_a_control_on_the_key_conceals_it_from_foreign_callers(effect: str) -> None:
    policy = compiled(
        allow("s3:*", Principal="*"),
        {"Effect": effect, "Action": "iam:*", "Resource": "*", "Principal": "*"},
        deny(Principal="*") if effect == "Deny" else allow("s3:*", Principal="*"),
        layer=PolicyLayer.RESOURCE_CONTROL,
    )
    resource = ResourcePolicies(
        policy=key_policy(to(FOREIGN)), resource_control=((policy,),)
    )
    assert ask(FOREIGN_ADMIN, ADMIN, resource).is_concealed
