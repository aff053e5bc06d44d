"""Finding trails of the caller's account."""

from django.db.models import Q, QuerySet

from audit.models import Trail
from audit.trails.naming import TrailName
from kmsportal.core.call import Call
from kmsportal.core.errors import (
    InvalidHomeRegionException,
    TrailNotFoundException,
)


def find_trail(call: Call, named: TrailName, *, is_locked: bool = False) -> Trail:
    """Return the trail; TrailNotFoundException where the account has none such."""
    trails = Trail.objects.filter(account_id=call.account_id, deleted_at=None)
    if is_locked:
        trails = trails.select_for_update()
    is_own = named.account_id == call.account_id
    trail = trails.filter(home_region=named.home_region, name=named.name).first()
    if trail is None or not is_own:
        raise TrailNotFoundException(
            f"Unknown trail: {named.arn} for the user: {call.account_id}"
        )
    return trail


def find_trail_at_home(call: Call, named: TrailName) -> Trail:
    """Return the trail, locked, for a change.

    InvalidHomeRegionException where the call was made to another Region than its own.
    """
    trail = find_trail(call, named, is_locked=True)
    if trail.home_region != call.region:
        raise InvalidHomeRegionException(
            f"Trail {trail.arn} was created in {trail.home_region}; it can be changed"
            " in that Region only."
        )
    return trail


def trails_in_region(call: Call) -> QuerySet[Trail]:
    """Return the trails that log in the call's Region: its own and the shadows."""
    rows = Trail.objects.filter(account_id=call.account_id, deleted_at=None)
    seen = rows.filter(Q(home_region=call.region) | Q(is_multi_region=True))
    return seen.order_by("home_region", "name")
