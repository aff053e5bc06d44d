"""What holds for all policies: the engine against a naive reading, and its laws."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kmsportal.iam.engine import (
    CallerPolicies,
    CompiledPolicy,
    Outcome,
    PolicyLayer,
    Request,
    ResourcePolicies,
    decide,
)
from tests.iam.engine.naive import Json, Policy, World, naive_outcome
from tests.iam.engine.world import (
    FOREIGN,
    KEY_ARN,
    OWNER,
    boundary,
    compiled,
    request,
    root,
    session,
    user,
)

actions = st.sampled_from(
    ["*", "kms:*", "kms:Encrypt", "KMS:encrypt", "kms:*crypt", "kms:Sign", "s3:*"]
)
resources = st.sampled_from(["*", KEY_ARN, "arn:aws:kms:*:key/*", "arn:aws:s3:::b"])
conditions = st.dictionaries(
    st.sampled_from(
        ["StringEquals", "StringNotEquals", "StringLike", "StringEqualsIfExists"]
    ),
    st.dictionaries(
        st.sampled_from(["a:x", "A:Y"]),
        st.sampled_from(["1", "2", ["1", "2"]]),
        min_size=1,
    ),
    max_size=2,
) | st.builds(
    lambda key, value: {"Null": {key: value}},
    st.sampled_from(["a:x", "a:y"]),
    st.sampled_from(["true", "false"]),
)
principals = st.sampled_from(
    [
        "*",
        OWNER,
        FOREIGN,
        f"arn:aws:iam::{OWNER}:root",
        user().arn,
        user().unique_id,
        session().arn,
        str(session().role_arn),
        str(session().role_id),
    ]
)


@st.composite
def statements(draw: st.DrawFn, *, has_principal: bool) -> Json:
    statement: Json = {"Effect": draw(st.sampled_from(["Allow", "Allow", "Deny"]))}
    action = draw(st.sampled_from(["Action", "Action", "NotAction"]))
    resource = draw(st.sampled_from(["Resource", "Resource", "NotResource"]))
    statement[action] = draw(actions | st.lists(actions, min_size=1, max_size=2))
    statement[resource] = draw(resources)
    if has_principal:
        listed = draw(principals | st.lists(principals, min_size=1, max_size=2))
        statement["Principal"] = {"AWS": listed}
    if draw(st.booleans()):
        statement["Condition"] = draw(conditions)
    return statement


def policies(*, has_principal: bool = False) -> st.SearchStrategy[Policy]:
    one = statements(has_principal=has_principal)
    return st.lists(one, max_size=3)


worlds = st.builds(
    World,
    policies(has_principal=True),
    st.lists(policies(), max_size=2),
    st.none() | policies(),
    st.none() | st.lists(policies(), max_size=2),
    st.lists(policies(), max_size=1),
)
requests = st.builds(
    request,
    st.sampled_from([user(), user("bob"), root(), session(), user("x", FOREIGN)]),
    st.sampled_from(["kms:Encrypt", "kms:Sign"]),
    st.dictionaries(st.sampled_from(["a:x", "a:y"]), st.sampled_from(["1", "2", "3"])),
    is_cross_account_allowed=st.booleans(),
)


def sides_of(world: World) -> tuple[CallerPolicies, ResourcePolicies]:
    caller = CallerPolicies(
        identity=tuple(compiled(*policy) for policy in world.identity),
        boundary=None if world.boundary is None else boundary(*world.boundary),
        session=_sessions(world.session),
        service_control=tuple(
            (compiled(*policy, layer=PolicyLayer.SERVICE_CONTROL),)
            for policy in world.controls
        ),
    )
    key_policy = compiled(*world.key_policy, layer=PolicyLayer.RESOURCE)
    return caller, ResourcePolicies(policy=key_policy)


def _sessions(policies: list[Policy] | None) -> tuple[CompiledPolicy, ...] | None:
    if policies is None:
        return None
    return tuple(compiled(*p, layer=PolicyLayer.SESSION) for p in policies)


def outcome(asked: Request, world: World) -> Outcome:
    return decide(asked, *sides_of(world)).outcome


def is_allowed(asked: Request, world: World) -> bool:
    return outcome(asked, world) is Outcome.ALLOWED


@settings(max_examples=400)
@given(requests, worlds)
def test_the_engine_agrees_with_a_naive_reading(asked: Request, world: World) -> None:
    assert outcome(asked, world).value == naive_outcome(asked, world)


@given(
    requests, worlds, statements(has_principal=True), statements(has_principal=False)
)
def test_adding_a_deny_never_widens(
    asked: Request, world: World, key_deny: Json, own_deny: Json
) -> None:
    before = is_allowed(asked, world)
    key_policy = [*world.key_policy, key_deny | {"Effect": "Deny"}]
    identity = [*world.identity, [own_deny | {"Effect": "Deny"}]]
    assert before or not is_allowed(asked, world._replace(key_policy=key_policy))
    assert before or not is_allowed(asked, world._replace(identity=identity))


def without_one_allow(policy: Policy) -> list[Policy]:
    return [
        policy[:number] + policy[number + 1 :]
        for number, statement in enumerate(policy)
        if statement["Effect"] == "Allow"
    ]


@given(requests, worlds)
def test_removing_an_allow_never_widens(asked: Request, world: World) -> None:
    before = is_allowed(asked, world)
    for fewer in without_one_allow(world.key_policy):
        assert before or not is_allowed(asked, world._replace(key_policy=fewer))
    for number, policy in enumerate(world.identity):
        for fewer in without_one_allow(policy):
            identity = [*world.identity]
            identity[number] = fewer
            assert before or not is_allowed(asked, world._replace(identity=identity))


@given(requests, worlds)
def test_the_order_of_statements_and_policies_is_irrelevant(
    asked: Request, world: World
) -> None:
    turned = world._replace(
        key_policy=world.key_policy[::-1],
        identity=[policy[::-1] for policy in reversed(world.identity)],
    )
    assert outcome(asked, world) is outcome(asked, turned)
