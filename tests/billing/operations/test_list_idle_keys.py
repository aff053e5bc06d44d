from datetime import timedelta

import pytest

from kmsportal.projector import catch_up
from tests.world import NOW, Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books")]


def test_a_key_without_cryptographic_use_is_idle(
    alice: Client, mallory: Client
) -> None:
    used, idle = (alice.create_key()["KeyMetadata"]["Arn"] for _ in range(2))
    alice.time = NOW + timedelta(days=40)
    alice.create_key()
    alice.encrypt(KeyId=used, Plaintext=b"x")
    alice.describe_key(KeyId=idle)
    catch_up()
    alice.time += timedelta(minutes=1)
    answer = alice.perform("portal", "ListIdleKeys")
    assert list(answer["Keys"]) == [
        {"KeyArn": idle, "State": "Enabled", "MonthlyCost": "1.00"}
    ]
    assert answer["MonthlyCost"] == "1.000000000000"
    mallory.time = alice.time
    assert mallory.perform("portal", "ListIdleKeys")["Keys"] == ()
