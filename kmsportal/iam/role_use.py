"""Projects the ledger into the last use of each role.

A call of any session of the role counts, a refused one too. IAM User Guide, "View last
accessed information": AWS tells of the trailing 400 days; here it is all of them.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import msgspec
from django.db.models import Q

from kmsportal.core.record import LedgerEvent
from kmsportal.iam.models import IamRole

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SESSION_OF_A_ROLE = "AssumedRole"


class _Identity(msgspec.Struct, rename="camel"):
    type: str = ""
    principal_id: str = ""


class _Record(msgspec.Struct, rename="camel"):
    user_identity: _Identity


_decoder = msgspec.json.Decoder(_Record)


class RoleUseProjection:
    """Keeps ``IamRole.last_used_…``; an event applied twice changes nothing."""

    name = "role-use"

    def apply(self, events: Sequence[LedgerEvent]) -> None:
        """Note the uses among ``events``; call within the watermark's transaction."""
        latest = _latest(events)
        # One order for all: two projectors with the same roles cannot deadlock.
        for role_id in sorted(latest):
            _note(role_id, latest[role_id])

    def clear(self) -> None:
        """Forget all uses, before they are noted anew."""
        IamRole.objects.update(last_used_at=None, last_used_region="")


def _latest(events: Sequence[LedgerEvent]) -> Mapping[str, LedgerEvent]:
    latest: dict[str, LedgerEvent] = {}
    for event in events:
        identity = _decoder.decode(event.record).user_identity
        if identity.type != _SESSION_OF_A_ROLE:
            continue
        role_id = identity.principal_id.partition(":")[0]
        known = latest.get(role_id)
        if known is None or known.time <= event.time:
            latest[role_id] = event
    return latest


def _note(role_id: str, event: LedgerEvent) -> None:
    used = _EPOCH + timedelta(microseconds=event.time)
    # The chains of several writers are applied as they come: the newest use stays.
    IamRole.objects.filter(
        Q(last_used_at=None) | Q(last_used_at__lt=used),
        account_id=event.account_id,
        unique_id=role_id,
    ).update(last_used_at=used, last_used_region=event.region)
