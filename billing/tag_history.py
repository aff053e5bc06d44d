"""Projects the tags of keys, with the times at which they held, from the ledger.

A call or an hour of a key belongs to the value that the tag had when its clock hour
ended: a key tagged as it is made has its tag from its first hour on.
"""

from collections.abc import Collection, Sequence

import msgspec
from django.db.models import Max

from billing.models import KeyTagInterval
from kmsportal.core.record import LedgerEvent


class _Tag(msgspec.Struct, rename="camel"):
    tag_key: str
    tag_value: str = ""


class _Parameters(msgspec.Struct, rename="camel"):
    tags: Sequence[_Tag] | None = None
    tag_keys: Sequence[str] | None = None


class _Metadata(msgspec.Struct, rename="camel"):
    arn: str


class _Response(msgspec.Struct, rename="camel"):
    replica_key_metadata: _Metadata | None = None


class _Record(msgspec.Struct, rename="camel"):
    event_type: str
    request_parameters: _Parameters | None = None
    response_elements: _Response | None = None


_decode = msgspec.json.Decoder(_Record).decode
_TAGGING = frozenset(
    {"kms:CreateKey", "kms:ReplicateKey", "kms:TagResource", "kms:UntagResource"}
)


def meter_tags(event: LedgerEvent) -> None:
    """Take in what ``event`` says of a key's tags, if anything."""
    if event.operation not in _TAGGING or event.error is not None or not event.keys:
        return
    record = _decode(event.record)
    asked = record.request_parameters
    if record.event_type != "AwsApiCall" or asked is None:
        return
    account_id, arn = event.keys[0].account_id, _tagged_arn(event, record)
    history = _History(account_id, arn, event.time)
    history.end(set(asked.tag_keys or ()))
    history.put(asked.tags or ())


def _tagged_arn(event: LedgerEvent, record: _Record) -> str:
    # ReplicateKey names the primary; the tags are those of the replica that it made.
    made = record.response_elements and record.response_elements.replica_key_metadata
    return made.arn if made else event.keys[0].arn


class _History:
    """The tags of one key, changed at ``time`` (epoch microseconds)."""

    def __init__(self, account_id: str, arn: str, time: int) -> None:
        self._account_id, self._arn, self._time = account_id, arn, time
        rows = KeyTagInterval.objects.in_account(account_id)
        self._rows = rows.filter(key_arn=arn)

    def put(self, tags: Sequence[_Tag]) -> None:
        held = dict(self._rows.filter(ends=None).values_list("name", "value"))
        changed = {
            tag.tag_key: tag.tag_value
            for tag in tags
            if held.get(tag.tag_key) != tag.tag_value
        }
        moment = self.end(changed)
        KeyTagInterval.objects.bulk_create(
            KeyTagInterval(
                account_id=self._account_id,
                key_arn=self._arn,
                name=name,
                value=value,
                begins=moment,
            )
            for name, value in changed.items()
        )

    def end(self, names: Collection[str]) -> int:
        """End what holds of ``names``; return the moment that was taken for it."""
        if not names:
            return self._time
        # The clocks of two hosts may differ; the ledger's order holds.
        latest = self._rows.aggregate(latest=Max("begins"))["latest"]
        moment = self._time if latest is None else max(self._time, latest)
        self._rows.filter(name__in=names, ends=None).update(ends=moment)
        return moment
