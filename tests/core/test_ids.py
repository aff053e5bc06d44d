"""Identifiers are UUIDs of their version, and never the same."""

import os
import uuid
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from kmsportal.core.ids import new_event_id, new_uuid

MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2500, 1, 1)).map(  # noqa: DTZ001 - made aware next
    lambda moment: moment.replace(tzinfo=UTC)
)


def test_request_ids_are_version_4() -> None:
    made = {new_uuid() for _ in range(1000)}

    assert len(made) == 1000
    for text in made:
        parsed = uuid.UUID(text)
        assert (parsed.version, parsed.variant, str(parsed)) == (
            4,
            uuid.RFC_4122,
            text,
        )


@given(MOMENTS)
def test_event_ids_are_version_7_of_their_moment(moment: datetime) -> None:
    text = new_event_id(moment)

    parsed = uuid.UUID(text)
    assert (parsed.variant, str(parsed)) == (uuid.RFC_4122, text)
    assert parsed.int >> 76 & 0xF == 7
    assert parsed.int >> 80 == int(moment.timestamp() * 1000)


def test_event_ids_of_one_moment_differ() -> None:
    moment = datetime(2026, 11, 23, tzinfo=UTC)

    assert len({new_event_id(moment) for _ in range(1000)}) == 1000


def test_a_forked_process_makes_ids_of_its_own() -> None:
    new_uuid()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, new_uuid().encode())
        os._exit(0)
    os.waitpid(child, 0)

    assert os.read(reading, 36).decode() != new_uuid()
