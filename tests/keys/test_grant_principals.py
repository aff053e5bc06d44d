"""Whom a grant can name, and who is then meant."""

import pytest

from kmsportal.iam.models import IamRole, IamUser
from tests.keys.grants import FUNCTION, LAMBDA, auditor, may
from tests.keys.grants import root_arn as root_of
from tests.keys.policies import allow, policy_of, trust
from tests.world import Client, World, refused


@pytest.fixture
def bob(world: World, alice: Client) -> Client:
    return world.user(alice, "bob")


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
