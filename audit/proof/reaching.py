"""Where anchors may send to.

A tenant must not make the portal call what only the portal can reach, so the operator
lists the hosts that tenants may name. The operator's own anchors go anywhere.
"""

import fnmatch
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from audit.models import Anchor, AnchorKind

_NOT_ALLOWED = (
    "The operator does not allow that address. KMSPORTAL_ANCHOR_HOSTS lists the hosts"
    " that checkpoints may be sent to."
)


class AnchorError(Exception):
    """A checkpoint did not get there; the message says why, for people."""


def require_target(kind: str, target: str) -> None:
    """Raise AnchorError for a target that cannot be one of its kind."""
    if kind == AnchorKind.EMAIL:
        try:
            validate_email(target)
        except ValidationError:
            raise AnchorError(f"{target!r} is not an e-mail address.") from None
    elif kind == AnchorKind.FILE and not Path(target).is_absolute():
        raise AnchorError("A file is named by its whole path.")
    elif kind in {AnchorKind.WEBHOOK, AnchorKind.TIMESTAMP} and not _host(target):
        raise AnchorError(f"A {kind} is an https:// or http:// address.")


def require_reachable(anchor: Anchor) -> None:
    """Raise AnchorError for a tenant's address that the operator does not allow.

    It is asked again at each sending: the list may have become shorter.
    """
    if not anchor.account_id or anchor.kind == AnchorKind.EMAIL:
        return
    if anchor.kind == AnchorKind.FILE:
        raise AnchorError("Only the operator keeps checkpoints in files.")
    rules: list[str] = settings.KMSPORTAL_ANCHOR_HOSTS
    host = _host(anchor.target)
    if not any(fnmatch.fnmatchcase(host, rule) for rule in rules):
        raise AnchorError(_NOT_ALLOWED)


def _host(target: str) -> str:
    """Return the host of a web address, empty where it is none."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return ""
    is_plain = parts.scheme in {"https", "http"} and not parts.username
    return (parts.hostname or "") if is_plain else ""
