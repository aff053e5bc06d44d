"""The formats of an export, and how each is written and named."""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from billing.exports.cur import write_cur
from billing.exports.entries import Entry, entries
from billing.exports.focus import Version, write_focus
from billing.exports.reports import write_json, write_report
from billing.exports.sheets import Sheet


class Format(Enum):
    """What an export can be written as."""

    CSV = "CSV"
    JSON = "JSON"
    FOCUS_1_2 = "FOCUS_1_2"
    FOCUS_1_4 = "FOCUS_1_4"
    CUR_2_0 = "CUR_2_0"


class Kind(NamedTuple):
    """A format's media type and file name ending, and what writes it."""

    media_type: str
    ending: str
    write: Callable[[Sequence[Sheet]], bytes]


def _all(sheets: Sequence[Sheet]) -> list[Entry]:
    return [entry for sheet in sheets for entry in entries(sheet)]


def _cur(sheets: Sequence[Sheet]) -> bytes:
    first = sheets[0].organisation.account_set.order_by("created_at", "id")[0]
    return write_cur(_all(sheets), payer=(first.id, first.name))


KINDS: Mapping[Format, Kind] = {
    Format.CSV: Kind("text/csv", "csv", lambda s: write_report(_all(s))),
    Format.JSON: Kind("application/json", "json", write_json),
    Format.FOCUS_1_2: Kind(
        "text/csv", "focus-1.2.csv", lambda s: write_focus(_all(s), Version.V1_2)
    ),
    Format.FOCUS_1_4: Kind(
        "text/csv", "focus-1.4.csv", lambda s: write_focus(_all(s), Version.V1_4)
    ),
    Format.CUR_2_0: Kind("application/gzip", "cur-2.0.csv.gz", _cur),
}
