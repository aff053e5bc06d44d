"""CreateAuditAnchor: checkpoints go to one more place."""

import pytest
from django.conf import LazySettings

from audit.models import Anchor
from tests.audit.operations.anchors import EMAIL, anchors, make_anchor
from tests.ledger import records
from tests.world import Client, refused

HOOK = {"Kind": "WEBHOOK", "Target": "https://hooks.example.com/kms"}


def test_it_is_set_up_and_on_record(alice: Client) -> None:
    made = make_anchor(alice)
    assert (made["Kind"], made["Target"]) == ("EMAIL", EMAIL["Target"])
    assert anchors(alice) == [made]
    (record,) = records("portal:CreateAuditAnchor")
    assert record["requestParameters"]["target"] == EMAIL["Target"]


def test_a_webhook_s_secret_is_shown_once_and_not_on_record(
    alice: Client, settings: LazySettings
) -> None:
    settings.KMSPORTAL_ANCHOR_HOSTS = ["*.example.com"]
    answer = alice.perform("portal", "CreateAuditAnchor", **HOOK)
    assert len(answer["Secret"]) == 64
    assert answer["Secret"] not in str(records("portal:CreateAuditAnchor"))
    assert answer["Secret"] not in str(anchors(alice))


@pytest.mark.parametrize("kind", ["WEBHOOK", "TIMESTAMP"])
def test_the_operator_decides_where_checkpoints_may_go(
    alice: Client, settings: LazySettings, kind: str
) -> None:
    settings.KMSPORTAL_ANCHOR_HOSTS = ["example.com"]
    with refused("ValidationException"):
        make_anchor(alice, **HOOK | {"Kind": kind})
    assert not Anchor.objects.exists()


def test_a_target_must_suit_its_kind(alice: Client) -> None:
    with refused("ValidationException", "'x' is not an e-mail address."):
        make_anchor(alice, Kind="EMAIL", Target="x")


def test_there_are_only_so_many(alice: Client) -> None:
    for _ in range(20):
        make_anchor(alice)
    with refused("LimitExceededException"):
        make_anchor(alice)


def test_another_account_of_the_organisation_is_refused(
    alice: Client, mallory: Client
) -> None:
    with refused("AccessDeniedException"):
        make_anchor(mallory)
