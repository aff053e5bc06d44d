"""How a checkpoint gets to each kind of anchor."""

import hmac
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from smtplib import SMTPException

import httpx
from django.core.mail import send_mail

from audit.models import Anchor, AnchorKind, Checkpoint
from kmsportal.sealing.accounts import INSTALLATION, unseal
from kmsportal.sealing.envelope import SealBrokenError

TABLE = "anchor"
SIGNATURE = "X-KMSPortal-Signature"
_TIMEOUT_SECONDS = 10.0


class AnchorError(Exception):
    """A checkpoint did not get there; the message says why, for people."""


def send(anchor: Anchor, checkpoint: Checkpoint) -> None:
    """Bring ``checkpoint`` to ``anchor``; AnchorError when it did not get there."""
    _SENDERS[anchor.kind](anchor, checkpoint)


def signature(secret: bytes, body: bytes) -> str:
    """Return the MAC that a webhook's receiver compares: HMAC-SHA-256, hexadecimal."""
    return "sha256=" + hmac.digest(secret, body, "sha256").hex()


def _to_webhook(anchor: Anchor, checkpoint: Checkpoint) -> None:
    body = json.dumps({
        "type": "audit.checkpoint",
        "number": checkpoint.number,
        "size": checkpoint.size,
        "note": checkpoint.note,
    }).encode()  # fmt: skip
    headers = {
        "Content-Type": "application/json",
        SIGNATURE: signature(_secret(anchor), body),
    }
    try:
        answer = httpx.post(
            anchor.target, content=body, headers=headers, timeout=_TIMEOUT_SECONDS
        )
    except httpx.TimeoutException:
        raise AnchorError("The webhook did not answer within ten seconds.") from None
    except (httpx.HTTPError, httpx.InvalidURL):
        raise AnchorError("The webhook could not be reached.") from None
    if not answer.is_success:
        raise AnchorError(f"The webhook answered with status {answer.status_code}.")


def _to_email(anchor: Anchor, checkpoint: Checkpoint) -> None:
    subject = f"Audit checkpoint {checkpoint.number}"
    try:
        send_mail(subject, checkpoint.note, None, [anchor.target])
    except (SMTPException, OSError):
        raise AnchorError("The mail server did not take the message.") from None


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
}
