"""The built-in roles: what their attached policies let a member do, and no more."""

import importlib
import json

import pytest
from django.apps import apps

from kmsportal.iam.models import IamRole, IamUser, IdentityPolicy, PolicyAttachment
from kmsportal.tenancy.models import Role
from tests.iam.people import member
from tests.world import Client, refused

MIGRATION = importlib.import_module(
    "kmsportal.iam.migrations.0005_attach_built_in_policies"
)
# The texts that accounts have from before.
OLD_COPIES = {
    name: json.dumps(document) for name, (document, _) in MIGRATION.COPIES.items()
}
COSTS = ("portal", "GetCostReport")
AUDIT = ("cloudtrail", "LookupEvents")
KEYS = ("kms", "ListKeys")
POLICIES = ("iam", "ListPolicies")


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.ADMINISTRATOR, {COSTS, AUDIT, KEYS, POLICIES}),
        (Role.KEY_ADMINISTRATOR, {KEYS}),
        (Role.KEY_USER, {KEYS}),
        (Role.AUDITOR, {AUDIT}),
        (Role.BILLING_VIEWER, {COSTS}),
    ],
)
def test_each_role_does_its_job_and_nothing_else(
    role: Role, allowed: set[tuple[str, str]], alice: Client
) -> None:
    person = member("ann@example.com", alice.account_id, role)
    for service, name in (COSTS, AUDIT, KEYS, POLICIES):
        if (service, name) in allowed:
            person.perform(service, name)
        else:
            with refused("AccessDeniedException"):
                person.perform(service, name)


def test_built_in_policies_reach_roles_by_attachment(alice: Client) -> None:
    assert not IdentityPolicy.objects.filter(account_id=alice.account_id).exists()
    attached = PolicyAttachment.objects.filter(account_id=alice.account_id)
    assert attached.count() == len(Role) + 1


def test_untouched_copies_are_replaced_and_edited_ones_stay(alice: Client) -> None:
    PolicyAttachment.objects.filter(account_id=alice.account_id).delete()
    roles = {r.name: r for r in IamRole.objects.filter(account_id=alice.account_id)}
    admin = IamUser.objects.get(account_id=alice.account_id)
    edited = '{"Version": "2012-10-17", "Statement": []}'
    copies: list[tuple[IamRole | IamUser, str, str]] = [
        (role, role.name, OLD_COPIES[role.name])
        for role in roles.values()
        if role.name != Role.AUDITOR
    ]
    copies += [
        (roles[Role.AUDITOR], "Auditor", edited),
        (admin, "AdministratorAccess", OLD_COPIES["Administrator"]),
        (admin, "KeyUser", OLD_COPIES["KeyUser"]),
    ]
    for holder, name, document in copies:
        IdentityPolicy.objects.create(
            account_id=alice.account_id,
            principal_id=holder.unique_id,
            name=name,
            document=document,
        )
    MIGRATION.attach(apps, None)
    kept = IdentityPolicy.objects.filter(account_id=alice.account_id)
    assert set(kept.values_list("name", flat=True)) == {"Auditor", "KeyUser"}
    arns = PolicyAttachment.objects.filter(principal_id=admin.unique_id)
    assert [a.policy_arn for a in arns] == [
        "arn:aws:iam::aws:policy/AdministratorAccess"
    ]
    assert (
        PolicyAttachment.objects.filter(principal_id=roles[Role.KEY_USER].unique_id)
        .get()
        .policy_arn.endswith("policy/portal/KeyUser")
    )
