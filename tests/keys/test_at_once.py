"""Calls and workers that do the same thing at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from kmsportal import gateway
from kmsportal.core.errors import ServiceError
from tests.keys.ledger import events_of
from tests.world import NOW, Client

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 4


def at_once(*things: Callable[[], Any]) -> list[Any]:
    """Do all ``things`` in threads that start together; return their answers.

    Of a refusal, the answer is its AWS name.
    """
    start = Barrier(len(things))

    def run(thing: Callable[[], Any]) -> Any:
        start.wait(timeout=10)
        try:
            return thing()
        except ServiceError as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(things)) as threads:
        return list(threads.map(run, things))


def test_two_workers_rotate_a_key_once(alice: Client, key: str) -> None:
    alice.rotate_key_on_demand(KeyId=key)
    done = at_once(*[lambda: gateway.run_due_work(NOW)] * TIMES)
    assert sum(done) == 1
    assert len(alice.list_key_rotations(KeyId=key)["Rotations"]) == 1
    rotations = [event for event in events_of(alice) if "Rotate" in event.operation]
    assert len(rotations) == 2  # the call and the deed


def test_a_name_is_taken_by_one(alice: Client) -> None:
    ids = [alice.create_key()["KeyMetadata"]["KeyId"] for _ in range(TIMES)]

    def take(key_id: str) -> Callable[[], Any]:
        return lambda: alice.create_alias(AliasName="alias/orders", TargetKeyId=key_id)

    answers = at_once(*map(take, ids))
    assert sorted(map(str, answers)) == [*["AlreadyExistsException"] * 3, "{}"]
    assert len(alice.list_aliases()["Aliases"]) == 1


def test_a_key_is_scheduled_for_deletion_once(alice: Client, key: str) -> None:
    answers = at_once(*[lambda: alice.schedule_key_deletion(KeyId=key)] * TIMES)
    refusals = [answer for answer in answers if isinstance(answer, str)]
    assert refusals == ["KMSInvalidStateException"] * (TIMES - 1)


def test_one_name_makes_one_grant(alice: Client, key: str) -> None:
    def grant() -> str:
        made = alice.create_grant(
            KeyId=key,
            GranteePrincipal=alice.arn,
            Operations=["Encrypt"],
            Name="orders",
        )
        return str(made["GrantId"])

    assert len(set(at_once(*[grant] * TIMES))) == 1
    assert len(alice.list_grants(KeyId=key)["Grants"]) == 1


def test_tags_put_at_once_are_all_there(alice: Client, key: str) -> None:
    def put(name: str) -> Callable[[], Any]:
        tags = [{"TagKey": name, "TagValue": ""}]
        return lambda: alice.tag_resource(KeyId=key, Tags=tags)

    assert at_once(*map(put, "abcd")) == [{}] * TIMES
    assert len(alice.list_resource_tags(KeyId=key)["Tags"]) == TIMES


def test_a_managed_key_is_made_once(alice: Client) -> None:
    describe = [lambda: alice.describe_key(KeyId="alias/aws/s3")] * TIMES
    answers = at_once(*describe)
    assert len({answer["KeyMetadata"]["Arn"] for answer in answers}) == 1
    made = [event for event in events_of(alice) if event.operation == "kms:CreateKey"]
    assert len(made) == 1
