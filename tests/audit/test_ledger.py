import asyncio

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError

from audit.chain import split
from audit.cloudtrail import encode
from audit.ledger import append, ledger_writer
from audit.models import Chain, Segment
from tests.audit.worlds import ALICE_ACCOUNT, event


@pytest.mark.django_db
def test_events_of_an_account_form_one_chain() -> None:
    first, second = event(1), event(2)
    append(ALICE_ACCOUNT, first)
    append(ALICE_ACCOUNT, second, event(3))
    chain = Chain.objects.get(name=f"account:{ALICE_ACCOUNT}")
    segments = list(Segment.objects.order_by("number"))
    assert [segment.count for segment in segments] == [1, 2]
    assert split(bytes(segments[0].payload)) == [encode(first)]
    assert segments[1].previous_hash == segments[0].hash
    assert (chain.head_number, chain.head_hash) == (2, segments[1].hash)


@pytest.mark.django_db(transaction=True)
def test_appending_outside_a_transaction_is_refused() -> None:
    with pytest.raises(TransactionManagementError):
        append(ALICE_ACCOUNT, event())


@pytest.mark.django_db(transaction=True)
def test_an_event_of_an_undone_change_is_undone_too() -> None:
    with transaction.atomic():
        append(ALICE_ACCOUNT, event())
        transaction.set_rollback(True)
    assert not Segment.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_writer_writes() -> None:
    writer = ledger_writer()
    writer.start()

    async def main() -> None:
        lines = [encode(event(i)) for i in range(300)]
        await asyncio.gather(*(writer.commit(line, i) for i, line in enumerate(lines)))

    asyncio.run(main())
    writer.stop()
    assert sum(Segment.objects.values_list("count", flat=True)) == 300
    assert Segment.objects.count() < 20
