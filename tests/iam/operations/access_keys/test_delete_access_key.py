"""DeleteAccessKey."""

from kmsportal.iam.models import AccessKey
from tests.iam.identities import closed, signed_in_again
from tests.world import Client, World, refused


def test_a_deleted_key_proves_nobody(world: World, alice: Client) -> None:
    bob = world.user(alice, "bob")
    key_id = bob.caller.access_key_id
    alice.iam.delete_access_key(UserName="bob", AccessKeyId=key_id)
    assert not AccessKey.objects.filter(id=key_id).exists()
    with refused("UnrecognizedClientException"):
        signed_in_again(bob)
    with refused(
        "NoSuchEntityException", f"The Access Key with id {key_id} cannot be found."
    ):
        alice.iam.delete_access_key(UserName="bob", AccessKeyId=key_id)


def test_a_stranger_deletes_none(world: World, alice: Client, mallory: Client) -> None:
    bob = world.user(alice, "bob")
    wanted = {"UserName": "bob", "AccessKeyId": bob.caller.access_key_id}
    mallory.iam.create_user(UserName="bob")
    with refused("NoSuchEntityException"):
        mallory.iam.delete_access_key(**wanted)
    eve = world.user(alice, "eve")
    sentence = closed(eve, "iam:DeleteAccessKey", "user bob")
    with refused("AccessDeniedException", sentence):
        eve.iam.delete_access_key(**wanted)
    signed_in_again(bob)
