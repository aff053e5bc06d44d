"""Each operation of every service, asked by each kind of caller."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from django.db import transaction

from kmsportal.core.errors import ServiceError
from kmsportal.core.operation import Operation
from kmsportal.iam.access_keys import deactivate, issue_access_key
from kmsportal.iam.authorization import authorize
from kmsportal.iam.models import IamRole, IamUser
from kmsportal.iam.sessions import SessionPlan, begin_session
from kmsportal.registry import all_operations
from kmsportal.wire.exchanges import Exchange, UnprovenError, read_call
from kmsportal.wire.json11 import TARGETS
from kmsportal.wire.protocols import QUERY_VERSIONS, choose_dialect
from kmsportal.wire.sigv4 import SignedRequest
from tests.iam.matrix import (
    BUCKET,
    CALLERS,
    GRANTEE,
    OTHER,
    OTHER_BY_BOTH,
    OTHER_BY_KEY_POLICY,
    OWN_ADMIN,
    OWN_ALLOWED,
    OWN_NOTHING,
    SPECS,
    USING,
    Things,
    row_of,
)
from tests.keys.policies import account_root, allow, policy_of, trust
from tests.world import Client, World

EVERYTHING = policy_of(allow("*"))
ABSENT = {
    "InvalidCiphertextException",
    "NoSuchBucket",
    "NotFoundException",
    "TrailNotFoundException",
}


class Matrix:
    """One world with all callers, and a closed and an open key of each kind."""

    def __init__(self, world: World) -> None:
        admin, other = world.account("own"), world.account("other")
        self.admin, self.other = admin, other
        self.callers = {
            OWN_ADMIN: admin,
            OWN_NOTHING: world.user(admin, "nothing"),
            OWN_ALLOWED: world.user(admin, "allowed", EVERYTHING),
            OTHER: other,
            OTHER_BY_KEY_POLICY: world.user(other, "nothing"),
            OTHER_BY_BOTH: world.user(other, "allowed", EVERYTHING),
            GRANTEE: world.user(admin, "grantee"),
        }
        roots = admin.perform("organizations", "ListRoots")["Roots"]
        self.root = str(roots[0]["Id"])
        self.trail = self._trail()
        own = trust(account_root(admin.account_id))
        opened = policy_of(own, trust(account_root(other.account_id)))
        self.closed = {kind: self._things(kind, "closed") for kind in SPECS}
        self.open = {kind: self._things(kind, "open", opened) for kind in SPECS}

    def things(self, caller: str, kind: str) -> Things:
        is_let_in = caller in {OTHER_BY_KEY_POLICY, OTHER_BY_BOTH}
        return (self.open if is_let_in else self.closed)[kind]

    def _trail(self) -> str:
        admin = self.admin
        admin.perform("portal", "CreateStorageConnection", BucketName=BUCKET)
        made = admin.perform(
            "cloudtrail", "CreateTrail", Name="all", S3BucketName=BUCKET
        )
        return str(made["TrailARN"])

    def _things(self, kind: str, name: str, policy: str = "") -> Things:
        given = {"Policy": policy} if policy else {}
        made = self.admin.create_key(**SPECS[kind], **given)
        key, grantee = made["KeyMetadata"]["Arn"], self.callers[GRANTEE].arn
        alias = f"alias/{name}-{kind}"
        self.admin.create_alias(AliasName=alias, TargetKeyId=key)
        grant = self.admin.create_grant(
            KeyId=key, GranteePrincipal=grantee, Operations=list(USING[kind])
        )
        blob = b""
        if kind == "SYMMETRIC":
            blob = self.admin.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
        return Things(
            key=key,
            alias=alias,
            blob=blob,
            grant=grant["GrantId"],
            grantee=grantee,
            root=self.root,
            account=self.other.account_id,
            trail=self.trail,
        )


def outcome(client: Client, operation: Operation, members: Mapping[str, object]) -> str:
    """Bind and authorise, and have no effect; ``allowed`` or the refusal's name."""
    call = client.call(operation.service, operation.name, **members)
    try:
        with transaction.atomic():
            bound = operation.bind(call)
            for need in operation.needs(call, bound):
                authorize(call, need)
    except ServiceError as error:
        # What a stranger may not know of counts as closed to her.
        return "AccessDeniedException" if error.code in ABSENT else error.code
    return "allowed"


def test_every_operation_has_a_row() -> None:
    without = [
        one.action
        for one in all_operations().values()
        if one.introduce is None and not row_of(one)
    ]
    assert without == []


def test_only_those_get_through_whom_the_reference_lets(
    world: World, subtests: pytest.Subtests
) -> None:
    matrix = Matrix(world)
    for (service, name), operation in sorted(all_operations().items()):
        row = row_of(operation)
        if row is None:
            continue
        found = {
            caller: outcome(
                matrix.callers[caller],
                operation,
                row.members(matrix.things(caller, row.kind)),
            )
            for caller in CALLERS
        }
        wanted = {
            caller: "allowed" if caller in row.allowed else "AccessDeniedException"
            for caller in CALLERS
        }
        with subtests.test(msg=f"{service}:{name}"):
            assert found == wanted


# Callers who prove nothing any more ----------------------------------------------

DEACTIVATED, EXPIRED = "deactivated key", "expired session"


def spent(admin: Client) -> Iterator[tuple[str, Credentials, str]]:
    """Yield credentials that hold no longer, and what their holder is told."""
    now = datetime.now(UTC)
    user = IamUser.objects.get(account_id=admin.account_id, name="admin")
    key, secret = issue_access_key(user, time=now)
    deactivate(key)
    credentials = Credentials(key.id, secret.reveal())
    yield DEACTIVATED, credentials, "UnrecognizedClientException"
    role = IamRole.objects.get(account_id=admin.account_id, name="Administrator")
    ended = begin_session(
        SessionPlan(
            account_id=admin.account_id,
            holder_id=role.unique_id,
            name="late",
            began_at=now - timedelta(hours=2),
            expires_at=now - timedelta(hours=1),
        )
    )
    credentials = Credentials(
        ended.access_key_id,
        ended.secret_access_key.reveal(),
        ended.session_token.reveal(),
    )
    yield EXPIRED, credentials, "ExpiredTokenException"


def at_the_door(operation: Operation, credentials: Credentials) -> str:
    """Return how the wire refuses a well-signed call with these credentials."""
    request = signed(operation, credentials)
    dialect, find = choose_dialect(request)
    exchange = Exchange(
        scope={},
        request=request,
        request_id="request",
        operation=find(),
        dialect=dialect,
        time=datetime.now(UTC),
    )
    with pytest.raises(UnprovenError) as caught:
        read_call(exchange, may_wait=True)
    return caught.value.refusal.code


def signed(operation: Operation, credentials: Credentials) -> SignedRequest:
    body, headers = b"{}", {"Content-Type": "application/x-amz-json-1.1"}
    if operation.service in QUERY_VERSIONS:
        body = f"Action={operation.name}".encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
    else:
        headers["X-Amz-Target"] = f"{TARGETS[operation.service]}.{operation.name}"
    request = AWSRequest("POST", "http://portal.test/", headers, body)
    SigV4Auth(credentials, operation.service, "us-east-1").add_auth(request)
    listed = {"Host": "portal.test", **request.headers}
    return SignedRequest(
        method="POST",
        raw_path=b"/",
        query=b"",
        headers=[(n.lower().encode(), str(v).encode()) for n, v in listed.items()],
        body=body,
    )


def test_spent_credentials_open_no_operation(
    alice: Client, subtests: pytest.Subtests
) -> None:
    on_the_wire = {*TARGETS, *QUERY_VERSIONS}
    open_to_all = {"AssumeRoleWithWebIdentity", "AssumeRoleWithSAML"}
    for what, credentials, told in spent(alice):
        for (service, name), operation in sorted(all_operations().items()):
            if service in on_the_wire and name not in open_to_all:
                with subtests.test(msg=f"{service}:{name} by {what}"):
                    assert at_the_door(operation, credentials) == told
