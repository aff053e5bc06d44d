"""Users, groups and roles for tests that hold policies on each of them alike."""

from typing import Any

from kmsportal.iam.callers import find_access_key
from kmsportal.iam.models import IamGroup, IamRole, IamUser
from kmsportal.tenancy.ids import new_unique_id
from tests.world import NOW, Client

ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"
NOUNS = ("user", "group", "role")
_MODELS: dict[str, type[Any]] = {"user": IamUser, "group": IamGroup, "role": IamRole}


class Identity:
    """One user, group or role and the operations on its policies.

    ``identity.do("Attach{}Policy", PolicyArn=…)`` performs AttachUserPolicy on a user.
    """

    def __init__(self, client: Client, noun: str, name: str = "held") -> None:
        self.client, self.noun, self.name = client, noun, name

    def do(self, operation: str, **members: Any) -> dict[str, Any]:
        kind = self.noun.capitalize()
        named = {f"{kind}Name": self.name}
        return self.client.perform("iam", operation.format(kind), **named, **members)


def make_identity(client: Client, noun: str, name: str = "held") -> Identity:
    _MODELS[noun].objects.create(
        unique_id=new_unique_id("AIDA"),
        account_id=client.account_id,
        name=name,
        created_at=NOW,
    )
    return Identity(client, noun, name)


def make_policy(client: Client, name: str, document: str, **members: Any) -> str:
    """Make a managed policy and return its ARN."""
    made = client.iam.create_policy(PolicyName=name, PolicyDocument=document, **members)
    return str(made["Policy"]["Arn"])


def again(client: Client) -> Client:
    """Return the same user as she is now, with the policies that she has by now."""
    key_id = client.caller.access_key_id
    return Client(find_access_key(key_id, may_wait=True).caller)
