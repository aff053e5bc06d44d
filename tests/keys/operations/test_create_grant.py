"""CreateGrant: the grant that is made, and those that are not."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import Settings

from kmsportal.iam.models import IamRole, IamUser
from tests.keys.grants import FUNCTION, LAMBDA, ORDERS, auditor, grant_ids, may
from tests.keys.grants import root_arn as root_of
from tests.keys.ledger import last_event, last_record, resources_of
from tests.keys.policies import account_root, allow, closed_to, deny, policy_of, trust
from tests.world import Client, World, refused


@pytest.fixture
def bob(world: World, alice: Client) -> Client:
    return world.user(alice, "bob")


def test_the_grantee_may_do_what_is_granted_and_no_more(
    alice: Client, bob: Client, key: str
) -> None:
    with refused("AccessDeniedException"):
        bob.encrypt(KeyId=key, Plaintext=b"x")
    made = alice.create_grant(
        KeyId=key, GranteePrincipal=bob.arn, Operations=["Encrypt"]
    )
    blob = bob.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    with refused("AccessDeniedException"):
        bob.decrypt(CiphertextBlob=blob)
    assert len(made["GrantId"]) == 64
    assert made["GrantToken"]


def test_the_grant_is_listed_as_it_was_made(
    alice: Client, bob: Client, key: str
) -> None:
    made = alice.create_grant(
        KeyId=key,
        GranteePrincipal=bob.arn,
        RetiringPrincipal=root_of(alice),
        Operations=["Decrypt", "Encrypt", "Decrypt"],
        Constraints={"EncryptionContextSubset": ORDERS},
        Name="orders/1",
    )
    (grant,) = alice.list_grants(KeyId=key)["Grants"]
    assert grant == {
        "KeyId": key,
        "GrantId": made["GrantId"],
        "Name": "orders/1",
        "CreationDate": "2026-11-23T12:00:00Z",
        "GranteePrincipal": bob.arn,
        "RetiringPrincipal": root_of(alice),
        "IssuingAccount": root_of(alice),
        "Operations": ["Decrypt", "Encrypt"],
        "Constraints": {"EncryptionContextSubset": ORDERS},
    }


# Names -----------------------------------------------------------------------


def test_the_same_call_by_the_same_name_finds_the_grant_that_is_there(
    alice: Client, bob: Client, key: str
) -> None:
    same = {
        "KeyId": key,
        "GranteePrincipal": bob.arn,
        "Constraints": {"EncryptionContextEquals": ORDERS},
        "Name": "orders",
    }
    first = alice.create_grant(**same, Operations=["Encrypt", "Decrypt"])
    again = alice.create_grant(**same, Operations=["Decrypt", "Encrypt"])
    assert first["GrantId"] == again["GrantId"]
    assert first["GrantToken"] != again["GrantToken"]
    assert len(alice.list_grants(KeyId=key)["Grants"]) == 1
    # Either token stands for the one grant.
    alice.retire_grant(GrantToken=again["GrantToken"])
    with refused("NotFoundException"):
        alice.retire_grant(GrantToken=first["GrantToken"])


@pytest.mark.parametrize(
    "other",
    [
        {"Operations": ["Decrypt"]},
        {"Constraints": {"EncryptionContextEquals": {"app": "x"}}},
        {"RetiringPrincipal": "bob"},
        {"Name": "other"},
        {"Name": None},
    ],
)
def test_any_other_call_makes_another_grant(
    alice: Client, bob: Client, key: str, other: dict[str, Any]
) -> None:
    plain: dict[str, Any] = {
        "KeyId": key,
        "GranteePrincipal": bob.arn,
        "Operations": ["Encrypt"],
        "Name": "orders",
    }
    if other.get("RetiringPrincipal"):
        other = {"RetiringPrincipal": bob.arn}
    first, second = alice.create_grant(**plain), alice.create_grant(**plain | other)
    assert first["GrantId"] != second["GrantId"]
    assert len(alice.list_grants(KeyId=key)["Grants"]) == 2


def test_without_a_name_every_call_makes_a_grant(
    alice: Client, bob: Client, key: str
) -> None:
    for _ in range(2):
        alice.create_grant(KeyId=key, GranteePrincipal=bob.arn, Operations=["Encrypt"])
    assert len(alice.list_grants(KeyId=key)["Grants"]) == 2


def test_one_name_serves_several_keys(alice: Client, bob: Client, key: str) -> None:
    other = alice.create_key()["KeyMetadata"]["Arn"]
    made = [
        alice.create_grant(
            KeyId=one, GranteePrincipal=bob.arn, Operations=["Encrypt"], Name="orders"
        )["GrantId"]
        for one in (key, other)
    ]
    assert made[0] != made[1]


# Principals ------------------------------------------------------------------


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:iam::{account}:user/nobody",
        "arn:aws:iam::{account}:role/nobody",
        "arn:aws:sts::{account}:assumed-role/nobody/session",
        "arn:aws:iam::999999999999:root",
        "arn:aws:iam::999999999999:user/bob",
        "arn:aws:s3:::{account}",
    ],
)
@pytest.mark.parametrize("member", ["GranteePrincipal", "RetiringPrincipal"])
def test_a_principal_must_exist(
    alice: Client, bob: Client, key: str, arn: str, member: str
) -> None:
    named = {"GranteePrincipal": bob.arn, member: arn.format(account=alice.account_id)}
    with refused("InvalidArnException"):
        alice.create_grant(KeyId=key, Operations=["Encrypt"], **named)


@pytest.mark.parametrize("text", ["bob", "111122223333", "AIDAAAAAAAAAAAAAAAAA"])
def test_a_principal_is_named_by_its_arn(alice: Client, key: str, text: str) -> None:
    with refused(
        "InvalidArnException",
        f"{text} is not the ARN of an account, user, role, role session or federated"
        " user.",
    ):
        alice.create_grant(KeyId=key, GranteePrincipal=text, Operations=["Encrypt"])


def test_a_group_cannot_be_granted_anything(alice: Client, key: str) -> None:
    group = f"arn:aws:iam::{alice.account_id}:group/team"
    with refused("InvalidArnException"):
        alice.create_grant(KeyId=key, GranteePrincipal=group, Operations=["Encrypt"])


def test_a_namesake_of_a_deleted_user_gets_nothing(
    world: World, alice: Client, bob: Client, key: str
) -> None:
    alice.create_grant(KeyId=key, GranteePrincipal=bob.arn, Operations=["Encrypt"])
    gone = bob.caller.principal.unique_id
    IamUser.objects.get(unique_id=gone).delete()
    namesake = world.user(alice, "bob")
    with refused("AccessDeniedException"):
        namesake.encrypt(KeyId=key, Plaintext=b"x")
    (grant,) = alice.list_grants(KeyId=key)["Grants"]
    assert grant["GranteePrincipal"] == gone


def test_a_role_is_granted_to_all_its_sessions(alice: Client, key: str) -> None:
    ann, eve = auditor(alice), auditor(alice, "eve@example.org")
    role = IamRole.objects.get(account_id=alice.account_id, name="Auditor")
    alice.create_grant(KeyId=key, GranteePrincipal=role.arn, Operations=["Encrypt"])
    for session in (ann, eve):
        session.encrypt(KeyId=key, Plaintext=b"x")


def test_a_session_is_granted_alone(alice: Client, key: str) -> None:
    ann, eve = auditor(alice), auditor(alice, "eve@example.org")
    alice.create_grant(KeyId=key, GranteePrincipal=ann.arn, Operations=["Encrypt"])
    ann.encrypt(KeyId=key, Plaintext=b"x")
    with refused("AccessDeniedException"):
        eve.encrypt(KeyId=key, Plaintext=b"x")
    (grant,) = alice.list_grants(KeyId=key)["Grants"]
    assert grant["GranteePrincipal"] == ann.arn


def test_a_grant_to_the_account_delegates_to_its_identity_policies(
    world: World, alice: Client, bob: Client, key: str
) -> None:
    only_grants = policy_of(
        trust(alice.arn), allow("kms:CreateGrant", Principal={"AWS": root_of(alice)})
    )
    alice.put_key_policy(KeyId=key, Policy=only_grants)
    carol = world.user(alice, "carol", may("kms:Encrypt"))
    with refused("AccessDeniedException"):
        carol.encrypt(KeyId=key, Plaintext=b"x")
    alice.create_grant(
        KeyId=key, GranteePrincipal=root_of(alice), Operations=["Encrypt"]
    )
    carol.encrypt(KeyId=key, Plaintext=b"x")
    with refused("AccessDeniedException"):
        bob.encrypt(KeyId=key, Plaintext=b"x")


@pytest.mark.parametrize(
    "named",
    [
        {},
        {"GranteePrincipal": "bob", "GranteeServicePrincipal": LAMBDA},
    ],
)
def test_there_is_one_grantee(
    alice: Client, bob: Client, key: str, named: dict[str, str]
) -> None:
    named = {name: text.replace("bob", bob.arn) for name, text in named.items()}
    with refused(
        "ValidationException",
        "You must specify either GranteePrincipal or GranteeServicePrincipal, but not"
        " both.",
    ):
        alice.create_grant(KeyId=key, Operations=["Encrypt"], **named)


def test_there_is_one_retiring_principal(alice: Client, bob: Client, key: str) -> None:
    with refused(
        "ValidationException",
        "You can specify either RetiringPrincipal or RetiringServicePrincipal, but not"
        " both.",
    ):
        alice.create_grant(
            KeyId=key,
            GranteePrincipal=bob.arn,
            Operations=["Encrypt"],
            RetiringPrincipal=bob.arn,
            RetiringServicePrincipal=LAMBDA,
        )


def test_a_service_is_granted_for_one_resource(alice: Client, key: str) -> None:
    plain = {
        "KeyId": key,
        "GranteeServicePrincipal": LAMBDA,
        "Operations": ["Decrypt"],
    }
    for_function = {"Constraints": {"SourceArn": FUNCTION}}
    for lacking in (
        {},
        for_function,
        {"RetiringServicePrincipal": LAMBDA},
    ):
        with refused("ValidationException"):
            alice.create_grant(**plain, **lacking)
    alice.create_grant(**plain, **for_function, RetiringServicePrincipal=LAMBDA)
    (grant,) = alice.list_grants(KeyId=key)["Grants"]
    assert grant["GranteeServicePrincipal"] == LAMBDA
    assert grant["RetiringServicePrincipal"] == LAMBDA
    assert grant["Constraints"] == {"SourceArn": FUNCTION}
    assert not grant.keys() & {"GranteePrincipal", "RetiringPrincipal"}


# Limits, states, dry runs ----------------------------------------------------


def test_no_grant_beyond_the_quota(
    alice: Client, bob: Client, key: str, settings: Settings
) -> None:
    settings.KMSPORTAL_MAX_GRANTS_PER_KEY = 1
    grant = {
        "KeyId": key,
        "GranteePrincipal": bob.arn,
        "Operations": ["Encrypt"],
        "Name": "one",
    }
    first = alice.create_grant(**grant)
    with refused(
        "LimitExceededException",
        "Grants per key quota for this account in this region is 1, current usage"
        " is 1.",
    ):
        alice.create_grant(**grant | {"Name": "two"})
    assert alice.create_grant(**grant)["GrantId"] == first["GrantId"]


def test_a_disabled_key_is_not_granted(alice: Client, bob: Client, key: str) -> None:
    alice.disable_key(KeyId=key)
    with refused("DisabledException", f"{key} is disabled."):
        alice.create_grant(KeyId=key, GranteePrincipal=bob.arn, Operations=["Encrypt"])


def test_nor_is_a_key_pending_deletion(alice: Client, bob: Client, key: str) -> None:
    alice.schedule_key_deletion(KeyId=key)
    with refused("KMSInvalidStateException", f"{key} is pending deletion."):
        alice.create_grant(KeyId=key, GranteePrincipal=bob.arn, Operations=["Encrypt"])


def test_an_alias_will_not_do(alice: Client, bob: Client, key: str) -> None:
    alice.create_alias(AliasName="alias/a", TargetKeyId=key)
    with refused("NotFoundException", "Invalid keyId 'alias/a'"):
        alice.create_grant(
            KeyId="alias/a", GranteePrincipal=bob.arn, Operations=["Encrypt"]
        )


def test_a_dry_run_makes_nothing(alice: Client, bob: Client, key: str) -> None:
    with refused("DryRunOperationException"):
        alice.create_grant(
            KeyId=key, GranteePrincipal=bob.arn, Operations=["Encrypt"], DryRun=True
        )
    assert alice.list_grants(KeyId=key)["Grants"] == []
    assert last_record(alice)["eventName"] == "ListGrants"


# Who may grant ----------------------------------------------------------------


def test_a_stranger_cannot_grant(alice: Client, mallory: Client, key: str) -> None:
    sentence = closed_to(mallory.arn, "kms:CreateGrant", key)
    with refused("AccessDeniedException", sentence):
        mallory.create_grant(
            KeyId=key, GranteePrincipal=mallory.arn, Operations=["Encrypt"]
        )
    assert alice.list_grants(KeyId=key)["Grants"] == []


def test_a_colleague_without_a_policy_cannot_grant(bob: Client, key: str) -> None:
    with refused(
        "AccessDeniedException",
        f"User: {bob.arn} is not authorized to perform: kms:CreateGrant on resource:"
        f" {key} because no identity-based policy allows the kms:CreateGrant action",
    ):
        bob.create_grant(KeyId=key, GranteePrincipal=bob.arn, Operations=["Encrypt"])


def test_a_policy_lets_her_grant_what_she_may_not_do_herself(
    world: World, alice: Client, bob: Client, key: str
) -> None:
    carol = world.user(alice, "carol", may("kms:CreateGrant"))
    carol.create_grant(KeyId=key, GranteePrincipal=bob.arn, Operations=["Encrypt"])
    bob.encrypt(KeyId=key, Plaintext=b"x")


def test_a_foreign_account_that_is_let_in_grants_in_its_own_name(
    alice: Client, mallory: Client, key: str
) -> None:
    opened = policy_of(trust(root_of(alice)), trust(account_root(mallory.account_id)))
    alice.put_key_policy(KeyId=key, Policy=opened)
    mallory.create_grant(
        KeyId=key, GranteePrincipal=mallory.arn, Operations=["Encrypt"]
    )
    (grant,) = alice.list_grants(KeyId=key)["Grants"]
    assert grant["IssuingAccount"] == root_of(mallory)
    assert grant["KeyId"] == key


CONDITIONS = [
    ("StringEquals", "kms:GrantConstraintType", "EncryptionContextSubset"),
    ("StringEquals", "kms:EncryptionContext:APP", "orders"),
    ("ForAllValues:StringEquals", "kms:EncryptionContextKeys", ["app", "stage"]),
    ("ForAllValues:StringEquals", "kms:GrantOperations", ["Encrypt", "Decrypt"]),
    ("ArnLike", "kms:GrantConstraintSourceArn", "arn:aws:lambda:*:*:function:*"),
    ("StringLike", "kms:GranteePrincipal", "*:user/bob"),
    ("StringLike", "kms:RetiringPrincipal", "*:user/bob"),
    ("Null", "kms:GranteeServicePrincipal", "true"),
    ("Null", "kms:RetiringServicePrincipal", "true"),
    ("Bool", "kms:GrantIsForAWSResource", "false"),
]


@pytest.mark.parametrize(("operator", "name", "value"), CONDITIONS)
def test_policies_can_ask_what_is_granted(
    world: World, alice: Client, bob: Client, key: str, operator: str, name: str,
    value: Any,
) -> None:  # fmt: skip
    met = {operator: {name: value}}
    carol = world.user(alice, "carol", may("kms:CreateGrant", Condition=met))
    dave = world.user(
        alice,
        "dave",
        policy_of(allow("kms:CreateGrant"), deny("kms:CreateGrant", Condition=met)),
    )
    grant = {
        "KeyId": key,
        "GranteePrincipal": bob.arn,
        "RetiringPrincipal": bob.arn,
        "Operations": ["Encrypt", "Decrypt"],
        "Constraints": {"EncryptionContextSubset": ORDERS, "SourceArn": FUNCTION},
    }
    carol.create_grant(**grant)
    with refused("AccessDeniedException"):
        dave.create_grant(**grant)


@pytest.mark.parametrize(
    "name",
    [
        "kms:GrantConstraintType",
        "kms:GrantConstraintSourceArn",
        "kms:EncryptionContextKeys",
        "kms:RetiringPrincipal",
    ],
)
def test_what_is_not_asked_for_is_absent_from_the_conditions(
    world: World, alice: Client, bob: Client, key: str, name: str
) -> None:
    absent = {"Null": {name: "true"}}
    carol = world.user(alice, "carol", may("kms:CreateGrant", Condition=absent))
    carol.create_grant(KeyId=key, GranteePrincipal=bob.arn, Operations=["Encrypt"])


# What a grant hands on --------------------------------------------------------


@pytest.fixture
def parent(alice: Client, bob: Client, key: str) -> str:
    """The id of a grant to Bob that lets him grant."""
    made: str = alice.create_grant(
        KeyId=key,
        GranteePrincipal=bob.arn,
        Operations=["Encrypt", "Decrypt", "CreateGrant"],
        Constraints={"EncryptionContextSubset": {"app": "orders"}},
    )["GrantId"]
    return made


@pytest.mark.parametrize(
    ("operations", "constraints"),
    [
        (["Encrypt"], {"EncryptionContextSubset": {"app": "orders"}}),
        (["Encrypt", "CreateGrant"], {"EncryptionContextSubset": ORDERS}),
        (["Encrypt", "Decrypt"], {"EncryptionContextEquals": ORDERS}),
    ],
)
def test_a_grantee_hands_on_no_more_than_she_has(
    world: World, alice: Client, bob: Client, key: str, parent: str,
    operations: list[str], constraints: dict[str, Any],
) -> None:  # fmt: skip
    carol = world.user(alice, "carol")
    bob.create_grant(
        KeyId=key,
        GranteePrincipal=carol.arn,
        Operations=operations,
        Constraints=constraints,
    )
    carol.encrypt(KeyId=key, Plaintext=b"x", EncryptionContext=ORDERS)
    with refused("AccessDeniedException"):
        carol.encrypt(KeyId=key, Plaintext=b"x")


@pytest.mark.parametrize(
    ("operations", "constraints"),
    [
        (["Encrypt"], None),
        (["Encrypt"], {"EncryptionContextSubset": {"stage": "live"}}),
        (["Encrypt"], {"EncryptionContextEquals": {"stage": "live"}}),
        (["Encrypt"], {"SourceArn": FUNCTION}),
        (["DescribeKey"], {"EncryptionContextSubset": ORDERS}),
        (["Encrypt", "RetireGrant"], {"EncryptionContextSubset": ORDERS}),
    ],
)
def test_a_wider_child_is_refused(
    bob: Client, key: str, parent: str, operations: list[str],
    constraints: dict[str, Any] | None,
) -> None:  # fmt: skip
    with refused("AccessDeniedException"):
        bob.create_grant(
            KeyId=key,
            GranteePrincipal=bob.arn,
            Operations=operations,
            Constraints=constraints,
        )


# The event ---------------------------------------------------------------------


def test_the_event_shows_the_grant_and_never_its_token(
    alice: Client, bob: Client, key: str, key_id: str
) -> None:
    shown = alice.create_grant(
        KeyId=key_id, GranteePrincipal=bob.arn, Operations=["Encrypt"]
    )
    made = alice.create_grant(
        KeyId=key_id,
        GranteePrincipal=bob.arn,
        RetiringPrincipal=bob.arn,
        Operations=["Encrypt"],
        Constraints={"EncryptionContextEquals": ORDERS},
        Name="orders",
        GrantTokens=[shown["GrantToken"]],
    )
    event, record = last_event(alice), last_record(alice)
    assert record["requestParameters"] == {
        "keyId": key_id,
        "granteePrincipal": bob.arn,
        "retiringPrincipal": bob.arn,
        "operations": ["Encrypt"],
        "constraints": {"encryptionContextEquals": ORDERS},
        "name": "orders",
    }
    assert record["responseElements"] == {"keyId": key, "grantId": made["GrantId"]}
    assert record["readOnly"] is False
    assert resources_of(record) == [key]
    for token in (shown["GrantToken"], made["GrantToken"]):
        assert token.encode() not in bytes(event.record)


def test_grants_die_with_their_key(
    world: World, alice: Client, bob: Client, key: str
) -> None:
    made = alice.create_grant(
        KeyId=key,
        GranteePrincipal=bob.arn,
        RetiringPrincipal=alice.arn,
        Operations=["Encrypt"],
    )
    alice.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
    listed = alice.list_retirable_grants(RetiringPrincipal=alice.arn)
    assert grant_ids(listed) == [made["GrantId"]]
    world.run_due_work(alice, after=timedelta(days=7))
    assert alice.list_retirable_grants(RetiringPrincipal=alice.arn)["Grants"] == []
