"""A process killed under load; what a power cut takes is another question."""

import os
import subprocess
import sys

import pytest
from django.db import connection

from audit.chain import split
from audit.models import Segment
from audit.verify import verify


def database_url() -> str:
    """Return the address of the test database for another process."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    place = f"{at['HOST']}:{at['PORT'] or 5432}"
    return f"postgres://{at['USER']}:{at['PASSWORD']}@{place}/{at['NAME']}"


@pytest.mark.django_db(transaction=True)
def test_every_event_that_was_answered_survives_a_kill() -> None:
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "kmsportal.settings",
    }
    command = [sys.executable, "-m", "tests.audit.endless_writer"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        answered = [next(writer.stdout) for _ in range(200)]
        writer.kill()
        answered += [line for line in writer.stdout if line.endswith("\n")]
    kept = {
        line.decode()
        for payload in Segment.objects.values_list("payload", flat=True)
        for line in split(bytes(payload))
    }
    assert {line.strip() for line in answered} <= kept
    assert verify().findings == []
