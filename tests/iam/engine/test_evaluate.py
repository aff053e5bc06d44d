"""The decision, row by row: who is allowed, and which layer refuses."""

import pytest

from kmsportal.core.principal import Principal
from kmsportal.iam.engine import (
    CallerPolicies,
    Outcome,
    PolicyLayer,
    ResourcePolicies,
)
from tests.iam.engine.world import (
    FOREIGN,
    NOBODY,
    OWNER,
    allow,
    ask,
    boundary,
    compiled,
    delegated,
    deny,
    federated,
    holding,
    key,
    key_policy,
    named,
    root,
    service,
    session,
    sessions,
    to,
    user,
)

NOTHING = boundary(allow("s3:*"))
NO_SESSION = sessions(allow("s3:*"))
ADMIN = holding(allow("*"))
FOREIGN_ADMIN = user("mallory", FOREIGN)


def control(*levels: str) -> CallerPolicies:
    """Return an administrator under service control levels of these actions."""
    policies = tuple(
        (compiled(allow(action), layer=PolicyLayer.SERVICE_CONTROL),)
        for action in levels
    )
    return holding(allow("*"), service_control=policies)


@pytest.mark.parametrize(
    ("principal", "resource", "allowed"),
    [
        (user(), named(user()), True),
        (user(), key(to(user().unique_id)), True),
        (user(), named(user("bob")), False),
        (user(), key(to("*")), True),
        (user(), delegated(), False),
        (user(), key(to(OWNER)), False),
        (root(), delegated(), True),
        (root(), key(to(OWNER)), True),
        (root(), named(user()), False),
        (session(), named(session()), True),
        (session(), key(to(session().unique_id)), True),
        (session(), key(to(str(session().role_arn))), True),
        (session(), key(to(str(session().role_id))), True),
        (session(), named(session("ops", "s2")), False),
        (session(), key(to(f"arn:aws:iam::{OWNER}:role/ops")), False),
        (federated(), named(federated()), True),
        (service(), key(allow(Principal={"Service": "s3.amazonaws.com"})), True),
        (service(), key(allow(Principal={"Service": "ebs.amazonaws.com"})), False),
        (service(), key(allow(Principal="*")), True),
        (service(), delegated(), False),
        (user(), key(allow(Principal={"CanonicalUser": user().arn})), False),
        (user(), ResourcePolicies(), False),
    ],
)
def test_the_key_policy_alone_allows_whom_it_names(
    principal: Principal, resource: ResourcePolicies, *, allowed: bool
) -> None:
    assert ask(principal, NOBODY, resource).is_allowed is allowed


def test_a_recreated_namesake_gets_nothing_from_a_bound_principal() -> None:
    namesake = user("ann")
    first = key(to("AIDAFIRSTANNXXXXXXXXX"))
    assert not ask(namesake, NOBODY, first).is_allowed


@pytest.mark.parametrize(
    ("principal", "resource", "boundary_limits", "session_limits"),
    [
        (user(), named(user()), False, None),
        (session(), key(to(str(session().role_arn))), True, True),
        (session(), named(session()), False, False),
        (federated(), named(user()), True, True),
        (federated(), named(federated()), False, False),
        (user(), key(to("*")), False, None),
        (session(), key(to("*")), False, False),
        (session(), delegated(), True, True),
    ],
)
def test_boundary_and_session_policies_limit_what_names_the_role_or_account(
    principal: Principal,
    resource: ResourcePolicies,
    *,
    boundary_limits: bool,
    session_limits: bool | None,
) -> None:
    open_session = sessions(allow("*"))
    bounded = holding(allow("*"), boundary=NOTHING, session=open_session)
    narrowed = holding(allow("*"), session=NO_SESSION)
    assert ask(
        principal, holding(allow("*"), session=open_session), resource
    ).is_allowed
    assert ask(principal, bounded, resource).is_allowed is not boundary_limits
    if boundary_limits:
        assert ask(principal, bounded, resource).layer is PolicyLayer.BOUNDARY
    if session_limits is not None:
        verdict = ask(principal, narrowed, resource)
        assert verdict.is_allowed is not session_limits
        assert (verdict.layer is PolicyLayer.SESSION) is session_limits


def test_a_federated_session_without_policies_has_no_rights_of_its_own() -> None:
    verdict = ask(federated(), ADMIN, delegated())
    assert (verdict.outcome, verdict.layer) == (
        Outcome.IMPLICIT_DENY,
        PolicyLayer.SESSION,
    )
    assert ask(session(), ADMIN, delegated()).is_allowed


@pytest.mark.parametrize(
    ("caller", "resource", "layer"),
    [
        (ADMIN, key(to(user("bob").arn)), PolicyLayer.RESOURCE),
        (ADMIN, ResourcePolicies(), PolicyLayer.RESOURCE),
        (NOBODY, delegated(), PolicyLayer.IDENTITY),
        (holding(allow("kms:Decrypt")), delegated(), PolicyLayer.IDENTITY),
        (ADMIN, key(to(OWNER, Action="kms:Decrypt")), PolicyLayer.RESOURCE),
        (
            ADMIN,
            key(to(OWNER, Condition={"Bool": {"aws:SecureTransport": True}})),
            PolicyLayer.RESOURCE,
        ),
    ],
)
def test_identity_allows_reach_as_far_as_the_account_statement(
    caller: CallerPolicies, resource: ResourcePolicies, layer: PolicyLayer
) -> None:
    verdict = ask(user(), caller, resource)
    assert verdict.outcome is Outcome.IMPLICIT_DENY
    assert verdict.layer is layer


def test_the_deciding_statement_is_named() -> None:
    caller = holding(allow("s3:*"), allow("kms:*", Sid="Keys"))
    verdict = ask(user(), caller)
    assert verdict.is_allowed
    assert verdict.policy == caller.identity[0].source
    assert (verdict.layer, verdict.statement, verdict.sid) == (
        PolicyLayer.IDENTITY,
        1,
        "Keys",
    )


@pytest.mark.parametrize(
    ("caller", "resource", "layer"),
    [
        (holding(allow("*"), deny()), delegated(), PolicyLayer.IDENTITY),
        (holding(deny()), named(user()), PolicyLayer.IDENTITY),
        (ADMIN, delegated(deny(Principal="*")), PolicyLayer.RESOURCE),
        (ADMIN, delegated(to(OWNER, effect="Deny")), PolicyLayer.RESOURCE),
        (holding(allow("*"), boundary=boundary(deny())), delegated(), "BOUNDARY"),
        (holding(allow("*"), session=sessions(deny())), delegated(), "SESSION"),
        (
            holding(
                allow("*"),
                service_control=(
                    (compiled(deny(), layer=PolicyLayer.SERVICE_CONTROL),),
                ),
            ),
            named(user()),
            PolicyLayer.SERVICE_CONTROL,
        ),
    ],
)
def test_a_deny_wins_wherever_it_stands(
    caller: CallerPolicies, resource: ResourcePolicies, layer: PolicyLayer | str
) -> None:
    verdict = ask(user(), caller, resource)
    assert verdict.outcome is Outcome.EXPLICIT_DENY
    assert verdict.layer is (PolicyLayer[layer] if isinstance(layer, str) else layer)
    assert verdict.statement is not None


@pytest.mark.parametrize(
    ("levels", "allowed"),
    [
        (("*",), True),
        (("*", "kms:*", "kms:Encrypt"), True),
        (("*", "s3:*"), False),
        (("s3:*", "*"), False),
    ],
)
def test_every_control_level_must_allow(
    levels: tuple[str, ...], *, allowed: bool
) -> None:
    for principal in (user(), root()):
        verdict = ask(principal, control(*levels), delegated())
        assert verdict.is_allowed is allowed
    if not allowed:
        verdict = ask(user(), control(*levels), named(user()))
        assert verdict.layer is PolicyLayer.SERVICE_CONTROL


def rcp(*statements: dict[str, object]) -> ResourcePolicies:
    policy = compiled(*statements, layer=PolicyLayer.RESOURCE_CONTROL)
    return ResourcePolicies(policy=key_policy(to(OWNER)), resource_control=((policy,),))


def test_resource_control_policies_bind_the_key() -> None:
    open_, closed = allow("*", Principal="*"), allow("s3:*", Principal="*")
    shut = deny("*", Principal="*")
    assert ask(user(), ADMIN, rcp(open_)).is_allowed
    assert ask(user(), ADMIN, rcp(closed)).layer is PolicyLayer.RESOURCE_CONTROL
    assert ask(user(), ADMIN, rcp(open_, shut)).outcome is Outcome.EXPLICIT_DENY


@pytest.mark.parametrize(
    ("principal", "caller", "allowed"),
    [
        (user(), ADMIN, True),
        (user(), NOBODY, False),
        (root(), NOBODY, True),
        (user(), holding(allow("*"), boundary=NOTHING), False),
        (FOREIGN_ADMIN, ADMIN, False),
        (root(FOREIGN), NOBODY, False),
        (service(), NOBODY, False),
    ],
)
def test_where_no_resource_policy_guards_identity_policies_decide(
    principal: Principal, caller: CallerPolicies, *, allowed: bool
) -> None:
    verdict = ask(
        principal,
        caller,
        ResourcePolicies(),
        action="kms:CreateKey",
        resource="*",
        is_resource_guarded=False,
        is_cross_account_allowed=False,
    )
    assert verdict.is_allowed is allowed


def test_a_key_policy_cannot_allow_retiring_a_grant() -> None:
    named_user = named(user())
    assert not ask(user(), ADMIN, named_user, action="kms:RetireGrant").is_allowed
    denied = key(to(user().arn, effect="Deny"))
    verdict = ask(user(), ADMIN, denied, action="kms:RetireGrant")
    assert verdict.outcome is Outcome.EXPLICIT_DENY


class Untouchable:
    """A context that must not be asked."""

    def get(self, name: str, /) -> None:
        raise AssertionError(name)


def test_policies_without_conditions_never_ask_the_context() -> None:
    resource = delegated(to(user().arn, effect="Deny", Action="kms:PutKeyPolicy"))
    assert ask(user(), ADMIN, resource, context=Untouchable()).is_allowed
