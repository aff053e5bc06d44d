"""What is certain before there is a request, held against any request."""

from hypothesis import given, settings

from kmsportal.iam.engine import Grant, Outcome, Request, ResourcePolicies, decide
from kmsportal.iam.engine.certainty import (
    Measure,
    is_known,
    measured,
    measured_caller,
    measured_grant,
)
from tests.iam.engine.naive import World
from tests.iam.engine.test_properties import requests, sides_of, worlds
from tests.iam.engine.world import OWNER, allow, compiled, request, user


def outcome(asked: Request, world: World, measure: Measure) -> Outcome:
    caller, resource = sides_of(world)
    assert resource.policy is not None
    read = ResourcePolicies(policy=measured(resource.policy, measure))
    return decide(asked, measured_caller(caller, measure), read).outcome


@settings(max_examples=300)
@given(requests, worlds)
def test_any_request_is_between_the_least_and_the_most(
    asked: Request, world: World
) -> None:
    is_allowed = decide(asked, *sides_of(world)).is_allowed
    if outcome(asked, world, Measure.LEAST) is Outcome.ALLOWED:
        assert is_allowed
    if is_allowed:
        assert outcome(asked, world, Measure.MOST) is Outcome.ALLOWED


def test_a_condition_on_what_is_known_is_weighed() -> None:
    for key, value in (("aws:PrincipalTag/team", "a"), ("kms:KeySpec", "RSA_2048")):
        assert is_known(key)
        policy = compiled(allow(Condition={"StringEquals": {key: value}}))
        own = measured(policy, Measure.MOST)
        assert own.statements[0].reach is not None
        asked = request(is_resource_guarded=False)
        caller = measured_caller(
            sides_of(World([], [], None, None, []))[0], Measure.MOST
        )
        assert not decide(asked, caller, ResourcePolicies()).is_allowed


def test_a_constrained_grant_gives_nothing_at_the_least() -> None:
    grant = Grant(
        grant_id="g",
        grantee=user().arn,
        operations=frozenset({"Encrypt"}),
        issuing_account=OWNER,
        encryption_context_equals={"a": "b"},
    )
    assert measured_grant(grant, Measure.LEAST) is None
    most = measured_grant(grant, Measure.MOST)
    assert most is not None
    assert most.encryption_context_equals is None
