"""What an installation's ledger, audit and meter hold, told by a process of its own."""

import os
import subprocess
import sys
from collections import Counter

import msgspec

from tests.proofs.sites import ROOT, Site


class Inspection(msgspec.Struct):
    """``problems`` is what ``verify`` finds; the counters are by operation."""

    problems: list[str]
    request_ids: list[str]
    ledger: dict[str, int]
    usage: dict[str, int]
    events: int


def inspect(site: Site) -> Inspection:
    """Bring the projections up to date and read everything."""
    done = subprocess.run(
        [sys.executable, "-m", __name__],
        env=site.environment,
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        timeout=60,
    )
    return msgspec.json.decode(done.stdout, type=Inspection)


def _inspect() -> Inspection:
    # Tables can be imported only after Django has been set up.
    from django.db.models import Sum  # noqa: PLC0415

    from audit.models import Event  # noqa: PLC0415
    from audit.verify import verify  # noqa: PLC0415
    from billing.models import UsageHour  # noqa: PLC0415
    from kmsportal import projector  # noqa: PLC0415
    from tests.ledger import ledger_events  # noqa: PLC0415

    projector.catch_up()
    events = ledger_events()
    # What the portal does by itself answers no request, and is not metered.
    calls = [
        (event.operation, request_id)
        for event in events
        if (request_id := msgspec.json.decode(event.record).get("requestID"))
    ]
    usage = UsageHour.objects.values_list("operation").annotate(Sum("count"))
    return Inspection(
        problems=[str(finding) for finding in verify().findings],
        request_ids=[request_id for _, request_id in calls],
        ledger=dict(Counter(operation for operation, _ in calls)),
        usage=dict(usage.order_by()),
        events=Event.objects.count() - (len(events) - len(calls)),
    )


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kmsportal.settings")
    django.setup()
    sys.stdout.buffer.write(msgspec.json.encode(_inspect()))
