"""Where a person belongs."""

from collections.abc import Sequence

from kmsportal.tenancy.models import Membership, User


def memberships_of(user: User) -> Sequence[Membership]:
    """Return the person's memberships with their accounts, by account name."""
    found = Membership.objects.filter(user=user).select_related("account")
    return list(found.order_by("account__name", "account_id"))
