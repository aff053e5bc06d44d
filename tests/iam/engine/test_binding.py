"""Principals of stored policies."""

import json

import pytest

from kmsportal.iam.engine import PolicyError, translate_principals
from tests.iam.engine.world import OWNER, allow, deny, session, to, user

IDS = {user(name).arn: user(name).unique_id for name in ("ann", "bob")}
ARNS = {unique_id: arn for arn, unique_id in IDS.items()}


def policy(*statements: dict[str, object]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def test_principals_are_bound_to_unique_ids_and_shown_as_arns() -> None:
    text = policy(
        to(user("ann").arn, user("bob").arn, OWNER),
        deny(NotPrincipal={"AWS": user("ann").arn}),
        allow(Principal="*"),
        allow(Principal={"Service": "s3.amazonaws.com"}),
    )
    bound = translate_principals(text, IDS.get)
    assert not any(arn in bound for arn in IDS)
    assert all(unique_id in bound for unique_id in IDS.values())
    assert json.loads(translate_principals(bound, ARNS.get)) == json.loads(text)


def test_a_principal_that_is_gone_is_shown_by_its_id() -> None:
    bound = translate_principals(policy(to(user("ann").arn)), IDS.get)
    assert user("ann").unique_id in translate_principals(bound, lambda _id: None)


def test_conditions_stay_bound_by_name() -> None:
    condition = {"ArnEquals": {"aws:PrincipalArn": user("ann").arn}}
    text = policy(to(user("ann").arn, Condition=condition))
    bound = json.loads(translate_principals(text, IDS.get))["Statement"][0]
    assert bound["Condition"] == condition
    assert bound["Principal"] == {"AWS": [user("ann").unique_id]}


def test_a_text_without_anyone_to_bind_is_kept_to_the_letter() -> None:
    statement = json.dumps(to(OWNER, session().arn))
    text = '{ "Statement":\n' + statement + " }"
    assert translate_principals(text, IDS.get) == text


def test_what_is_no_policy_is_refused() -> None:
    with pytest.raises(PolicyError):
        translate_principals("{}", IDS.get)
