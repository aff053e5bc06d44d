"""Condition keys that tell where a caller and a resource stand."""

from typing import Any

import pytest

from kmsportal.core.operation import Need
from kmsportal.iam.context import CallContext
from tests.iam.organizations.worlds import Organization
from tests.world import Client, World


def context(caller: Client, resource_account: str, **facts: Any) -> CallContext:
    need = Need(
        action="kms:Encrypt",
        resource="*",
        account_id=resource_account,
        facts=lambda: facts,
    )
    return CallContext(caller.call("sts", "GetCallerIdentity"), need)


def test_both_sides_tell_their_organisation_and_path(
    organization: Organization, member: Client
) -> None:
    unit = organization.unit("workloads")
    organization.move(member.account_id, organization.root, unit)
    named = organization.ask("DescribeOrganization")["Organization"]["Id"]
    root = f"{named}/{organization.root}/"
    seen = context(member, organization.admin.account_id)
    assert seen.get("aws:principalorgid") == seen.get("aws:resourceorgid") == named
    assert seen.get("aws:principalorgpaths") == (f"{root}{unit}/",)
    assert seen.get("aws:resourceorgpaths") == (root,)


def test_another_organisation_is_told_as_such(organization: Organization) -> None:
    stranger = World().account("stranger")
    seen = context(stranger, organization.admin.account_id)
    assert seen.get("aws:principalorgid") != seen.get("aws:resourceorgid")


@pytest.mark.parametrize("name", ["aws:resourceorgid", "aws:resourceorgpaths"])
def test_an_account_that_is_not_has_none(member: Client, name: str) -> None:
    assert context(member, "999999999990").get(name) is None


def test_the_source_is_told_where_a_service_names_its_account(
    organization: Organization, member: Client
) -> None:
    own = organization.admin.account_id
    assert context(member, own).get("aws:sourceorgid") is None
    seen = context(member, own, **{"aws:sourceaccount": member.account_id})
    assert seen.get("aws:sourceorgid") == seen.get("aws:principalorgid")
    assert seen.get("aws:sourceorgpaths") == seen.get("aws:principalorgpaths")
