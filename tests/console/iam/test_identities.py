"""Users, groups and roles: found, made, changed and deleted."""

import json

from django.test import Client as Browser

from kmsportal.tenancy.models import Role
from tests.console.conftest import READ_KEYS, role_browser, trust_of
from tests.world import Client, refused


def text_of(browser: Browser, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    text = " ".join(answer.content.decode().split())
    assert 'href=""' not in text, "a link leads nowhere"
    assert 'hx-get=""' not in text
    return text


def test_the_lists_are_searched_sorted_and_paged(
    signed_in: Browser, home: str, alice: Client
) -> None:
    for number in range(27):
        alice.iam.create_user(UserName=f"Build-{number:02}")
    first = signed_in.get(f"{home}iam/users/").context["rows"]
    assert [row.name for row in first][:2] == ["admin", "Build-00"]
    assert first.has_next()
    second = signed_in.get(f"{home}iam/users/?page=2").context["rows"]
    assert second.has_previous()
    found = signed_in.get(f"{home}iam/users/?text=build-13&sort=newest").context
    assert [row.name for row in found["rows"]] == ["Build-13"]
    assert "No user matches" in text_of(signed_in, f"{home}iam/users/?text=nobody")


def test_a_user_is_made_with_path_and_tags(
    signed_in: Browser, home: str, alice: Client
) -> None:
    form = {"name": "carol", "path": "/team/", "tags": "team=payments"}
    answer = signed_in.post(f"{home}iam/create/users/", form)
    assert answer.headers["Location"] == f"{home}iam/users/carol/"
    user = alice.iam.get_user(UserName="carol")["User"]
    assert user["Path"] == "/team/"
    assert user["Tags"] == [{"Key": "team", "Value": "payments"}]
    again = signed_in.post(f"{home}iam/create/users/", form).content.decode()
    assert "User with name carol already exists." in again


def test_a_group_is_made_and_given_another_name(
    signed_in: Browser, home: str, alice: Client
) -> None:
    signed_in.post(f"{home}iam/create/groups/", {"name": "testers", "path": ""})
    form = {"name": "checkers", "path": "/qa/"}
    answer = signed_in.post(f"{home}iam/groups/testers/rename/", form)
    assert answer.headers["Location"] == f"{home}iam/groups/checkers/"
    assert alice.iam.get_group(GroupName="checkers")["Group"]["Path"] == "/qa/"


def test_every_page_of_an_identity_is_there(
    signed_in: Browser, home: str, team: str
) -> None:
    for part in ("", "groups/", "keys/", "tags/", "delete/", "rename/", "attach/"):
        text_of(signed_in, f"{home}iam/users/bob/{part}")
    for part in ("boundary/", "inline/create/", "groups/leave/developers/"):
        text_of(signed_in, f"{home}iam/users/bob/{part}")
    for part in ("", "users/", "delete/", "rename/", "attach/"):
        text_of(signed_in, f"{home}iam/groups/developers/{part}")
    for part in ("", "trust/", "trust/edit/", "edit/", "sessions/revoke/", "tags/"):
        text_of(signed_in, f"{home}iam/roles/deployer/{part}")


def test_policies_are_attached_and_detached(
    signed_in: Browser, home: str, alice: Client, team: str
) -> None:
    def holders() -> list[int]:
        found = alice.iam.list_entities_for_policy(PolicyArn=team)
        kinds = ("PolicyUsers", "PolicyGroups", "PolicyRoles")
        return [len(found[kind]) for kind in kinds]

    addresses = ("users/bob", "groups/developers", "roles/deployer")
    for address in addresses:
        here = f"{home}iam/{address}/"
        signed_in.post(f"{here}attach/", {"choice": team})
        assert "read-keys" in text_of(signed_in, here)
        assert team not in signed_in.get(f"{here}attach/").context["form"].as_p()
        assert team in text_of(signed_in, f"{here}detach/{team}/")
    assert holders() == [1, 1, 1]
    for address in addresses:
        signed_in.post(f"{home}iam/{address}/detach/{team}/")
    assert holders() == [0, 0, 0]


def test_an_inline_policy_is_written_edited_and_deleted(
    signed_in: Browser, home: str, alice: Client, team: str
) -> None:
    here = f"{home}iam/users/bob/"
    form = {"name": "own", "document": READ_KEYS}
    signed_in.post(f"{here}inline/create/", form)
    assert "kms:DescribeKey" in text_of(signed_in, f"{here}inline/edit/own/")
    broken = signed_in.post(f"{here}inline/edit/own/", {**form, "document": "{"})
    assert broken.status_code == 200
    assert broken.context["form"].errors
    assert "cannot be" not in text_of(signed_in, here)
    assert "own" in text_of(signed_in, f"{here}inline/delete/own/")
    signed_in.post(f"{here}inline/delete/own/")
    assert alice.iam.list_user_policies(UserName="bob")["PolicyNames"] == []


def test_a_boundary_is_set_and_removed(
    signed_in: Browser, home: str, alice: Client, team: str
) -> None:
    here = f"{home}iam/roles/deployer/"
    signed_in.post(f"{here}boundary/", {"choice": team})
    assert team in text_of(signed_in, here)
    assert team in text_of(signed_in, f"{here}boundary/remove/")
    signed_in.post(f"{here}boundary/remove/")
    role = alice.iam.get_role(RoleName="deployer")["Role"]
    assert "PermissionsBoundary" not in role


def test_users_enter_and_leave_groups_from_either_side(
    signed_in: Browser, home: str, alice: Client, team: str
) -> None:
    groups = f"{home}iam/users/bob/groups/"
    assert "developers" in text_of(signed_in, groups)
    answer = signed_in.post(f"{groups}leave/developers/?from=group")
    assert answer.headers["Location"] == f"{home}iam/groups/developers/users/"
    users = f"{home}iam/groups/developers/users/"
    assert "Nobody is in the group" in text_of(signed_in, users)
    signed_in.post(users, {"choice": "bob"})
    signed_in.post(f"{groups}leave/developers/")
    assert alice.iam.get_group(GroupName="developers")["Users"] == []
    signed_in.post(groups, {"choice": "developers"})
    found = alice.iam.list_groups_for_user(UserName="bob")["Groups"]
    assert [group["GroupName"] for group in found] == ["developers"]


def test_tags_are_set_and_removed(
    signed_in: Browser, home: str, alice: Client, team: str
) -> None:
    tags = f"{home}iam/users/bob/tags/"
    signed_in.post(tags, {"name": "cost", "value": "7"})
    assert "cost" in text_of(signed_in, tags)
    signed_in.post(f"{tags}remove/", {"name": "cost"})
    found = alice.iam.list_user_tags(UserName="bob")["Tags"]
    assert found == [{"Key": "team", "Value": "payments"}]


def test_what_stands_in_the_way_of_a_deletion_is_told_first(
    signed_in: Browser, home: str, alice: Client, team: str
) -> None:
    here = f"{home}iam/users/bob/delete/"
    assert "Membership of a group: 1" in text_of(signed_in, here)
    alice.iam.remove_user_from_group(GroupName="developers", UserName="bob")
    assert "Type bob to confirm" in text_of(signed_in, here)
    wrong = signed_in.post(here, {"confirmation": "bo"})
    assert wrong.context["form"].errors
    answer = signed_in.post(here, {"confirmation": "bob"})
    assert answer.headers["Location"] == f"{home}iam/users/"
    with refused("NoSuchEntityException"):
        alice.iam.get_user(UserName="bob")


def test_a_role_that_people_act_as_stays(signed_in: Browser, home: str) -> None:
    here = f"{home}iam/roles/Administrator/delete/"
    page = text_of(signed_in, here)
    assert "Attached policy: 1" in page
    assert "Person who acts as it: 1" in page
    answer = signed_in.post(here, {"confirmation": "Administrator"})
    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_the_trust_policy_is_remarked_upon_and_changed(
    signed_in: Browser, home: str, alice: Client, team: str
) -> None:
    here = f"{home}iam/roles/deployer/trust/"
    everybody = trust_of(alice.account_id).replace(
        f"arn:aws:iam::{alice.account_id}:root", "*"
    )
    signed_in.post(f"{here}edit/", {"document": everybody})
    assert "notice-warn" in text_of(signed_in, here)
    malformed = signed_in.post(f"{here}edit/", {"document": "nothing"})
    assert malformed.context["form"].errors


def test_a_role_is_edited_and_its_sessions_are_revoked(
    signed_in: Browser, home: str, alice: Client, team: str
) -> None:
    here = f"{home}iam/roles/deployer/"
    signed_in.post(f"{here}edit/", {"description": "Ships", "minutes": "240"})
    role = alice.iam.get_role(RoleName="deployer")["Role"]
    assert (role["Description"], role["MaxSessionDuration"]) == ("Ships", 14400)
    assert "4 h</dd>" in text_of(signed_in, here).replace(" </dd>", "</dd>")
    assert "refused from the moment" in text_of(signed_in, f"{here}sessions/revoke/")
    answer = signed_in.post(f"{here}sessions/revoke/")
    assert answer.headers["Location"] == here


def test_a_role_is_made_with_the_trust_that_is_offered(
    signed_in: Browser, home: str, alice: Client
) -> None:
    page = signed_in.get(f"{home}iam/create/roles/")
    form = {"name": "reader", "document": page.context["form"]["document"].value()}
    signed_in.post(f"{home}iam/create/roles/", form)
    role = alice.iam.get_role(RoleName="reader")["Role"]
    assert f"{alice.account_id}:root" in role["AssumeRolePolicyDocument"]


def test_a_draft_is_checked_while_it_is_written(signed_in: Browser, home: str) -> None:
    check = f"{home}iam/check/identity/"
    typo = READ_KEYS.replace("DescribeKey", "DescribeKye")
    answer = signed_in.post(check, {"document": typo}, headers={"hx-request": "true"})
    assert "DescribeKye" in answer.content.decode()
    clean = signed_in.post(check, {"document": READ_KEYS}).content.decode()
    assert "Nothing to remark" in clean
    assert "notice-bad" in signed_in.post(check, {"document": "{"}).content.decode()


def test_who_may_not_change_sees_why(alice: Client, home: str, team: str) -> None:
    alice.iam.attach_role_policy(
        RoleName="Auditor", PolicyArn="arn:aws:iam::aws:policy/IAMReadOnlyAccess"
    )
    auditor = role_browser(alice, Role.AUDITOR)
    page = text_of(auditor, f"{home}iam/users/bob/")
    assert "no policy allows you iam:DeleteUser here" in page
    assert "no policy allows you iam:AttachUserPolicy here" in page
    listed = text_of(auditor, f"{home}iam/users/")
    assert "no policy allows you iam:CreateUser here" in listed
    answer = auditor.post(f"{home}iam/users/bob/delete/", {"confirmation": "bob"})
    assert answer.status_code == 403
    assert alice.iam.get_user(UserName="bob")


def test_who_may_not_look_is_refused(alice: Client, home: str, team: str) -> None:
    viewer = role_browser(alice, Role.BILLING_VIEWER)
    for address in ("users/", "users/bob/", "policies/", "providers/"):
        assert viewer.get(f"{home}iam/{address}").status_code == 403


def test_what_is_not_there_is_not_found(signed_in: Browser, home: str) -> None:
    for address in ("users/nobody/", "groups/none/", "roles/none/"):
        assert signed_in.get(f"{home}iam/{address}").status_code == 404
    assert signed_in.get(f"{home}iam/things/").status_code == 404


def test_a_button_is_offered_to_who_may_use_it_under_a_path_alone(
    alice: Client, home: str
) -> None:
    statement = {
        "Effect": "Allow",
        "Action": "iam:CreateUser",
        "Resource": f"arn:aws:iam::{alice.account_id}:user/team/*",
    }
    alice.iam.attach_role_policy(
        RoleName="Auditor", PolicyArn="arn:aws:iam::aws:policy/IAMReadOnlyAccess"
    )
    alice.iam.put_role_policy(
        RoleName="Auditor",
        PolicyName="team",
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
    )
    auditor = role_browser(alice, Role.AUDITOR)
    assert "no policy allows" not in text_of(auditor, f"{home}iam/users/")
    form = {"name": "carol", "path": "/team/"}
    assert auditor.post(f"{home}iam/create/users/", form).status_code == 302
    form = {"name": "dave", "path": ""}
    assert auditor.post(f"{home}iam/create/users/", form).status_code == 403


def test_what_a_kind_lacks_has_no_page(
    signed_in: Browser, home: str, team: str
) -> None:
    for address in ("groups/developers/tags/", "roles/deployer/rename/"):
        assert signed_in.get(f"{home}iam/{address}").status_code == 404
