"""Held against every test: a call that was answered has one record for each account
that is entitled to one, and no record shows a secret of its call.
"""

import base64
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Self

import msgspec
import pytest

from audit.cloudtrail import Resource, encode
from kmsportal import gateway
from kmsportal.core.call import Call, Door
from kmsportal.core.errors import KMSInternalException, ServiceError
from kmsportal.core.record import LedgerEvent
from kmsportal.core.secret import SecretText
from kmsportal.core.shapes import secret_members
from tests.ledger import ledger_events

_SHORTEST = 8
_DATABASE = {"db", "transactional_db"}


class _Record(msgspec.Struct):
    event_id: str = msgspec.field(name="eventID")
    resources: list[Resource] = []


class Counting:
    """The calls of one test, by the id of the record that each must leave."""

    def __init__(self) -> None:
        self.secrets: dict[str, set[bytes]] = {}
        self.failed: set[str] = set()
        self._performing = threading.local()
        self._decide, self._perform = gateway.decide, gateway.perform
        self._refuse = gateway.refuse

    def __enter__(self) -> Self:
        gateway.decide, gateway.perform = self.decide, self.perform
        gateway.refuse = self.refuse
        return self

    def __exit__(self, *_: object) -> None:
        gateway.decide, gateway.perform = self._decide, self._perform
        gateway.refuse = self._refuse

    def perform(self, call: Call) -> Any:
        self._performing.now = True
        try:
            return self._perform(call)
        except KMSInternalException:
            self.failed.add(call.event_id)  # closed for want of a record, perhaps
            raise
        finally:
            self._performing.now = False

    def decide(self, call: Call) -> gateway.Outcome:
        outcome = self._decide(call)
        self._note(call, outcome)
        return outcome

    def refuse(self, call: Call, error: ServiceError) -> gateway.Outcome:
        outcome = self._refuse(call, error)
        self._note(call, outcome)
        return outcome

    def _note(self, call: Call, outcome: gateway.Outcome) -> None:
        is_performed = getattr(self._performing, "now", False)
        # A test that decides by itself has nobody answered, so nothing recorded.
        if not is_performed and call.origin.door is not Door.WIRE:
            return
        found = {*_secrets(call.params), *_secrets(outcome.result)}
        self.secrets[call.event_id] = found
        if isinstance(outcome.error, KMSInternalException):
            self.failed.add(call.event_id)

    def check(self) -> None:
        events = ledger_events()
        counts = Counter(_id(event) for event in events)
        for event_id in self.secrets:
            least = 0 if event_id in self.failed else 1
            assert least <= counts[event_id] <= 1, f"{event_id}: {counts[event_id]}"
        for event in events:
            if _id(event) in self.secrets:
                _check_copies(event)
                _check_secrets(event, self.secrets[_id(event)])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Count while the test runs, and look while its database is still there."""
    with Counting() as counting:
        result = yield
    if counting.secrets and _has_database(item) and not _is_exempt(item):
        counting.check()
    return result


def _has_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return (
        bool(fixtures & _DATABASE) or item.get_closest_marker("django_db") is not None
    )


def _is_exempt(item: pytest.Item) -> bool:
    return item.get_closest_marker("loses_records") is not None


def _id(event: LedgerEvent) -> str:
    return msgspec.json.decode(event.record, type=_Record).event_id


def _check_copies(event: LedgerEvent) -> None:
    record = msgspec.json.decode(event.record, type=_Record)
    named = {resource.account_id for resource in record.resources}
    owners = named - {event.account_id}
    entitled = [] if event.error else sorted(owners)
    assert [copy.account_id for copy in event.owners] == entitled, event.operation


def _check_secrets(event: LedgerEvent, secrets: set[bytes]) -> None:
    line = encode(event)
    for secret in secrets:
        shown = (secret, base64.b64encode(secret).rstrip(b"="), secret.hex().encode())
        assert not any(form in line for form in shown), event.operation


def _secrets(shape: object) -> Iterator[bytes]:
    """Return the values of all secret members, at any depth."""
    if isinstance(shape, msgspec.Struct):
        secret = secret_members(type(shape))
        for name in shape.__struct_fields__:
            value = getattr(shape, name)
            yield from _plain(value) if name in secret else _secrets(value)
    elif isinstance(shape, list | tuple):
        for item in shape:
            yield from _secrets(item)
    elif isinstance(shape, Mapping):
        for item in shape.values():
            yield from _secrets(item)


def _plain(value: object) -> Iterator[bytes]:
    if isinstance(value, SecretText):
        value = value.reveal()
    if isinstance(value, str):
        value = value.encode()
    if isinstance(value, bytes) and len(value) >= _SHORTEST:
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _plain(item)
