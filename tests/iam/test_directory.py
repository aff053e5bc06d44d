"""Who exists here, as far as a policy that names principals must know."""

import pytest

from kmsportal.iam.directory import find_arns, find_missing, find_unique_ids
from kmsportal.iam.engine import NamedPrincipal
from kmsportal.iam.models import IamRole
from tests.world import Client, World


def aws(*values: str) -> list[NamedPrincipal]:
    return [NamedPrincipal("AWS", value) for value in values]


@pytest.fixture
def role(alice: Client) -> IamRole:
    return IamRole.objects.get(account_id=alice.account_id, name="KeyUser")


def session_arn(role: IamRole) -> str:
    return f"arn:aws:sts::{role.account_id}:assumed-role/{role.name}/ann"


def test_users_roles_and_sessions_have_ids(
    world: World, alice: Client, role: IamRole
) -> None:
    bob = world.user(alice, "bob")
    arns = [bob.arn, role.arn, session_arn(role)]
    ids = [
        bob.caller.principal.unique_id,
        role.unique_id,
        f"{role.unique_id}:ann",
    ]
    assert find_unique_ids(aws(*arns)) == dict(zip(arns, ids, strict=True))
    assert find_arns(aws(*ids)) == dict(zip(ids, arns, strict=True))
    assert find_missing(aws(*arns, *ids)) == []


def test_accounts_and_everyone_stay_as_they_are(alice: Client) -> None:
    named = aws("*", alice.account_id, f"arn:aws:iam::{alice.account_id}:root")
    assert find_missing(named) == []
    assert find_unique_ids(named) == find_arns(named) == {}


def test_those_who_are_gone_have_neither(alice: Client) -> None:
    gone = aws(
        f"arn:aws:iam::{alice.account_id}:user/nobody",
        f"arn:aws:iam::{alice.account_id}:role/nobody",
        "AIDAAAAAAAAAAAAAAAAA",
        "AROAAAAAAAAAAAAAAAAA:ann",
    )
    assert find_missing(gone) == gone
    assert find_unique_ids(gone) == find_arns(gone) == {}


def test_path_partition_and_kind_are_part_of_who_it_is(
    world: World, alice: Client
) -> None:
    world.user(alice, "bob")
    account_id = alice.account_id
    others = aws(
        f"arn:aws:iam::{account_id}:user/team/bob",
        f"arn:aws:iam::{account_id}:role/bob",
        f"arn:aws-cn:iam::{account_id}:user/bob",
        f"arn:aws:iam::{account_id}:user/Bob",
    )
    assert find_missing(others) == others


def test_services_exist_and_identity_providers_do_not() -> None:
    service = NamedPrincipal("Service", "logs.us-east-1.amazonaws.com")
    provider = NamedPrincipal("Federated", "accounts.google.com")
    assert find_missing([service, provider]) == [provider]
