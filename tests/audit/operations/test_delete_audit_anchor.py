"""DeleteAuditAnchor: a place gets no more checkpoints."""

from datetime import timedelta

import pytest

from audit.proof.anchoring import add_anchor
from tests.audit.operations.anchors import anchors, make_anchor
from tests.ledger import records
from tests.world import NOW, Client, refused


def delete(client: Client, anchor_id: str) -> None:
    client.perform("portal", "DeleteAuditAnchor", AnchorId=anchor_id)


def test_it_is_gone_and_on_record(alice: Client) -> None:
    made = make_anchor(alice)
    delete(alice, made["AnchorId"])
    assert anchors(alice) == []
    (record,) = records("portal:DeleteAuditAnchor")
    assert record["requestParameters"] == {"anchorId": made["AnchorId"]}


@pytest.mark.parametrize("anchor_id", ["x", "5f0c9d5e-0000-4000-8000-000000000000"])
def test_there_must_be_one(alice: Client, anchor_id: str) -> None:
    with refused("ResourceNotFoundException"):
        delete(alice, anchor_id)


def test_the_operators_is_another(alice: Client) -> None:
    made, _ = add_anchor("email", "a@example.com", every=timedelta(hours=1), now=NOW)
    with refused("ResourceNotFoundException"):
        delete(alice, str(made.id))


def test_another_account_of_the_organisation_is_refused(
    alice: Client, mallory: Client
) -> None:
    made = make_anchor(alice)
    with refused("AccessDeniedException"):
        delete(mallory, made["AnchorId"])
