"""AssumeRole: whom a role lets in, and what its session carries."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest

from kmsportal.iam.accounts import give_policy
from kmsportal.iam.models import IamRole
from tests.iam.identities import allow
from tests.iam.sessions import holder_of, role, session, trust
from tests.keys.ledger import last_record
from tests.ledger import records
from tests.world import NOW, Client, World, refused

ASSUME = allow("sts:AssumeRole")


@pytest.fixture
def bob(world: World, alice: Client) -> Client:
    return world.user(alice, "bob")


def closed(caller: Client, role_arn: str, action: str = "sts:AssumeRole") -> str:
    return (
        f"User: {caller.arn} is not authorized to perform: {action}"
        f" on resource: {role_arn}"
    )


def test_a_trusted_user_becomes_a_session_of_the_role(
    alice: Client, bob: Client
) -> None:
    arn = role(alice, "deploy", trust(bob.arn))
    made = bob.sts.assume_role(RoleArn=arn, RoleSessionName="ci")

    assert made["Credentials"]["Expiration"] == "2026-11-23T13:00:00Z"
    caller = holder_of(made)
    assert caller.sts.get_caller_identity() == {
        "UserId": made["AssumedRoleUser"]["AssumedRoleId"],
        "Account": alice.account_id,
        "Arn": f"arn:aws:sts::{alice.account_id}:assumed-role/deploy/ci",
    }
    assert made["AssumedRoleUser"]["Arn"] == caller.arn
    assert "PackedPolicySize" not in made
    assert made["SessionTokenSize"] == len(made["Credentials"]["SessionToken"])


def test_an_account_hands_the_question_on_to_its_policies(
    world: World, alice: Client, bob: Client
) -> None:
    arn = role(alice, "deploy", trust(alice.account_id))
    with refused("AccessDeniedException"):
        session(bob, arn)
    session(world.user(alice, "ann", ASSUME), arn)


def test_another_account_needs_trust_and_a_policy(
    world: World, alice: Client, mallory: Client
) -> None:
    arn = role(alice, "shared", trust(mallory.account_id))
    assert session(mallory, arn).account_id == alice.account_id
    eve = world.user(mallory, "eve")
    with refused("AccessDeniedException"):
        session(eve, arn)
    other = role(alice, "own", trust(alice.account_id))
    with refused("AccessDeniedException", closed(mallory, other)):
        session(mallory, other)


def test_a_stranger_cannot_tell_a_closed_role_from_none(mallory: Client) -> None:
    arn = "arn:aws:iam::111122223333:role/none"
    with refused("AccessDeniedException", closed(mallory, arn)):
        session(mallory, arn)


@pytest.mark.parametrize(
    "arn", ["arn:aws:iam::111122223333:user/bob", "no-arn-at-all-here-x"]
)
def test_only_roles_can_be_assumed(arn: str, alice: Client) -> None:
    with refused("ValidationException", f"{arn} is invalid"):
        session(alice, arn)


@pytest.mark.parametrize(
    ("operator", "key", "value", "right", "wrong"),
    [
        ("StringEquals", "sts:ExternalId", "secret-7", {"ExternalId": "secret-7"}, {}),
        (
            "StringLike",
            "sts:RoleSessionName",
            "te?t",
            {},
            {"RoleSessionName": "other"},
        ),
        (
            "StringEquals",
            "aws:RequestTag/Team",
            "ops",
            {"Tags": [{"Key": "team", "Value": "ops"}]},
            {"Tags": [{"Key": "team", "Value": "dev"}]},
        ),
        (
            "StringEquals",
            "sts:SourceIdentity",
            "ann",
            {"SourceIdentity": "ann"},
            {"SourceIdentity": "eve"},
        ),
        ("Bool", "aws:MultiFactorAuthPresent", "true", None, {}),
    ],
)
def test_the_trust_policy_can_bind_the_request(
    operator: str,
    key: str,
    value: str,
    right: dict[str, Any] | None,
    wrong: dict[str, Any],
    alice: Client,
    bob: Client,
) -> None:
    actions = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]
    document = trust(bob.arn, actions=actions, **{operator: {key: value}})
    arn = role(alice, "bound", document)
    call = {"RoleArn": arn, "RoleSessionName": "test"}
    with refused("AccessDeniedException"):
        bob.sts.assume_role(**{**call, **wrong})
    if right is not None:
        bob.sts.assume_role(**{**call, **right})


@pytest.mark.parametrize(
    ("action", "members"),
    [
        ("sts:TagSession", {"Tags": [{"Key": "Team", "Value": "ops"}]}),
        ("sts:SetSourceIdentity", {"SourceIdentity": "ann"}),
    ],
)
def test_tags_and_source_identity_need_a_permission_of_their_own(
    action: str, members: dict[str, Any], alice: Client, bob: Client
) -> None:
    arn = role(alice, "plain", trust(bob.arn))
    with refused("AccessDeniedException") as caught:
        session(bob, arn, **members)
    assert action in str(caught.value.message)


def test_the_session_has_the_roles_rights_and_no_more_than_its_policies(
    alice: Client, bob: Client
) -> None:
    key = alice.create_key()["KeyMetadata"]["Arn"]
    arn = role(alice, "keys", trust(bob.arn))
    with refused("AccessDeniedException"):
        session(bob, arn).describe_key(KeyId=key)
    give(alice, "keys", allow("kms:*"))
    session(bob, arn).describe_key(KeyId=key)
    limited = session(bob, arn, Policy=allow("kms:ListKeys"))
    limited.list_keys()
    with refused("AccessDeniedException") as caught:
        limited.describe_key(KeyId=key)
    assert "because no session policy allows" in str(caught.value.message)


def test_managed_policies_limit_a_session_too(alice: Client, bob: Client) -> None:
    arn = role(alice, "keys", trust(bob.arn))
    give(alice, "keys", allow("kms:ListKeys"))
    everything = [{"arn": "arn:aws:iam::aws:policy/AdministratorAccess"}]
    session(bob, arn, PolicyArns=everything).list_keys()
    with refused("ValidationException"):
        session(bob, arn, PolicyArns=[{"arn": "arn:aws:iam::aws:policy/NoSuch"}])


def test_session_tags_stand_over_the_roles(alice: Client, bob: Client) -> None:
    document = trust(bob.arn, actions=["sts:AssumeRole", "sts:TagSession"])
    tags = [{"Key": "Team", "Value": "old"}, {"Key": "Site", "Value": "x"}]
    arn = role(alice, "tagged", document, Tags=tags)
    caller = session(bob, arn, Tags=[{"Key": "team", "Value": "new"}])
    assert caller.caller.principal.tags == {"Site": "x", "team": "new"}


def test_transitive_tags_and_source_identity_go_on(alice: Client, bob: Client) -> None:
    actions = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]
    first = role(alice, "first", trust(bob.arn, actions=actions))
    second = role(alice, "second", trust(first, actions=actions))
    tags = [{"Key": "Team", "Value": "ops"}, {"Key": "Here", "Value": "only"}]
    one = session(
        bob, first, Tags=tags, TransitiveTagKeys=["Team"], SourceIdentity="ann"
    )
    two = session(one, second)
    assert two.caller.principal.tags == {"Team": "ops"}
    assert two.caller.session is not None
    assert two.caller.session.source_identity == "ann"
    with refused("ValidationException"):
        session(one, second, Tags=[{"Key": "TEAM", "Value": "dev"}])
    with refused("AccessDeniedException"):
        session(one, second, SourceIdentity="eve")


def test_a_role_bounds_the_time_and_a_chain_ends_it_after_an_hour(
    alice: Client, bob: Client
) -> None:
    first = role(alice, "first", trust(bob.arn), MaxSessionDuration=7200)
    second = role(alice, "second", trust(first), MaxSessionDuration=7200)
    with refused(
        "ValidationException",
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this"
        " role.",
    ):
        session(bob, first, DurationSeconds=7201)
    one = session(bob, first, DurationSeconds=7200)
    with refused(
        "ValidationException",
        "The requested DurationSeconds exceeds the 1 hour session limit for roles"
        " assumed by role chaining.",
    ):
        session(one, second, DurationSeconds=3601)


def test_too_much_to_carry_is_refused(alice: Client, bob: Client) -> None:
    document = trust(bob.arn, actions=["sts:AssumeRole", "sts:TagSession"])
    arn = role(alice, "full", document)
    little = bob.sts.assume_role(
        RoleArn=arn, RoleSessionName="test", Tags=[{"Key": "a", "Value": "b"}]
    )
    assert 0 < little["PackedPolicySize"] < 10
    tags = [{"Key": f"{n}", "Value": _noise(n)} for n in range(50)]
    with refused("PackedPolicyTooLargeException"):
        session(bob, arn, Tags=tags)


def test_a_token_can_be_asked_to_be_long(alice: Client, bob: Client) -> None:
    arn = role(alice, "long", trust(bob.arn))
    made = bob.sts.assume_role(
        RoleArn=arn, RoleSessionName="test", MinimumSessionTokenSize=3000
    )
    assert made["SessionTokenSize"] >= 3000
    holder_of(made)


def test_a_code_that_nobody_can_verify_is_refused(alice: Client, bob: Client) -> None:
    arn = role(alice, "mfa", trust(bob.arn))
    serial = f"arn:aws:iam::{alice.account_id}:mfa/bob"
    with refused("AccessDeniedException"):
        session(bob, arn, SerialNumber=serial, TokenCode="123456")


@pytest.mark.parametrize("text", ["no policy", '{"Statement": []', "[]"])
def test_what_is_no_policy_is_refused(text: str, alice: Client, bob: Client) -> None:
    arn = role(alice, "keys", trust(bob.arn))
    with refused("MalformedPolicyDocumentException"):
        session(bob, arn, Policy=text)


def test_it_ends_with_its_time(alice: Client, bob: Client) -> None:
    arn = role(alice, "keys", trust(bob.arn))
    made = bob.sts.assume_role(RoleArn=arn, RoleSessionName="test", DurationSeconds=900)
    with refused("ExpiredTokenException"):
        holder_of(made, time=NOW + timedelta(seconds=900))


def test_a_namesake_of_a_trusted_user_is_not_trusted(
    world: World, alice: Client
) -> None:
    ann = world.user(alice, "ann")
    arn = role(alice, "keys", trust(ann.arn))
    alice.iam.delete_access_key(UserName="ann", AccessKeyId=ann.caller.access_key_id)
    alice.iam.delete_user(UserName="ann")
    with refused("AccessDeniedException"):
        session(world.user(alice, "ann"), arn)


def test_the_event_names_role_and_session_and_hides_the_credentials(
    alice: Client, bob: Client
) -> None:
    arn = role(alice, "keys", trust(bob.arn))
    made = bob.sts.assume_role(RoleArn=arn, RoleSessionName="ci", ExternalId="x7")
    record = last_record(bob)
    assert record["eventSource"] == "sts.amazonaws.com"
    assert record["requestParameters"] == {
        "roleArn": arn,
        "roleSessionName": "ci",
        "externalId": "x7",
    }
    assert record["responseElements"]["credentials"] == {
        "accessKeyId": made["Credentials"]["AccessKeyId"],
        "expiration": "Nov 23, 2026, 1:00:00 PM",
    }
    assert record["resources"] == [
        {"accountId": alice.account_id, "type": "AWS::IAM::Role", "ARN": arn}
    ]
    assert made["Credentials"]["SessionToken"] not in str(records())


def test_a_sessions_own_events_name_role_and_source(alice: Client, bob: Client) -> None:
    actions = ["sts:AssumeRole", "sts:SetSourceIdentity"]
    arn = role(alice, "keys", trust(bob.arn, actions=actions))
    caller = session(bob, arn, SourceIdentity="ann")
    caller.sts.get_caller_identity()
    identity = last_record(caller)["userIdentity"]
    assert identity["type"] == "AssumedRole"
    context = identity["sessionContext"]
    assert context["sessionIssuer"]["arn"] == arn
    assert context["sourceIdentity"] == "ann"
    assert context["attributes"] == {
        "creationDate": "2026-11-23T12:00:00Z",
        "mfaAuthenticated": "false",
    }


def give(admin: Client, role_name: str, document: str) -> None:
    found = IamRole.objects.get(account_id=admin.account_id, name=role_name)
    give_policy(found, "given", document)


def _noise(seed: int) -> str:
    return hashlib.sha512(bytes([seed])).hexdigest() * 2
