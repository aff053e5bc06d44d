from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from botocore.auth import SigV4Auth
from botocore.credentials import Credentials

from audit.models import Event
from billing.models import UsageHour
from kmsportal import projector
from kmsportal.wire.budgets import Budgets, Rate
from tests.ledger import records
from tests.wire.served import REGION, Reply, serving
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
WRONG = "not the secret"
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"


class Refusing:
    """A door that is closed before its records are read."""

    def __init__(self) -> None:
        opened = World().open_account("alice")
        self.account_id = opened.account.id
        self.credentials = Credentials(
            opened.access_key_id, opened.secret_access_key.reveal()
        )
        self._door = ExitStack()
        self.served = self._door.enter_context(serving(self.credentials))

    def call(self, access_key_id: str, secret: str = WRONG) -> Reply:
        signer = SigV4Auth(Credentials(access_key_id, secret), "kms", REGION)
        headers = self.served.signed(signer=signer)
        return self.served.send(headers | {"User-Agent": "thief/1"})

    def close(self) -> None:
        self._door.close()


@pytest.fixture
def refusing(transactional_db: None) -> Iterator[Refusing]:
    door = Refusing()
    yield door
    door.close()


def test_a_wrong_signature_is_on_record_of_the_account_it_claims(
    refusing: Refusing,
) -> None:
    reply = refusing.call(refusing.credentials.access_key)
    refusing.close()
    (record,) = records("kms:ListKeys")
    assert record["userIdentity"] == {"type": "Unknown"}
    assert record["errorCode"] == "InvalidSignatureException"
    assert record["requestID"] == reply.request_id
    assert record["recipientAccountId"] == refusing.account_id
    assert record["sourceIPAddress"] == "127.0.0.1"
    assert record["userAgent"] == "thief/1"
    assert record["requestParameters"] is None
    assert record["additionalEventData"] == {
        "claimedAccessKeyId": refusing.credentials.access_key
    }
    projector.catch_up()
    assert Event.objects.get(account_id=refusing.account_id).is_error
    assert not UsageHour.objects.exists()


def test_an_unknown_access_key_is_on_the_installations_record(
    refusing: Refusing,
) -> None:
    refusing.call("AKIAIOSFODNN7EXAMPLE")
    refusing.served.send({"X-Amz-Target": "TrentService.ListKeys",
                          "Content-Type": "application/x-amz-json-1.1"})  # fmt: skip
    refusing.close()
    unknown, unsigned = records("kms:ListKeys")
    assert unknown["errorCode"] == "UnrecognizedClientException"
    assert unknown["recipientAccountId"] == "installation"
    assert unknown["additionalEventData"]["claimedAccessKeyId"].endswith("EXAMPLE")
    assert unsigned["errorCode"] == "MissingAuthenticationTokenException"
    assert "additionalEventData" not in unsigned


def test_a_secret_in_the_wrong_place_is_hidden(refusing: Refusing) -> None:
    refusing.call(SECRET)
    refusing.close()
    (record,) = records("kms:ListKeys")
    assert record["additionalEventData"] == {
        "claimedAccessKeyId": "HIDDEN_DUE_TO_SECURITY_REASONS"
    }
    assert SECRET not in str(record)


def test_a_flood_leaves_some_records_and_one_that_counts_the_rest(
    refusing: Refusing,
) -> None:
    for _ in range(30):
        refusing.call("AKIAIOSFODNN7EXAMPLE")
    refusing.close()
    kept, (left_out,) = records("kms:ListKeys"), records("portal:UnprovenCallsLeftOut")
    assert 20 <= len(kept) < 30
    assert left_out["serviceEventDetails"]["count"] == 30 - len(kept)
    assert left_out["eventType"] == "AwsServiceEvent"


def test_a_proven_call_has_one_record_all_the_same(refusing: Refusing) -> None:
    refusing.call(refusing.credentials.access_key, refusing.credentials.secret_key)
    refusing.close()
    (record,) = records("kms:ListKeys")
    assert record["userIdentity"]["type"] == "IAMUser"


def test_a_bucket_fills_up_again_and_all_must_have_room() -> None:
    budgets = Budgets([Rate(burst=2, seconds=10), Rate(burst=3, seconds=1)])
    taken = [budgets.take(("a", "all"), now) for now in (0, 0, 0, 10, 10)]
    assert taken == [True, True, False, True, False]
    assert [budgets.take(("", "all"), 10) for _ in range(3)] == [True, True, False]


def test_too_many_names_do_not_fill_the_memory() -> None:
    budgets = Budgets([Rate(burst=1, seconds=1000)])
    assert all(budgets.take((str(name),), 0) for name in range(10_001))
    assert budgets.take(("0",), 0)
