"""Reading in tests what the ledger keeps of an account's calls."""

from typing import Any

import msgspec

from audit.feed import Position, read
from audit.ledger import account_chain
from kmsportal.core.record import LedgerEvent
from tests.world import Client


def events_of(client: Client) -> tuple[LedgerEvent, ...]:
    """Return every event of the client's account, oldest first."""
    chain = account_chain(client.account_id)
    return read(Position(chain, 0), limit=10_000).events


def last_event(client: Client) -> LedgerEvent:
    return events_of(client)[-1]


def record_of(event: LedgerEvent) -> dict[str, Any]:
    record: dict[str, Any] = msgspec.json.decode(event.record)
    return record


def last_record(client: Client) -> dict[str, Any]:
    return record_of(last_event(client))


def resources_of(record: dict[str, Any]) -> list[str]:
    return [resource["ARN"] for resource in record["resources"]]
