"""The smallest change that allows: found, proved, and put into words of policy."""

import json
from typing import Any

from hypothesis import given

from kmsportal.iam.engine import (
    CallerPolicies,
    Edit,
    EditKind,
    PolicyLayer,
    Request,
    ResourcePolicies,
    decide,
    find_remedy,
)
from tests.iam.engine.naive import World
from tests.iam.engine.test_properties import requests, sides_of, worlds
from tests.iam.engine.world import (
    FOREIGN,
    KEY_ARN,
    NOBODY,
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

DELEGATING = to(root().arn)


def remedy(
    asked: Request, resource: ResourcePolicies, caller: CallerPolicies = NOBODY
) -> list[tuple[EditKind, PolicyLayer, int]]:
    found = find_remedy(asked, caller, resource)
    return [(e.kind, e.after.source.layer, e.statement) for e in found]


def statement_of(edit: Edit) -> dict[str, Any]:
    statement: dict[str, Any] = json.loads(edit.text)
    return statement


@given(requests, worlds)
def test_what_is_proposed_allows(asked: Request, world: World) -> None:
    sides = sides_of(world)
    steps = find_remedy(asked, *sides)
    if decide(asked, *sides).is_allowed:
        assert steps == ()
        return
    is_foreign = asked.principal.account_id != asked.resource_account
    is_closed = is_foreign and not asked.is_cross_account_allowed
    # A key that is closed to other accounts is opened by no policy.
    assert bool(steps) is not is_closed


def test_a_statement_that_fits_but_for_the_action_is_extended() -> None:
    resource = key(
        DELEGATING | {"Action": "kms:Sign"}, to(user().arn, Action="kms:Sign")
    )
    (edit,) = find_remedy(request(), NOBODY, resource)
    assert (edit.kind, edit.statement) == (EditKind.ADD_ACTION, 1)
    assert statement_of(edit)["Action"] == ["kms:Sign", "kms:Encrypt"]


def test_a_delegating_key_policy_needs_only_an_identity_policy() -> None:
    (edit,) = find_remedy(request(), NOBODY, key(DELEGATING))
    assert edit.before is None
    assert statement_of(edit) == {
        "Effect": "Allow",
        "Action": "kms:Encrypt",
        "Resource": KEY_ARN,
    }


def test_delegation_is_proposed_where_an_identity_policy_already_allows() -> None:
    own = CallerPolicies(identity=(compiled(allow()),))
    resource = key(to(user("bob").arn))
    (edit,) = find_remedy(request(), own, resource)
    assert edit.kind is EditKind.DELEGATE
    assert statement_of(edit)["Principal"] == {"AWS": root().arn}


def test_a_session_is_named_by_its_role() -> None:
    (edit,) = find_remedy(request(session()), NOBODY, key(to(user("bob").arn)))
    assert statement_of(edit)["Principal"] == {"AWS": session().role_arn}


def test_a_deny_of_the_key_policy_gets_an_exception() -> None:
    resource = key(to("*"), to("*", effect="Deny"))
    asked = request(user(), context={"aws:principalarn": user().arn})
    (edit,) = find_remedy(asked, NOBODY, resource)
    assert (edit.kind, edit.statement) == (EditKind.EXCEPT_PRINCIPAL, 1)
    assert statement_of(edit)["Condition"] == {
        "ArnNotEquals": {"aws:PrincipalArn": user().arn}
    }


def test_a_deny_of_ones_own_policy_is_removed() -> None:
    own = CallerPolicies(identity=(compiled(allow("s3:*"), deny()),))
    steps = remedy(request(), key(to("*")), own)
    assert steps == [(EditKind.REMOVE_STATEMENT, PolicyLayer.IDENTITY, 1)]


def test_every_deny_is_removed_though_the_next_one_takes_its_number() -> None:
    own = CallerPolicies(identity=(compiled(deny(), deny(), allow()),))
    steps = remedy(request(), key(DELEGATING), own)
    assert [kind for kind, _, _ in steps] == [EditKind.REMOVE_STATEMENT] * 2


def test_every_layer_that_refuses_is_changed() -> None:
    own = CallerPolicies(
        boundary=compiled(allow("s3:*"), layer=PolicyLayer.BOUNDARY),
        service_control=(
            (compiled(allow("s3:*"), layer=PolicyLayer.SERVICE_CONTROL),),
        ),
    )
    layers = [layer for _, layer, _ in remedy(request(), key(DELEGATING), own)]
    assert layers == [
        PolicyLayer.SERVICE_CONTROL,
        PolicyLayer.IDENTITY,
        PolicyLayer.BOUNDARY,
    ]


def test_a_policy_of_aws_is_not_changed() -> None:
    theirs = compiled(allow("kms:Sign"), arn="arn:aws:iam::aws:policy/Signing")
    own = CallerPolicies(identity=(theirs,))
    (edit,) = find_remedy(request(), own, key(DELEGATING))
    assert edit.before is None


def test_nothing_helps_where_the_operation_is_closed_to_other_accounts() -> None:
    asked = request(user("x", FOREIGN), is_cross_account_allowed=False)
    assert remedy(asked, key(to("*"))) == []


def test_a_foreign_caller_is_named_and_allowed_at_home() -> None:
    asked = request(user("x", FOREIGN), is_cross_account_allowed=True)
    layers = [layer for _, layer, _ in remedy(asked, key(DELEGATING))]
    assert layers == [PolicyLayer.RESOURCE, PolicyLayer.IDENTITY]
