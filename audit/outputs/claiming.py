"""Taking what is due for a while, and putting off what failed."""

from datetime import datetime, timedelta

from audit.models import Alert, Destination

_CLAIM = timedelta(minutes=2)
_FIRST_PAUSE = timedelta(seconds=5)
_LONGEST_PAUSE = timedelta(minutes=15)
_MOST_DOUBLINGS = 10
_LONGEST_ERROR = 512


def claim(row: Destination | Alert, now: datetime) -> bool:
    """Take ``row`` unless another worker has; a dead worker's claim runs out."""
    until = now + _CLAIM
    rows = type(row).objects.filter(pk=row.pk, due_at=row.due_at)
    if not rows.update(due_at=until):
        return False
    row.due_at = until
    return True


def put_off(row: Destination | Alert, error: str, now: datetime) -> None:
    """Note why it failed and when it is tried again: after ever longer pauses."""
    doublings = min(row.failures, _MOST_DOUBLINGS)
    type(row).objects.filter(pk=row.pk).update(
        failures=row.failures + 1,
        last_error=error[:_LONGEST_ERROR],
        due_at=now + min(_FIRST_PAUSE * 2**doublings, _LONGEST_PAUSE),
    )
