"""The last use of keys, as the ledger tells it."""

from datetime import timedelta

import pytest

from keys.last_use import TRACKED, LastUseProjection
from keys.models import KeyLastUse
from kmsportal import gateway, projector
from tests.keys.policies import policy_of, trust
from tests.keys.test_model import MODEL
from tests.world import NOW, Client, refused

DAY = timedelta(days=1)
RULE = {
    "Sid": "KeepWhatIsInUse",
    "Effect": "Deny",
    "Principal": "*",
    "Action": ["kms:DisableKey", "kms:ScheduleKeyDeletion"],
    "Resource": "*",
    "Condition": {"NumericLessThan": {"kms:TrailingDaysWithoutKeyUsage": "90"}},
}


@pytest.fixture
def kept_key(alice: Client) -> str:
    """A key that its policy keeps for 90 days after its last use."""
    policy = policy_of(trust(f"arn:aws:iam::{alice.account_id}:root"), RULE)
    arn: str = alice.create_key(Policy=policy)["KeyMetadata"]["Arn"]
    return arn


def rows() -> list[object]:
    return list(KeyLastUse.objects.order_by("key_id").values())


def test_what_counts_is_what_the_model_lists() -> None:
    assert set(MODEL.shapes["KeyLastUsageTrackingOperation"]["enum"]) == TRACKED


def test_a_rebuild_finds_the_same(alice: Client, key: str) -> None:
    alice.encrypt(KeyId=key, Plaintext=b"order")
    alice.generate_data_key(KeyId=key, KeySpec="AES_256")
    projector.catch_up()
    before = rows()
    projector.rebuild(LastUseProjection())
    assert rows() == before
    assert len(before) == 1


def test_a_deleted_key_leaves_nothing_behind(alice: Client, key: str) -> None:
    alice.encrypt(KeyId=key, Plaintext=b"order")
    alice.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
    projector.catch_up()
    assert len(rows()) == 1
    gateway.run_due_work(NOW + 7 * DAY)
    projector.catch_up()
    assert rows() == []


@pytest.mark.parametrize("name", ["DisableKey", "ScheduleKeyDeletion"])
def test_a_policy_can_keep_a_key_that_was_used_of_late(
    alice: Client, kept_key: str, name: str
) -> None:
    alice.time = NOW + 60 * DAY
    alice.encrypt(KeyId=kept_key, Plaintext=b"order")
    projector.catch_up()
    alice.time = NOW + 149 * DAY
    with refused("AccessDeniedException"):
        alice.perform("kms", name, KeyId=kept_key)
    alice.time = NOW + 150 * DAY
    alice.perform("kms", name, KeyId=kept_key)


def test_a_key_without_any_use_counts_from_its_creation(
    alice: Client, kept_key: str
) -> None:
    alice.time = NOW + 89 * DAY
    with refused("AccessDeniedException"):
        alice.disable_key(KeyId=kept_key)
    alice.time = NOW + 90 * DAY
    alice.disable_key(KeyId=kept_key)
