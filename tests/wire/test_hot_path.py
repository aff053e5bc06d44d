"""What keeps the wire fast, held without a clock: no query and no thread."""

import asyncio
import base64
import json
import threading
from collections.abc import Iterator
from typing import Any, NoReturn

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from django.conf import LazySettings
from django.db import connection

from kmsportal.iam.accounts import NewAccount
from kmsportal.iam.callers import find_access_key, trust
from kmsportal.tenancy.generations import generations
from kmsportal.wire.door import WireDoor
from tests.world import REGION, Client, World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def account(settings: LazySettings) -> NewAccount:
    # Nobody waits for this lease: the worker polls once and then stands still.
    settings.KMSPORTAL_LEASE_MS = 60_000
    settings.KMSPORTAL_POLL_MS = 60_000
    return World().open_account()


@pytest.fixture
def polling() -> Iterator[None]:
    generations.start()
    yield
    generations.stop()


@pytest.fixture
def alice(account: NewAccount, polling: None) -> Client:
    """Her access key is in memory, as after a first request of hers."""
    view = find_access_key(account.access_key_id, may_wait=True)
    trust(view)
    return Client(view.caller)


def test_a_warm_worker_asks_no_table_and_no_thread(
    account: NewAccount, alice: Client
) -> None:
    key_id = alice.create_key()["KeyMetadata"]["KeyId"]
    sealed = alice.encrypt(KeyId=key_id, Plaintext=b"x")["CiphertextBlob"]
    alice.describe_key(KeyId=key_id)
    alice.list_keys()

    asked = {
        "Encrypt": {"KeyId": key_id, "Plaintext": "eA=="},
        "Decrypt": {"CiphertextBlob": base64.b64encode(sealed).decode()},
        "GenerateDataKey": {"KeyId": key_id, "KeySpec": "AES_256"},
        "DescribeKey": {"KeyId": key_id},
        "ListKeys": {},
    }
    with connection.execute_wrapper(_no_query):
        statuses = asyncio.run(_answered(account, asked))

    assert statuses == dict.fromkeys(asked, 200)
    assert not [t for t in threading.enumerate() if t.name.startswith("wire")]


def test_a_change_is_seen_at_once_by_the_worker_that_made_it(alice: Client) -> None:
    key_id = alice.create_key()["KeyMetadata"]["KeyId"]
    alice.describe_key(KeyId=key_id)
    alice.list_keys()

    alice.update_key_description(KeyId=key_id, Description="orders")
    another = alice.create_key()["KeyMetadata"]["KeyId"]

    described = alice.describe_key(KeyId=key_id)["KeyMetadata"]
    assert described["Description"] == "orders"
    assert another in [key["KeyId"] for key in alice.list_keys()["Keys"]]


def test_a_key_that_is_only_described_stays_sealed(alice: Client) -> None:
    key_id = alice.create_key()["KeyMetadata"]["KeyId"]
    call = alice.call("kms", "DescribeKey", KeyId=key_id)

    bound = call.operation.bind(call)

    assert bound.key.materials == {}


async def _answered(account: NewAccount, asked: dict[str, Any]) -> dict[str, int]:
    door = WireDoor()
    door.writer.start()
    try:
        return {
            name: await _status(door, account, name, members)
            for name, members in asked.items()
        }
    finally:
        await asyncio.to_thread(door.writer.stop)


async def _status(
    door: WireDoor, account: NewAccount, name: str, members: dict[str, Any]
) -> int:
    body = json.dumps(members).encode()
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    await door.handle(_scope(account, name, body), receive, send)
    status: int = sent[0]["status"]
    return status


def _scope(account: NewAccount, name: str, body: bytes) -> dict[str, Any]:
    signed = AWSRequest(
        "POST",
        "http://kms.example.test/",
        headers={
            "Content-Type": "application/x-amz-json-1.1",
            "X-Amz-Target": f"TrentService.{name}",
        },
        data=body,
    )
    secret = account.secret_access_key.reveal()
    SigV4Auth(Credentials(account.access_key_id, secret), "kms", REGION).add_auth(
        signed
    )
    headers = [("host", "kms.example.test"), *signed.headers.items()]
    return {
        "type": "http",
        "method": "POST",
        "path": "/",
        "raw_path": b"/",
        "query_string": b"",
        "scheme": "http",
        "client": ("192.0.2.7", 50_000),
        "headers": [(n.lower().encode(), v.encode()) for n, v in headers],
    }


def _no_query(*_: object) -> NoReturn:
    raise AssertionError("A warm call reads no table.")
