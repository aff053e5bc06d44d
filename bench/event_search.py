"""Times the portal's searches in a filled event history, each from many places."""

import json
import math
import time
from collections.abc import Callable, Mapping
from statistics import median
from typing import Any

import django

django.setup()

from audit.event_hours import HourQuery, count_hours  # noqa: E402 - tables need the set-up first
from audit.operations.lookup_events import LookupAttribute, lookup_events  # noqa: E402
from audit.operations.lookup_events import Params as LookupParams  # noqa: E402
from audit.record_fields import FieldFilter  # noqa: E402
from audit.search import Search, find  # noqa: E402
from bench.event_world import (  # noqa: E402
    ACCOUNT,
    BEGIN,
    END,
    REGION,
    key_arn,
    make_call,
    user_name,
)
from kmsportal.core.moments import microseconds  # noqa: E402

_PLACES = 40
_PAGE = 50


def main() -> None:
    """Print the median and the slowest of each search, in milliseconds."""
    print(json.dumps([_line(name, run) for name, run in _searches().items()]))


def _line(name: str, run: Callable[[int], Any]) -> str:
    times = []
    for place in range(_PLACES):
        begun = time.perf_counter()
        run(place)
        times.append((time.perf_counter() - begun) * 1000)
    times.sort()
    high = times[math.ceil(len(times) * 0.95) - 1]
    return (
        f"{name}: median {median(times):.1f} ms, p95 {high:.1f} ms,"
        f" slowest {times[-1]:.1f} ms"
    )


def _searches() -> Mapping[str, Callable[[int], Any]]:
    span = microseconds(END) - microseconds(BEGIN)

    def search(place: int, **what: Any) -> None:  # noqa: ANN401 - Search's members
        last = microseconds(BEGIN) + span * (place + 1) // _PLACES
        made = Search(account_id=ACCOUNT, region=REGION, last=last, **what)
        find(made, before=None, limit=_PAGE)

    return {
        "search by time": search,
        "search by key and time": lambda n: search(n, resource=key_arn(n)),
        "search by key, refused only": lambda n: search(
            n, resource=key_arn(n), columns={"is_error": True}
        ),
        "search by principal": lambda n: search(
            n, columns={"principal_arn": f"arn:aws:iam::{ACCOUNT}:user/{user_name(n)}"}
        ),
        "search by address": lambda n: search(
            n, fields=(FieldFilter("sourceIPAddress", f"192.0.2.{n}"),)
        ),
        "search by a text that is nowhere (5,000 looked at)": lambda n: search(
            n, text=f"nowhere-{n}"
        ),
        "LookupEvents, first page": lambda _: _look_up(),
        "LookupEvents by key": lambda n: _look_up("ResourceName", key_arn(n)),
        "LookupEvents by user": lambda n: _look_up("Username", user_name(n)),
        "LookupEvents by name": lambda _: _look_up("EventName", "TagResource"),
        "counts of 30 days": lambda _: _count(""),
        "counts of 30 days of a key": lambda n: _count(key_arn(n)),
    }


def _look_up(name: str = "", value: str = "") -> None:
    attribute = LookupAttribute(attribute_key=name, attribute_value=value)
    params = LookupParams(lookup_attributes=[attribute] if name else None)
    call = make_call("LookupEvents", params, time=END, service="cloudtrail")
    lookup_events.run(call, None)


def _count(subject: str) -> None:
    last = microseconds(END)
    query = HourQuery(
        account_id=ACCOUNT,
        region=REGION,
        subject=subject,
        first=last - 30 * 86_400_000_000,
        last=last,
    )
    count_hours(query)


if __name__ == "__main__":
    main()
