"""Anchors: set up, served when due, tried again with growing pauses, tested."""

import secrets
import uuid
from datetime import datetime, timedelta

from django.db import connection, transaction

from audit.models import Anchor, AnchorKind, Checkpoint
from audit.proof.anchors import TABLE, send
from audit.proof.making import newest_checkpoint
from audit.proof.reaching import AnchorError, require_reachable, require_target
from audit.proof.stamping import StampError, load_roots
from kmsportal.outgoing import pause_after
from kmsportal.sealing.accounts import INSTALLATION, ensure_account_key, seal

_SECRET_BYTES = 32
_CLAIM = timedelta(minutes=1)


def add_anchor(
    kind: str,
    target: str,
    *,
    every: timedelta,
    now: datetime,
    account_id: str = "",
    ca_certificates: str = "",
) -> tuple[Anchor, str]:
    """Set up an anchor; return it and its webhook's secret, shown this once.

    AnchorError for a target that cannot be one of its kind, or that the account may
    not name.
    """
    require_target(kind, target)
    _require_certificates(kind, ca_certificates)
    anchor = Anchor(
        id=uuid.uuid4(),
        account_id=account_id,
        kind=kind,
        target=target,
        ca_certificates=ca_certificates,
        every_seconds=int(every.total_seconds()),
        created_at=now,
        due_at=now,
    )
    require_reachable(anchor)
    secret = ""
    if kind == AnchorKind.WEBHOOK:
        secret = secrets.token_hex(_SECRET_BYTES)
        ensure_account_key(INSTALLATION, time=now)
        row = (TABLE, str(anchor.id))
        anchor.sealed_secret = seal(INSTALLATION, *row, plaintext=secret.encode())
    anchor.save(force_insert=True)
    return anchor, secret


def anchors() -> list[Anchor]:
    return list(Anchor.objects.order_by("created_at", "id"))


def find_anchor(anchor_id: str) -> Anchor | None:
    """Return the anchor of that id; ValidationError when it is no UUID."""
    return Anchor.objects.filter(id=anchor_id).first()


def hand_out(now: datetime) -> int:
    """Bring the newest checkpoint to every anchor that is due; return to how many.

    The log only grows, so the newest checkpoint stands for all before it.
    """
    return sum(_deliver(anchor, now) for anchor in _claimed(now))


def try_anchor(anchor: Anchor, now: datetime) -> None:
    """Send the newest checkpoint now; AnchorError says why it did not get there."""
    note_success(anchor, send_newest(anchor), now)


def send_newest(anchor: Anchor) -> Checkpoint:
    """Send the newest checkpoint and note nothing; AnchorError as ``try_anchor``."""
    checkpoint = newest_checkpoint()
    if checkpoint is None:
        raise AnchorError("There is no checkpoint yet.")
    send(anchor, checkpoint)
    return checkpoint


def lag(anchor: Anchor, now: datetime) -> timedelta:
    """Return for how long there is a checkpoint that the anchor lacks."""
    missing = Checkpoint.objects.filter(number__gt=anchor.delivered).order_by("number")
    oldest = missing.values_list("made_at", flat=True).first()
    return now - oldest if oldest else timedelta(0)


@transaction.atomic
def _claimed(now: datetime) -> list[Anchor]:
    """Take the due anchors for a while, so that no other worker sends the same."""
    rows = Anchor.objects.filter(due_at__lte=now).order_by("due_at", "id")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    claimed = list(rows)
    Anchor.objects.filter(id__in=[anchor.id for anchor in claimed]).update(
        due_at=now + _CLAIM
    )
    return claimed


def _deliver(anchor: Anchor, now: datetime) -> bool:
    checkpoint = newest_checkpoint()
    if checkpoint is None or checkpoint.number <= anchor.delivered:
        return False
    try:
        send(anchor, checkpoint)
    except AnchorError as error:
        note_failure(anchor, str(error), now)
        return False
    note_success(anchor, checkpoint, now)
    return True


def note_success(anchor: Anchor, checkpoint: Checkpoint, now: datetime) -> None:
    anchor.delivered, anchor.delivered_at = checkpoint.number, now
    anchor.failures, anchor.last_error = 0, ""
    anchor.due_at = now + timedelta(seconds=anchor.every_seconds)
    anchor.save(
        update_fields=[
            "delivered",
            "delivered_at",
            "failures",
            "last_error",
            "due_at",
        ]
    )


def note_failure(anchor: Anchor, error: str, now: datetime) -> None:
    anchor.due_at = now + pause_after(anchor.failures)
    anchor.failures += 1
    anchor.last_error = error
    anchor.save(update_fields=["failures", "last_error", "due_at"])


def _require_certificates(kind: str, ca_certificates: str) -> None:
    if ca_certificates and kind != AnchorKind.TIMESTAMP:
        raise AnchorError("Certificates are for a time stamping authority.")
    if ca_certificates:
        try:
            load_roots(ca_certificates)
        except StampError as error:
            raise AnchorError(str(error)) from None
