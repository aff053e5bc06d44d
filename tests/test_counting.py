"""The count that is held against every test must itself notice what it is for."""

import pytest

from audit.models import Segment
from tests.counting import Counting
from tests.world import Client

pytestmark = pytest.mark.loses_records


def test_a_lost_record_is_noticed(alice: Client) -> None:
    with Counting() as counting:
        alice.create_key()
        counting.check()
        Segment.objects.all().delete()
        with pytest.raises(AssertionError, match=": 0"):
            counting.check()


def test_a_record_kept_twice_is_noticed(alice: Client) -> None:
    with Counting() as counting:
        alice.create_key()
        last = Segment.objects.order_by("number").last()
        assert last is not None
        last.number += 1
        last.save(force_insert=True)
        with pytest.raises(AssertionError, match=": 2"):
            counting.check()


def test_a_secret_that_is_shown_is_noticed(alice: Client) -> None:
    with Counting() as counting:
        key_id = alice.create_key()["KeyMetadata"]["KeyId"]
        alice.encrypt(
            KeyId=key_id,
            Plaintext=b"a secret text",
            EncryptionContext={"leak": "a secret text"},
        )
        with pytest.raises(AssertionError, match="kms:Encrypt"):
            counting.check()


def test_a_copy_too_many_is_noticed(alice: Client) -> None:
    with Counting() as counting:
        alice.create_key()
        last = Segment.objects.order_by("number").last()
        assert last is not None
        payload = bytes(last.payload)[:-1] + (
            b',"owners":[{"accountId":"999999999999","eventId":"x"}]}'
        )
        Segment.objects.filter(number=last.number).update(payload=payload)
        with pytest.raises(AssertionError, match="kms:CreateKey"):
            counting.check()
