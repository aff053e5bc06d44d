"""The account of a decision: that it tells all, and leads where ``decide`` leads."""

import msgspec
from hypothesis import given, settings

from kmsportal.iam.engine import (
    Account,
    CallerPolicies,
    Grant,
    Outcome,
    PolicyLayer,
    Request,
    ResourcePolicies,
    account_for,
    decide,
)
from kmsportal.iam.engine.account import Contribution, LayerAccount
from tests.iam.engine.naive import World
from tests.iam.engine.test_properties import requests, sides_of, worlds
from tests.iam.engine.world import (
    FOREIGN,
    OWNER,
    allow,
    compiled,
    deny,
    key,
    request,
    root,
    session,
    to,
    user,
)

ROOT_ARN = root().arn


def outcome_of(account: Account, asked: Request) -> Outcome:
    """Follow from the layers alone, by the table of the reference, to the outcome."""
    said = {layer.layer: layer.contribution for layer in account.layers}
    controls = {
        layer.contribution
        for layer in account.layers
        if layer.layer in {PolicyLayer.SERVICE_CONTROL, PolicyLayer.RESOURCE_CONTROL}
    }
    if Contribution.DENIES in {*said.values(), *controls}:
        return Outcome.EXPLICIT_DENY
    if Contribution.SILENT in controls or not is_let_in(said, asked):
        return Outcome.IMPLICIT_DENY
    return Outcome.ALLOWED


def is_let_in(said: dict[PolicyLayer, Contribution], asked: Request) -> bool:
    is_root = asked.principal.arn.endswith(":root")
    is_limited = not is_root and Contribution.SILENT in {
        said[PolicyLayer.BOUNDARY],
        said[PolicyLayer.SESSION],
    }
    is_own = said[PolicyLayer.IDENTITY] is Contribution.ALLOWS and not is_limited
    opened = {said[PolicyLayer.RESOURCE], said[PolicyLayer.GRANT]}
    return (
        Contribution.ALLOWS in opened
        or (Contribution.ALLOWS_WITHIN_LIMITS in opened and not is_limited)
        or (Contribution.DELEGATES in opened and is_own)
    )


@settings(max_examples=400)
@given(requests, worlds)
def test_the_layers_lead_to_the_decision(asked: Request, world: World) -> None:
    account = account_for(asked, *sides_of(world))
    verdict = decide(asked, *sides_of(world))
    assert account.verdict.outcome is verdict.outcome
    assert outcome_of(account, asked) is verdict.outcome
    assert sum(layer.is_deciding for layer in account.layers) == 1
    marked = [m for layer in account.layers for m in layer.matches if m.is_deciding]
    assert [m.statement for m in marked] == (
        [] if verdict.statement is None else [account.verdict.statement]
    )


def layers(account: Account) -> dict[PolicyLayer, LayerAccount]:
    return {layer.layer: layer for layer in account.layers}


def test_delegation_is_told_with_the_statement_that_delegates() -> None:
    own = CallerPolicies(identity=(compiled(allow("kms:Sign"), allow("kms:Enc*")),))
    account = account_for(
        request(), own, key(to("*", effect="Deny", Action="kms:X"), to(ROOT_ARN))
    )
    found = layers(account)
    assert found[PolicyLayer.RESOURCE].contribution is Contribution.DELEGATES
    assert [m.statement for m in found[PolicyLayer.RESOURCE].matches] == [1]
    assert found[PolicyLayer.IDENTITY].is_deciding
    assert [m.statement for m in found[PolicyLayer.IDENTITY].matches] == [1]
    assert not found[PolicyLayer.BOUNDARY].is_present


def test_every_deny_is_told_and_the_first_is_marked() -> None:
    own = CallerPolicies(identity=(compiled(deny(), deny("kms:Encrypt")),))
    account = account_for(request(), own, key(to("*")))
    matches = layers(account)[PolicyLayer.IDENTITY].matches
    assert [match.is_deciding for match in matches].count(True) == 1
    assert layers(account)[PolicyLayer.RESOURCE].contribution is Contribution.ALLOWS


def test_the_role_of_a_session_is_allowed_within_its_limits() -> None:
    limited = CallerPolicies(boundary=compiled(allow("s3:*")))
    account = account_for(request(session()), limited, key(to(str(session().role_arn))))
    found = layers(account)
    key_policy = found[PolicyLayer.RESOURCE].contribution
    assert key_policy is Contribution.ALLOWS_WITHIN_LIMITS
    assert found[PolicyLayer.BOUNDARY].is_deciding


def test_the_silent_level_of_control_policies_decides() -> None:
    bound = CallerPolicies(
        service_control=((compiled(allow()),), (compiled(allow("s3:*")),))
    )
    account = account_for(request(), bound, key(to("*")))
    decisive = next(layer for layer in account.layers if layer.is_deciding)
    assert (decisive.layer, decisive.level) == (PolicyLayer.SERVICE_CONTROL, 1)


def test_a_grant_is_named() -> None:
    grant = Grant(
        grant_id="g1",
        grantee=user().arn,
        operations=frozenset({"Encrypt"}),
        issuing_account=OWNER,
    )
    account = account_for(request(), CallerPolicies(), key(grants=(grant,)))
    found = layers(account)[PolicyLayer.GRANT]
    assert found.is_deciding
    assert [(m.source.name, m.is_deciding) for m in found.matches] == [("g1", True)]


def test_a_foreign_caller_is_only_let_in_never_allowed_alone() -> None:
    asked = request(user("x", FOREIGN), is_cross_account_allowed=True)
    account = account_for(asked, CallerPolicies(), key(to("*")))
    assert layers(account)[PolicyLayer.RESOURCE].contribution is Contribution.DELEGATES
    closed = account_for(
        msgspec.structs.replace(asked, is_cross_account_allowed=False),
        CallerPolicies(),
        key(to("*")),
    )
    assert layers(closed)[PolicyLayer.RESOURCE].contribution is Contribution.SILENT


def test_without_a_resource_policy_to_ask_only_the_callers_side_is_told() -> None:
    asked = request(is_resource_guarded=False)
    account = account_for(asked, CallerPolicies(), ResourcePolicies())
    assert PolicyLayer.RESOURCE not in layers(account)
    assert layers(account)[PolicyLayer.IDENTITY].is_deciding
