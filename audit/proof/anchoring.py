"""Anchors: set up, served when due, tried again with growing pauses, tested."""

import secrets
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction

from audit.models import Anchor, AnchorKind, Checkpoint
from audit.proof.anchors import TABLE, AnchorError, send
from audit.proof.making import newest_checkpoint
from kmsportal.sealing.accounts import INSTALLATION, ensure_account_key, seal

_SECRET_BYTES = 32
_CLAIM = timedelta(minutes=1)
_LONGEST_PAUSE = timedelta(hours=1)
_FIRST_PAUSE = timedelta(seconds=15)
_MOST_DOUBLINGS = 8


def add_anchor(
    kind: str, target: str, *, every: timedelta, now: datetime
) -> tuple[Anchor, str]:
    """Set up an anchor; return it and its webhook's secret, shown this once.

    AnchorError for a target that cannot be one of its kind.
    """
    _require_target(kind, target)
    anchor = Anchor(
        id=uuid.uuid4(),
        kind=kind,
        target=target,
        every_seconds=int(every.total_seconds()),
        created_at=now,
        due_at=now,
    )
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
    checkpoint = newest_checkpoint()
    if checkpoint is None:
        raise AnchorError("There is no checkpoint yet.")
    send(anchor, checkpoint)
    _note_success(anchor, checkpoint, now)


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
        _note_failure(anchor, error, now)
        return False
    _note_success(anchor, checkpoint, now)
    return True


def _note_success(anchor: Anchor, checkpoint: Checkpoint, now: datetime) -> None:
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


def _note_failure(anchor: Anchor, error: AnchorError, now: datetime) -> None:
    doublings = min(anchor.failures, _MOST_DOUBLINGS)
    anchor.due_at = now + min(_FIRST_PAUSE * 2**doublings, _LONGEST_PAUSE)
    anchor.failures += 1
    anchor.last_error = str(error)
    anchor.save(update_fields=["failures", "last_error", "due_at"])


def _require_target(kind: str, target: str) -> None:
    if kind == AnchorKind.EMAIL:
        try:
            validate_email(target)
        except ValidationError:
            raise AnchorError(f"{target!r} is not an e-mail address.") from None
    elif kind == AnchorKind.FILE and not Path(target).is_absolute():
        raise AnchorError("A file is named by its whole path.")
    elif kind == AnchorKind.WEBHOOK and not _is_web_address(target):
        raise AnchorError("A webhook is an https:// or http:// address.")


def _is_web_address(target: str) -> bool:
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    return parts.scheme in {"https", "http"} and bool(parts.hostname)
