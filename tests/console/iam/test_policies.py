"""Managed policies and their versions."""

from django.test import Client as Browser

from kmsportal.console.iam.versions import compare
from tests.console.conftest import READ_KEYS, USE_KEYS
from tests.console.iam.test_identities import text_of
from tests.world import Client, refused

ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"


def test_policies_are_searched_by_text_and_owner(
    signed_in: Browser, home: str, team: str
) -> None:
    policies = f"{home}iam/policies/"
    assert "AdministratorAccess" in text_of(signed_in, policies)
    own = signed_in.get(f"{policies}?scope=Local").context["rows"]
    assert [row.name for row in own] == ["read-keys"]
    found = signed_in.get(f"{policies}?text=READ-k&sort=used").context["rows"]
    assert [row.arn for row in found] == [team]
    assert "No policy matches" in text_of(signed_in, f"{policies}?text=nothing")


def test_a_policy_is_made(signed_in: Browser, home: str, alice: Client) -> None:
    form = {"name": "use", "document": USE_KEYS, "tags": "team=x", "path": "/team/"}
    answer = signed_in.post(f"{home}iam/policies/create/", form)
    assert answer.status_code == 302
    found = alice.iam.list_policies(Scope="Local")["Policies"]
    assert [(p["PolicyName"], p["Path"]) for p in found] == [("use", "/team/")]
    again = signed_in.post(f"{home}iam/policies/create/", form)
    assert "already exists" in again.content.decode()


def test_a_policy_shows_its_text_and_who_has_it(
    signed_in: Browser, home: str, alice: Client, team: str
) -> None:
    alice.iam.attach_group_policy(GroupName="developers", PolicyArn=team)
    alice.iam.put_role_permissions_boundary(
        RoleName="deployer", PermissionsBoundary=team
    )
    page = text_of(signed_in, f"{home}iam/policies/of/{team}/")
    for words in ("kms:DescribeKey", "Look at keys", "developers", "deployer"):
        assert words in page


def test_aws_policies_are_shown_and_not_offered_for_change(
    signed_in: Browser, home: str
) -> None:
    page = text_of(signed_in, f"{home}iam/policies/of/{ADMINISTRATOR}/")
    assert "AWS managed" in page
    assert "policies/delete/" not in page
    assert "policies/edit/" not in page


def test_versions_are_written_compared_put_in_force_and_deleted(
    signed_in: Browser, home: str, alice: Client, team: str
) -> None:
    policies = f"{home}iam/policies/"
    signed_in.post(f"{policies}edit/{team}/", {"document": USE_KEYS})
    assert "v2" in text_of(signed_in, f"{policies}versions/{team}/")
    compared = text_of(signed_in, f"{policies}version/v2/{team}/")
    assert "<ins>+ &quot;Action&quot;: &quot;kms:Decrypt&quot;" in compared
    assert "<del>- &quot;Action&quot;: &quot;kms:DescribeKey&quot;" in compared
    assert "v2" in text_of(signed_in, f"{policies}default/v2/{team}/")
    signed_in.post(f"{policies}default/v2/{team}/")
    found = alice.iam.get_policy(PolicyArn=team)["Policy"]
    assert found["DefaultVersionId"] == "v2"
    assert "v1" in text_of(signed_in, f"{policies}forget/v1/{team}/")
    signed_in.post(f"{policies}forget/v1/{team}/")
    versions = alice.iam.list_policy_versions(PolicyArn=team)["Versions"]
    assert [version["VersionId"] for version in versions] == ["v2"]


def test_a_version_can_be_put_in_force_as_it_is_saved(
    signed_in: Browser, home: str, alice: Client, team: str
) -> None:
    form = {"document": USE_KEYS, "is_default": "on"}
    signed_in.post(f"{home}iam/policies/edit/{team}/", form)
    found = alice.iam.get_policy(PolicyArn=team)["Policy"]
    assert found["DefaultVersionId"] == "v2"


def test_a_policy_in_use_is_not_deleted(
    signed_in: Browser, home: str, alice: Client, team: str
) -> None:
    here = f"{home}iam/policies/delete/{team}/"
    alice.iam.attach_user_policy(UserName="bob", PolicyArn=team)
    assert "Attachments: 1" in text_of(signed_in, here)
    refusal = signed_in.post(here, {"confirmation": "read-keys"}).content.decode()
    assert "Cannot delete a policy attached to entities." in refusal
    alice.iam.detach_user_policy(UserName="bob", PolicyArn=team)
    signed_in.post(here, {"confirmation": "read-keys"})
    with refused("NoSuchEntityException"):
        alice.iam.get_policy(PolicyArn=team)


def test_tags_of_a_policy(
    signed_in: Browser, home: str, alice: Client, team: str
) -> None:
    here = f"{home}iam/policies/tags/{team}/"
    signed_in.post(here, {"name": "team", "value": "payments"})
    assert "payments" in text_of(signed_in, here)
    signed_in.post(f"{home}iam/policies/untag/{team}/", {"name": "team"})
    assert alice.iam.list_policy_tags(PolicyArn=team)["Tags"] == []


def test_layout_is_no_difference() -> None:
    assert {line.change for line in compare(READ_KEYS, READ_KEYS + " ")} == {" "}
