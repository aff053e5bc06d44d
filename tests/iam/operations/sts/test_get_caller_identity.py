"""GetCallerIdentity."""

from tests.world import Client, World


def test_it_says_who_calls(alice: Client) -> None:
    answer = alice.perform("sts", "GetCallerIdentity")

    assert answer == {
        "UserId": alice.caller.principal.unique_id,
        "Account": alice.account_id,
        "Arn": f"arn:aws:iam::{alice.account_id}:user/admin",
    }


def test_nobody_is_refused_it(world: World, alice: Client) -> None:
    denied = world.user(
        alice,
        "denied",
        '{"Version":"2012-10-17","Statement":'
        '{"Effect":"Deny","Action":"*","Resource":"*"}}',
    )

    assert denied.perform("sts", "GetCallerIdentity")["Arn"] == denied.arn


def test_a_stranger_learns_of_herself_alone(alice: Client, mallory: Client) -> None:
    answer = mallory.perform("sts", "GetCallerIdentity")

    assert answer["Account"] == mallory.account_id != alice.account_id
