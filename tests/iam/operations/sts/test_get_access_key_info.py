"""GetAccessKeyInfo: whose account a key is of."""

from tests.iam.identities import closed
from tests.world import Client, World, refused


def test_it_tells_the_account_of_long_term_and_temporary_keys(
    alice: Client, mallory: Client
) -> None:
    made = alice.sts.get_session_token()["Credentials"]
    for key in (made["AccessKeyId"], alice.caller.access_key_id):
        answer = mallory.sts.get_access_key_info(AccessKeyId=key)
        assert answer == {"Account": alice.account_id}


def test_what_is_no_key_is_refused(alice: Client) -> None:
    for key in ("AKIA" + "A" * 16, "ASIA" + "1" * 16, "ASIA" + "A" * 15, "A" * 16):
        with refused("ValidationException"):
            alice.sts.get_access_key_info(AccessKeyId=key)


def test_it_needs_a_permission(world: World, alice: Client) -> None:
    bob = world.user(alice, "bob")
    with refused("AccessDeniedException", closed(bob, "sts:GetAccessKeyInfo", "*")):
        bob.sts.get_access_key_info(AccessKeyId=bob.caller.access_key_id)
