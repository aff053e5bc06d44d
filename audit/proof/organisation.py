"""Anchors as an organisation's management account has them."""

from datetime import datetime

from django.core.exceptions import ValidationError

from audit.models import Anchor
from audit.proof.anchoring import lag
from kmsportal.core.call import Call
from kmsportal.core.errors import AccessDeniedException, ResourceNotFoundException
from kmsportal.core.shapes import Part, Timestamp
from kmsportal.tenancy.models import Organisation


class AnchorShape(Part, frozen=True, kw_only=True):
    """``lag_seconds`` is for how long there is a checkpoint that it lacks."""

    anchor_id: str
    kind: str
    target: str
    every_seconds: int
    created_at: Timestamp
    delivered_checkpoint: int
    lag_seconds: int
    delivered_at: Timestamp | None = None
    failures: int = 0
    error: str | None = None


def shape_of(anchor: Anchor, now: datetime) -> AnchorShape:
    delivered_at = anchor.delivered_at
    return AnchorShape(
        anchor_id=str(anchor.id),
        kind=anchor.kind.upper(),
        target=anchor.target,
        every_seconds=anchor.every_seconds,
        created_at=Timestamp(anchor.created_at),
        delivered_checkpoint=anchor.delivered,
        lag_seconds=int(lag(anchor, now).total_seconds()),
        delivered_at=Timestamp(delivered_at) if delivered_at else None,
        failures=anchor.failures,
        error=anchor.last_error or None,
    )


def require_management(call: Call, _bound: None) -> None:
    """Refuse accounts other than their organisation's management account.

    A checkpoint stands for all accounts of the organisation, and its address is one
    that the whole organisation's proof depends on.
    """
    managed = Organisation.objects.filter(management_account_id=call.account_id)
    if not managed.exists():
        raise AccessDeniedException(
            "Anchors belong to the organisation's management account."
        )


def find_own(call: Call, anchor_id: str) -> Anchor:
    """Return the account's anchor of that id; ResourceNotFoundException else."""
    try:
        found = Anchor.objects.filter(account_id=call.account_id, id=anchor_id).first()
    except ValidationError:
        found = None
    if found is None:
        raise ResourceNotFoundException(f"There is no anchor {anchor_id}.")
    return found
