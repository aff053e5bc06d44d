"""Two accounts of one organisation and a stranger, asked through the gateway."""

from datetime import UTC, datetime, timedelta

import pytest

from billing.ledger_count import LedgerCountProjection
from kmsportal.closing import close_due_months
from kmsportal.projector import catch_up
from kmsportal.tenancy.models import Account
from tests.world import NOW, Client, World

CLOSING = datetime(2026, 12, 3, tzinfo=UTC)
LATER = datetime(2026, 12, 4, tzinfo=UTC)


def settle(*clients: Client, now: datetime = CLOSING) -> None:
    """Meter all, close what is due, and let the clients call after that."""
    catch_up()
    catch_up([LedgerCountProjection()])
    close_due_months(now)
    catch_up()
    for client in clients:
        client.time = LATER


@pytest.fixture
def bob(world: World, alice: Client) -> Client:
    """The administrator of the second account of alice's organisation."""
    opened = world.account("bob")
    later = NOW + timedelta(minutes=1)
    Account.objects.filter(id=opened.account_id).update(created_at=later)
    return opened


@pytest.fixture
def eve(world: World) -> Client:
    """The administrator of an account of another organisation."""
    return World().account("eve")
