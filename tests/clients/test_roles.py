"""Roles as boto3 and the ``aws`` command assume them, web identities among them."""

import json
import subprocess
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from tests.clients.sessions import Session
from tests.clients.test_cli import _AWS, Cli
from tests.iam.issuers import AUDIENCE, Issuer, issuing
from tests.iam.sessions import trust
from tests.proofs.client import REGION
from tests.proofs.portal import Portal, running
from tests.proofs.sites import ALICE, ALICE_ACCOUNT_ID, Site

EVERYTHING = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "kms:*", "Resource": "*"}],
    }
)


class _Site:
    """A site whose issuers may be on this machine."""

    def __init__(self, site: Site) -> None:
        self._site = site

    @property
    def environment(self) -> Mapping[str, str]:
        return {**self._site.environment, "KMSPORTAL_OIDC_LOOPBACK_HTTP": "1"}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._site, name)


@pytest.fixture(scope="module")
def portal(
    prepared: Site, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Portal]:
    copied = prepared.copy(tmp_path_factory.mktemp("roles") / "data")
    with running(_Site(copied)) as portal:  # type: ignore[arg-type]  # a site, and one variable more
        yield portal
        portal.stop()
    copied.drop()


@pytest.fixture(scope="module")
def issuer() -> Iterator[Issuer]:
    with issuing() as one:
        yield one


def session_of(portal: Portal, credentials: Credentials) -> Session:
    session = boto3.Session(
        aws_access_key_id=credentials.access_key,
        aws_secret_access_key=credentials.secret_key,
        aws_session_token=credentials.token,
        region_name=REGION,
    )
    return Session(session, portal.address.url)


def holder_of(portal: Portal, answer: Mapping[str, Any]) -> Session:
    made = answer["Credentials"]
    return session_of(
        portal,
        Credentials(made["AccessKeyId"], made["SecretAccessKey"], made["SessionToken"]),
    )


def code_of(attempt: Callable[[], object]) -> tuple[str, int]:
    with pytest.raises(ClientError) as caught:
        attempt()
    answer = caught.value.response
    return answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]


@pytest.fixture
def alice(portal: Portal) -> Session:
    return session_of(portal, ALICE)


def make_role(admin: Session, name: str, document: str) -> str:
    iam = admin.iam
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=document)["Role"]
    iam.put_role_policy(RoleName=name, PolicyName="kms", PolicyDocument=EVERYTHING)
    arn: str = role["Arn"]
    return arn


def test_a_session_uses_keys_until_its_role_is_gone(
    portal: Portal, alice: Session
) -> None:
    document = trust(ALICE_ACCOUNT_ID)
    arn = make_role(alice, "deploy", document)
    iam = alice.iam
    assert iam.update_role(RoleName="deploy", MaxSessionDuration=7200)
    shown = iam.get_role(RoleName="deploy")["Role"]
    assert shown["AssumeRolePolicyDocument"]["Statement"][0]["Action"] == [
        "sts:AssumeRole"
    ]
    made = alice.sts.assume_role(RoleArn=arn, RoleSessionName="ci")
    caller = holder_of(portal, made)
    key = caller.kms.create_key()["KeyMetadata"]["KeyId"]
    blob = caller.kms.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    assert caller.kms.decrypt(CiphertextBlob=blob)["Plaintext"] == b"x"

    iam.delete_role_policy(RoleName="deploy", PolicyName="kms")
    refused = code_of(lambda: caller.kms.encrypt(KeyId=key, Plaintext=b"x"))
    assert refused == ("AccessDeniedException", 400)
    iam.delete_role(RoleName="deploy")
    assert code_of(caller.sts.get_caller_identity) == ("InvalidClientTokenId", 403)


def test_another_account_comes_in_where_both_sides_allow(
    portal: Portal, alice: Session
) -> None:
    mallory = session_of(portal, portal.site.mallory)
    account = mallory.sts.get_caller_identity()["Account"]
    own = make_role(alice, "own", trust(ALICE_ACCOUNT_ID))
    shared = make_role(alice, "shared", trust(account))
    assert code_of(
        lambda: mallory.sts.assume_role(RoleArn=own, RoleSessionName="guest")
    ) == (
        "AccessDenied",
        403,
    )
    caller = holder_of(
        portal, mallory.sts.assume_role(RoleArn=shared, RoleSessionName="guest")
    )
    assert caller.sts.get_caller_identity()["Account"] == ALICE_ACCOUNT_ID
    caller.kms.list_keys()


def test_the_aws_command_takes_out_sessions(portal: Portal, tmp_path: Path) -> None:
    make_role(session_of(portal, ALICE), "cli", trust(ALICE_ACCOUNT_ID))
    aws = Cli(portal, tmp_path)
    name = ("--role-session-name", "cli")
    arn = f"arn:aws:iam::{ALICE_ACCOUNT_ID}:role/cli"
    made = aws("sts", "assume-role", "--role-arn", arn, *name)
    assert made["AssumedRoleUser"]["Arn"].endswith("assumed-role/cli/cli")
    key = made["Credentials"]["AccessKeyId"]
    info = aws("sts", "get-access-key-info", "--access-key-id", key)
    assert info == {"Account": ALICE_ACCOUNT_ID}
    aws("sts", "get-session-token")
    aws("sts", "get-federation-token", "--name", "guest", "--policy", EVERYTHING)


def test_web_identities_get_credentials_without_secrets(
    portal: Portal, alice: Session, issuer: Issuer, tmp_path: Path
) -> None:
    iam = alice.iam
    provider = iam.create_open_id_connect_provider(
        Url=issuer.url, ClientIDList=[AUDIENCE]
    )["OpenIDConnectProviderArn"]
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": provider},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {
            "StringLike": {f"{issuer.url.partition('://')[2]}:sub": "system:*:apps:*"}
        },
    }
    document = {"Version": "2012-10-17", "Statement": [statement]}
    arn = make_role(alice, "web", json.dumps(document))
    sts = boto3.client(
        "sts",
        region_name=REGION,
        endpoint_url=portal.address.url,
        config=Config(signature_version=UNSIGNED, retries={"total_max_attempts": 1}),
    )
    now = datetime.now(UTC)
    call: dict[str, Any] = {"RoleArn": arn, "RoleSessionName": "pod"}
    made = sts.assume_role_with_web_identity(WebIdentityToken=issuer.token(now), **call)
    holder_of(portal, made).kms.list_keys()
    other = issuer.token(now, sub="system:x:other:y")
    refused = code_of(
        lambda: sts.assume_role_with_web_identity(WebIdentityToken=other, **call)
    )
    assert refused == ("AccessDenied", 403)
    late = issuer.token(now, exp=1)
    with pytest.raises(sts.exceptions.ExpiredTokenException):
        sts.assume_role_with_web_identity(WebIdentityToken=late, **call)
    with pytest.raises(sts.exceptions.InvalidIdentityTokenException):
        sts.assume_role_with_web_identity(WebIdentityToken="none", **call)
    assert code_of(sts.get_caller_identity) == ("MissingAuthenticationToken", 403)
    named = _cli_as_pod(portal, arn, issuer.token(now), tmp_path)
    assert named.endswith(":assumed-role/web/pod")


def _cli_as_pod(portal: Portal, arn: str, token: str, home: Path) -> str:
    """Ask ``aws`` who it is, with what Kubernetes gives a pod and no key."""
    file = home / "token"
    file.write_text(token)
    done = subprocess.run(
        [str(_AWS), "sts", "get-caller-identity"],
        env={
            "HOME": str(home),
            "PATH": "/usr/bin:/bin",
            "AWS_ENDPOINT_URL": portal.address.url,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ROLE_ARN": arn,
            "AWS_ROLE_SESSION_NAME": "pod",
            "AWS_WEB_IDENTITY_TOKEN_FILE": str(file),
        },
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    named: str = json.loads(done.stdout)["Arn"]
    return named
