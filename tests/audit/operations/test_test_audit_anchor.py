"""TestAuditAnchor: the newest checkpoint is sent now."""

from typing import Any

from django.conf import LazySettings
from django.core import mail

from audit.models import Checkpoint
from audit.proof.making import make_checkpoint
from tests.audit.operations.anchors import make_anchor
from tests.ledger import records
from tests.world import NOW, Client, refused


def attempt(client: Client, anchor_id: str) -> dict[str, Any]:
    return client.perform("portal", "TestAuditAnchor", AnchorId=anchor_id)


def test_it_gets_there(alice: Client) -> None:
    made = make_anchor(alice)
    make_checkpoint(NOW)
    told = attempt(alice, made["AnchorId"])
    assert told["Delivered"] is True
    assert told["Anchor"]["DeliveredCheckpoint"] == 1
    assert mail.outbox[0].body == Checkpoint.objects.get().note
    assert records("portal:TestAuditAnchor")[0]["readOnly"] is False


def test_a_failure_is_told_and_kept(alice: Client, settings: LazySettings) -> None:
    settings.KMSPORTAL_ANCHOR_HOSTS = ["127.0.0.1"]
    made = make_anchor(alice, Kind="WEBHOOK", Target="http://127.0.0.1:9/")
    make_checkpoint(NOW)
    told = attempt(alice, made["AnchorId"])
    assert told["Delivered"] is False
    assert told["Anchor"]["Error"] == "The webhook could not be reached."
    settings.KMSPORTAL_ANCHOR_HOSTS = []
    told = attempt(alice, made["AnchorId"])
    assert "KMSPORTAL_ANCHOR_HOSTS" in told["Anchor"]["Error"]


def test_without_a_checkpoint_there_is_nothing_to_send(alice: Client) -> None:
    told = attempt(alice, make_anchor(alice)["AnchorId"])
    assert told["Anchor"]["Error"] == "There is no checkpoint yet."


def test_another_account_of_the_organisation_is_refused(
    alice: Client, mallory: Client
) -> None:
    made = make_anchor(alice)
    with refused("AccessDeniedException"):
        attempt(mallory, made["AnchorId"])
