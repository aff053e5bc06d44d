from datetime import timedelta

from audit.proof.keys import public_keys
from audit.proof.making import make_checkpoint, rotate
from audit.verifier.notes import PublicKey, open_checkpoint
from tests.audit.proof.worlds import grow
from tests.ledger import records
from tests.world import NOW, Client, World, refused


def test_the_keys_and_the_newest_checkpoint_are_told(alice: Client) -> None:
    assert alice.perform("portal", "ListAuditKeys") == {"Keys": []}
    grow()
    make_checkpoint(NOW)
    told = alice.perform("portal", "ListAuditKeys")
    assert {key["Algorithm"] for key in told["Keys"]} == {"Ed25519", "ML-DSA-65"}
    keys = [PublicKey.parse(key["VerifierKey"]) for key in told["Keys"]]
    assert {key["KeyId"] for key in told["Keys"]} == {key.id.hex() for key in keys}
    assert open_checkpoint(told["Checkpoint"], keys).size >= 1


def test_retired_keys_stay_listed(alice: Client) -> None:
    grow()
    make_checkpoint(NOW)
    rotate(NOW + timedelta(hours=1))
    told = alice.perform("portal", "ListAuditKeys")["Keys"]
    assert len(told) == len(public_keys()) == 4
    assert ["RetiredAt" in key for key in told] == [True, True, False, False]


def test_who_may_not_is_refused(world: World, alice: Client) -> None:
    bob = world.user(alice, "bob")
    with refused("AccessDeniedException"):
        bob.perform("portal", "ListAuditKeys")


def test_keys_that_never_signed_are_retired_too(alice: Client) -> None:
    rotate(NOW)
    told = alice.perform("portal", "ListAuditKeys")["Keys"]
    assert sum("RetiredAt" in key for key in told) == 2


def test_its_event_shows_no_key(alice: Client) -> None:
    grow()
    make_checkpoint(NOW)
    alice.perform("portal", "ListAuditKeys")
    (record,) = records("portal:ListAuditKeys")
    assert record["responseElements"] is None
    assert record["readOnly"] is True
