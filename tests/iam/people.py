"""People who are members of an account, as clients of the gateway."""

from kmsportal.iam.accounts import add_member
from kmsportal.iam.members import caller_of
from kmsportal.tenancy.models import Account, Role, User
from tests.world import NOW, Client


def member(email: str, account_id: str, role: Role = Role.ADMINISTRATOR) -> Client:
    """Make a person with that role; she may have places in several accounts."""
    person, _ = User.objects.get_or_create(email=email, defaults={"created_at": NOW})
    add_member(Account.objects.get(id=account_id), person, role, time=NOW)
    return Client(caller_of(person, account_id))
