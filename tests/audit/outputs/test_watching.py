"""Alert rules: what they see, whom they tell, and how often at most."""

import json
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from django.core import mail

from audit.models import Alert, AlertRule, SeenAddress
from audit.outputs import watching
from kmsportal import gateway
from kmsportal.outgoing import signature
from tests.audit.outputs.worlds import Receiver, create_rule, watch
from tests.keys.policies import policy_of, trust
from tests.world import Client, World, refused

pytestmark = pytest.mark.django_db
EMAIL = "security@example.com"
SECOND = timedelta(seconds=1)


@pytest.fixture
def key(alice: Client) -> str:
    arn: str = alice.create_key()["KeyMetadata"]["Arn"]
    return arn


def test_a_disabled_key_is_told_by_e_mail(alice: Client, key: str) -> None:
    create_rule(alice, Email=EMAIL)
    alice.disable_key(KeyId=key)
    assert watch() == 1
    (message,) = mail.outbox
    assert message.to == [EMAIL]
    assert f"{key} was disabled by {alice.arn}." in message.body


def test_a_webhook_is_told_with_a_signature(
    alice: Client, key: str, receiver: Receiver
) -> None:
    secret = create_rule(alice, EndpointURL=receiver.url)["Secret"]
    alice.disable_key(KeyId=key)
    assert watch() == 1
    (body,) = receiver.bodies
    told = json.loads(body)
    assert (told["type"], told["kind"]) == ("audit.alert", "KEY_DISABLED")
    assert told["event"]["eventName"] == "DisableKey"
    given = receiver.headers[0]["X-KMSPortal-Signature"]
    assert given == signature(secret.encode(), body)


def test_a_webhook_that_fails_is_tried_again(
    alice: Client, key: str, receiver: Receiver
) -> None:
    create_rule(alice, EndpointURL=receiver.url)
    alice.disable_key(KeyId=key)
    receiver.status = 500
    assert watch() == 0
    (rule,) = alice.perform("portal", "ListAlertRules")["AlertRules"]
    assert rule["Error"] == "It answered with status 500."
    receiver.status = 200
    assert watch(5 * SECOND) == 1
    first, second = (json.loads(body)["id"] for body in receiver.bodies)
    assert first == second


@pytest.mark.parametrize(
    ("kind", "deed"),
    [
        (
            "DELETION_SCHEDULED",
            lambda alice, key: alice.schedule_key_deletion(KeyId=key),
        ),
        (
            "POLICY_CHANGED",
            lambda alice, key: alice.put_key_policy(
                KeyId=key, Policy=policy_of(trust(alice.account_id))
            ),
        ),
        (
            "TRAIL_CHANGED",
            lambda alice, _key: alice.perform("portal", "DeleteAlertRule", Name="old"),
        ),
    ],
)
def test_each_kind_sees_its_deeds_and_no_other(
    kind: str, deed: Any, alice: Client, key: str
) -> None:
    create_rule(alice, Name="old", Email=EMAIL)
    watch()
    create_rule(alice, Kind=kind, Email=EMAIL)
    watch()
    mail.outbox.clear()
    AlertRule.objects.update(told_at=None)
    alice.describe_key(KeyId=key)
    assert watch() == 0
    deed(alice, key)
    assert watch() == 1


def test_many_denials_are_told_once(world: World, alice: Client) -> None:
    create_rule(alice, Kind="DENIAL_SPIKE", Email=EMAIL, Threshold=3)
    bob = world.user(alice, "bob")
    for count in (2, 1):
        for _ in range(count):
            with refused("AccessDeniedException"):
                bob.create_key()
        assert watch() == (0 if count == 2 else 1)
    assert "3 calls were denied within 0 seconds" in mail.outbox[0].body


def test_denials_far_apart_are_no_spike(world: World, alice: Client) -> None:
    create_rule(alice, Kind="DENIAL_SPIKE", Email=EMAIL, Threshold=2, WindowSeconds=10)
    bob = world.user(alice, "bob")
    for _ in range(2):
        with refused("AccessDeniedException"):
            bob.create_key()
        bob.time += 11 * SECOND
    assert watch() == 0


def call_from(client: Client, address: str) -> None:
    call = client.call("kms", "ListKeys")
    origin = msgspec.structs.replace(call.origin, source_ip=address)
    gateway.perform(msgspec.structs.replace(call, origin=origin))


def test_a_new_address_is_told_after_the_first_is_learnt(alice: Client) -> None:
    create_rule(alice, Kind="NEW_ADDRESS", Email=EMAIL)
    call_from(alice, "192.0.2.7")
    assert watch() == 0
    call_from(alice, "198.51.100.9")
    assert watch() == 1
    assert "from 198.51.100.9 for the first time" in mail.outbox[0].body
    call_from(alice, "198.51.100.9")
    assert watch() == 0
    assert SeenAddress.objects.count() == 2


def test_a_rule_cools_down_and_then_tells_the_rest(alice: Client, key: str) -> None:
    create_rule(alice, Email=EMAIL, CoolDownSeconds=60)
    for _ in range(3):
        alice.disable_key(KeyId=key)
        alice.enable_key(KeyId=key)
    assert watch() == 1
    assert watch(59 * SECOND) == 0
    assert watch(60 * SECOND) == 1
    assert "2 more times" in mail.outbox[1].body
    assert watch(180 * SECOND) == 0


def test_another_account_s_deeds_are_not_told(alice: Client, mallory: Client) -> None:
    create_rule(alice, Email=EMAIL)
    made = mallory.create_key()["KeyMetadata"]["Arn"]
    mallory.disable_key(KeyId=made)
    assert watch() == 0


def test_a_death_before_telling_loses_no_alert(
    alice: Client, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Death(BaseException):
        pass

    def die(*_: Any) -> None:
        raise Death

    create_rule(alice, Email=EMAIL)
    alice.disable_key(KeyId=key)
    for step in ("_catch_up", "tell"):
        with monkeypatch.context() as patched:
            patched.setattr(watching, step, die)
            with pytest.raises(Death):
                watch()
    assert watch(timedelta(minutes=3)) == 1
    assert Alert.objects.count() == 1
