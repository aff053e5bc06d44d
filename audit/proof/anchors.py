"""How a checkpoint gets to each kind of anchor."""

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from audit.models import Anchor, AnchorKind, Checkpoint, TimeStamp
from audit.proof.reaching import AnchorError, require_reachable
from audit.proof.stamping import StampError, stamp
from kmsportal.outgoing import NotSentError, mail, post_signed
from kmsportal.sealing.accounts import INSTALLATION, unseal
from kmsportal.sealing.envelope import SealBrokenError

TABLE = "anchor"


def send(anchor: Anchor, checkpoint: Checkpoint) -> None:
    """Bring ``checkpoint`` to ``anchor``; AnchorError when it did not get there."""
    require_reachable(anchor)
    try:
        _SENDERS[anchor.kind](anchor, checkpoint)
    except NotSentError as error:
        raise AnchorError(str(error)) from None


def _to_webhook(anchor: Anchor, checkpoint: Checkpoint) -> None:
    body = json.dumps({
        "type": "audit.checkpoint",
        "number": checkpoint.number,
        "size": checkpoint.size,
        "note": checkpoint.note,
    }).encode()  # fmt: skip
    post_signed(anchor.target, body, secret=_secret(anchor))


def _to_email(anchor: Anchor, checkpoint: Checkpoint) -> None:
    subject = f"Audit checkpoint {checkpoint.number}"
    mail(anchor.target, subject=subject, text=checkpoint.note)


def _to_file(anchor: Anchor, checkpoint: Checkpoint) -> None:
    """Append to the file, as its own or the medium's append-only mode allows."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    try:
        with os.fdopen(os.open(Path(anchor.target), flags, 0o644), "ab") as file:
            file.write(checkpoint.note.encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise AnchorError(f"The file cannot be written: {error.strerror}.") from None


def _to_authority(anchor: Anchor, checkpoint: Checkpoint) -> None:
    """Have the checkpoint stamped, and keep the stamp: exports carry it."""
    try:
        stamped = stamp(checkpoint.note.encode(), anchor.target, anchor.ca_certificates)
    except StampError as error:
        raise AnchorError(str(error)) from None
    TimeStamp.objects.create(
        checkpoint_number=checkpoint.number,
        authority=anchor.target,
        answer=stamped.answer,
        stamped_at=stamped.time,
    )


def _secret(anchor: Anchor) -> bytes:
    sealed = bytes(anchor.sealed_secret)
    try:
        return unseal(INSTALLATION, TABLE, str(anchor.id), sealed=sealed)
    except SealBrokenError:
        raise AnchorError("The webhook's secret cannot be opened.") from None


_SENDERS: Mapping[str, Callable[[Anchor, Checkpoint], None]] = {
    AnchorKind.WEBHOOK: _to_webhook,
    AnchorKind.EMAIL: _to_email,
    AnchorKind.FILE: _to_file,
    AnchorKind.TIMESTAMP: _to_authority,
}
