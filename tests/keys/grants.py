"""People, roles and services that grants are made for."""

from typing import Any

from kmsportal.core.call import Caller
from kmsportal.core.identity import identity_of
from kmsportal.core.principal import Principal, PrincipalKind
from kmsportal.iam.accounts import add_member
from kmsportal.iam.engine import CallerPolicies
from kmsportal.iam.members import caller_of
from kmsportal.tenancy.models import Account, Role, User
from tests.keys.policies import allow, policy_of
from tests.world import NOW, Client

LAMBDA = "lambda.amazonaws.com"
FUNCTION = "arn:aws:lambda:us-east-1:111122223333:function:orders"
ORDERS = {"app": "orders", "stage": "live"}


def auditor(admin: Client, email: str = "ann@example.org") -> Client:
    """A session of the Auditor role, whose policies let it use no key."""
    user = User.objects.create(email=email, created_at=NOW)
    account = Account.objects.get(id=admin.account_id)
    add_member(account, user, Role.AUDITOR, time=NOW)
    return Client(caller_of(user, admin.account_id))


def service(name: str, account_id: str) -> Client:
    """A service that calls for itself; ``account_id`` keeps its events."""
    principal = Principal(
        kind=PrincipalKind.SERVICE,
        account_id=account_id,
        arn="",
        unique_id=name,
        name=name,
    )
    identity = identity_of(principal, "")
    return Client(
        Caller(principal=principal, policies=CallerPolicies(), identity=identity)
    )


def root_arn(client: Client) -> str:
    return f"arn:aws:iam::{client.account_id}:root"


def may(*actions: str, **elements: Any) -> str:
    return policy_of(allow(*actions, **elements))


def grant_ids(answer: dict[str, Any]) -> list[str]:
    return [grant["GrantId"] for grant in answer["Grants"]]
