"""An organisation of three accounts, as its management account sees it."""

import json
from typing import Any

from kmsportal.iam.callers import find_access_key
from tests.world import Client, World

DENY_ENCRYPT: dict[str, Any] = {
    "Effect": "Deny",
    "Action": "kms:Encrypt",
    "Resource": "*",
}
SERVICE, RESOURCE = "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"
FULL = "p-FullAWSAccess"


class Organization:
    """The management account's administrator, and what she asks."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.admin = world.account("head-office")
        self.root = self.ask("ListRoots")["Roots"][0]["Id"]

    def ask(self, name: str, **members: Any) -> dict[str, Any]:
        answer = self.admin.perform("organizations", name, **members)
        shown: dict[str, Any] = json.loads(json.dumps(answer, default=str))
        return shown

    def unit(self, name: str, parent: str = "") -> str:
        made = self.ask(
            "CreateOrganizationalUnit", ParentId=parent or self.root, Name=name
        )
        return str(made["OrganizationalUnit"]["Id"])

    def policy(self, *statements: Any, kind: str = SERVICE, name: str = "p") -> str:
        made = self.ask(
            "CreatePolicy",
            Name=name,
            Description="",
            Type=kind,
            Content=document(*statements),
        )
        return str(made["Policy"]["PolicySummary"]["Id"])

    def attach(self, policy: str, target: str) -> None:
        self.ask("AttachPolicy", PolicyId=policy, TargetId=target)

    def detach(self, policy: str, target: str) -> None:
        self.ask("DetachPolicy", PolicyId=policy, TargetId=target)

    def move(self, account: str, source: str, destination: str) -> None:
        self.ask(
            "MoveAccount",
            AccountId=account,
            SourceParentId=source,
            DestinationParentId=destination,
        )

    def enable(self, kind: str) -> None:
        self.ask("EnablePolicyType", RootId=self.root, PolicyType=kind)


def document(*statements: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def again(client: Client) -> Client:
    """Return the same caller with the policies that bind it by now."""
    view = find_access_key(client.caller.access_key_id, may_wait=True)
    return Client(view.caller, region=client.region)
