"""ListAuditAnchors: an organisation sees its own, with their lag."""

from datetime import timedelta

from audit.proof.anchoring import add_anchor
from audit.proof.making import make_checkpoint
from tests.audit.operations.anchors import anchors, make_anchor
from tests.world import NOW, Client, refused


def test_its_lag_is_told(alice: Client) -> None:
    make_anchor(alice)
    make_checkpoint(NOW)
    alice.time = NOW + timedelta(seconds=90)
    (listed,) = anchors(alice)
    assert (listed["DeliveredCheckpoint"], listed["LagSeconds"]) == (0, 90)


def test_the_operators_are_not_shown(alice: Client) -> None:
    add_anchor("email", "a@example.com", every=timedelta(hours=1), now=NOW)
    assert anchors(alice) == []


def test_another_account_of_the_organisation_is_refused(
    alice: Client, mallory: Client
) -> None:
    with refused("AccessDeniedException"):
        anchors(mallory)
