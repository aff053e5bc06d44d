"""No door tells one tenant from nothing to another: generated over all of them.

Everything a stranger may name of a tenant is named to every operation, route and page;
what comes back must be what she gets for a name that nobody has.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import msgspec
import pytest
from django.db import transaction
from django.test import Client as Browser
from django.urls import URLPattern, URLResolver
from pytest_django import Settings

from kmsportal import gateway
from kmsportal.console.urls import urlpatterns
from kmsportal.core.call import Call
from kmsportal.core.errors import ServiceError
from kmsportal.core.operation import Operation
from kmsportal.core.shapes import decode_timestamp
from kmsportal.registry import all_operations
from kmsportal.rest.route import Route
from kmsportal.rest.routes import ROUTES
from kmsportal.tenancy.models import Membership
from tests.keys.policies import allow, policy_of
from tests.probes import encoded, members_of, unknown_names
from tests.rest.people import RestClient, acting, join, make_person, token_of
from tests.world import REGION, Client, World

# What a stranger asks is undone, its events with it.
pytestmark = pytest.mark.loses_records

SECRET_WORDS = ("Orders database", "payments-team", "alice-only")
# RetireGrant takes a token or the two ids: the ids are what can be guessed.
LEFT_OUT: Mapping[str, tuple[str, ...]] = {"RetireGrant": ("grant_token",)}
_PLACEHOLDER = re.compile(r"{(\w+)}")
_CONVERTER = re.compile(r"<\w+:(\w+)>")


ALLOW = policy_of(allow("*"))


class Tenant(NamedTuple):
    """What a tenant has, by the member that would name it, and a name nobody has."""

    there: Mapping[str, str]
    absent: Mapping[str, str]


@pytest.fixture(autouse=True)
def _no_lease(settings: Settings) -> None:
    settings.KMSPORTAL_LEASE_MS = 0


@pytest.fixture
def tenant(db: None) -> Tenant:
    """Alice, whose things a stranger names."""
    world = World()
    alice = world.account("alice-only")
    made = alice.create_key(
        Description="Orders database",
        Tags=[{"TagKey": "team", "TagValue": "payments-team"}],
    )["KeyMetadata"]
    alice.create_alias(AliasName="alias/orders", TargetKeyId=made["KeyId"])
    bob = world.user(alice, "bob")
    grant = alice.create_grant(
        KeyId=made["Arn"], GranteePrincipal=bob.arn, Operations=["Encrypt"]
    )
    person = make_person("ada@tenant.example")
    join(person, alice.account_id)
    # A number that stands in no other sentence.
    Membership.objects.filter(user=person).update(id=888_888_888)
    token = acting(person, alice.account_id).perform(
        "portal", "CreateApiToken", Name="alice-only"
    )
    there = _named(alice, made, bob) | {
        "grant_id": grant["GrantId"],
        "token_id": token["TokenId"],
        "email": person.email,
        "member_id": str(Membership.objects.get(user=person).pk),
    }
    return Tenant(there=there, absent=_absent(there, alice.account_id))


def _named(alice: Client, key: Mapping[str, Any], bob: Client) -> dict[str, str]:
    def ask(name: str, **members: Any) -> Any:
        return alice.perform("organizations", name, **members)

    root = ask("ListRoots")["Roots"][0]["Id"]
    unit = ask("CreateOrganizationalUnit", ParentId=root, Name="alice-only")
    policy = ask(
        "CreatePolicy",
        Name="alice-only",
        Description="Orders database",
        Type="SERVICE_CONTROL_POLICY",
        Content=ALLOW,
    )
    blob = alice.encrypt(KeyId=key["Arn"], Plaintext=b"x")["CiphertextBlob"]
    alice.perform("portal", "CreateBudget", BudgetName="alice-only", LimitAmount="10")
    unit_id = unit["OrganizationalUnit"]["Id"]
    bucket, trail = "alice-bucket", "alice-trail"
    alice.perform("portal", "CreateStorageConnection", BucketName=bucket)
    made = alice.perform("cloudtrail", "CreateTrail", Name=trail, S3BucketName=bucket)
    export = alice.perform("portal", "ExportAudit")["Export"]
    anchor = alice.perform(
        "portal", "CreateAuditAnchor", Kind="EMAIL", Target="auditor@alice.example"
    )["Anchor"]
    return {
        "export_id": export["ExportId"],
        "anchor_id": anchor["AnchorId"],
        "part": "1",
        "key_id": key["Arn"],
        "target_key_id": key["Arn"],
        "key_arn": key["Arn"],
        "source_key_id": key["Arn"],
        "destination_key_id": key["Arn"],
        "ciphertext_blob": encoded(blob),
        "alias_name": "alias/orders",
        "grantee_principal": bob.arn,
        "retiring_principal": bob.arn,
        "custom_key_store_id": "cks-1234567890abcdef0",
        "access_key_id": alice.caller.access_key_id,
        "account_alias": "alice-alias",
        "budget_name": "alice-budget",
        "group_name": "alice-group",
        "role_name": "alice-role",
        "user_name": "alice-user",
        "version_id": "v1",
        "policy_name": "alicepolicy",
        "new_user_name": "alice-user-2",
        "new_group_name": "alice-group-2",
        "policy_arn": f"arn:aws:iam::{alice.account_id}:policy/alice-policy",
        "permissions_boundary": f"arn:aws:iam::{alice.account_id}:policy/alice-policy",
        "role_arn": f"arn:aws:iam::{alice.account_id}:role/KeyUser",
        "policy_source_arn": bob.arn,
        "resource_arn": key["Arn"],
        "open_id_connect_provider_arn": (
            f"arn:aws:iam::{alice.account_id}:oidc-provider/issuer.example"
        ),
        "name": trail,
        "trail_name": trail,
        "resource_id": made["TrailARN"],
        "bucket": bucket,
        "bucket_name": bucket,
        "s3_bucket_name": bucket,
        "principal_arn": bob.arn,
        "source_arn": bob.arn,
        "month": "2026-10",
        "root_id": root,
        "parent_id": unit_id,
        "source_parent_id": root,
        "destination_parent_id": unit_id,
        "organizational_unit_id": unit_id,
        "child_id": alice.account_id,
        "target_id": alice.account_id,
        "account_id": alice.account_id,
        "policy_id": policy["Policy"]["PolicySummary"]["Id"],
        "create_account_request_id": "car-" + "1" * 32,
    }


def _absent(there: Mapping[str, str], account_id: str) -> dict[str, str]:
    """Return names of the same form that nobody has."""
    absent = {name: _other(value, account_id) for name, value in there.items()}
    return absent | {
        "ciphertext_blob": encoded(bytes(184)),
        "email": "nobody@absent.example",
        "version_id": "v1",
        "month": "2026-09",
        "policy_name": "nobodyspolicy",
        "member_id": "999999999",
        "export_id": "5f0c9d5e-0000-4000-8000-000000000000",
        "anchor_id": "5f0c9d5e-0000-4000-8000-000000000001",
        "part": "1",
    }


def _other(value: str, account_id: str) -> str:
    """Change what is random in a name; the account of an ARN stays the tenant's."""
    if value.startswith("arn:aws:iam"):
        return value + "-absent"
    if value.startswith("alice-"):
        return f"nobody-{value}"
    if value == account_id:
        return "999999999990"
    return re.sub(r"[0-9a-z]{6}$", "000000", value)


@pytest.fixture
def stranger(tenant: Tenant) -> Client:
    """A person who administers another organisation's account."""
    return World().account("stranger")


# Operations, as the wire and every other door run them -----------------------------


def test_every_member_that_names_something_is_probed(tenant: Tenant) -> None:
    unknown = {
        operation.action: names
        for operation in all_operations().values()
        if (names := unknown_names(operation.params, tenant.there))
    }
    assert unknown == {}, unknown


def test_no_operation_tells_a_tenants_things_from_absent_ones(
    tenant: Tenant, stranger: Client, subtests: pytest.Subtests
) -> None:
    for operation in all_operations().values():
        asked = {
            state: answer(stranger, operation, names)
            for state, names in (("there", tenant.there), ("absent", tenant.absent))
        }
        with subtests.test(msg=operation.action):
            assert asked["there"] == asked["absent"]


def answer(client: Client, operation: Operation, names: Mapping[str, str]) -> str:
    """Return the refusal without the names, or that there was none."""
    left_out = LEFT_OUT.get(operation.name, ())
    members = members_of(operation.params, names, leaving_out=left_out)
    try:
        with transaction.atomic():
            result = gateway.perform(_call(client, operation, members))
            # What one question did must not answer the next.
            transaction.set_rollback(True)
    except ServiceError as error:
        return f"{error.code}: {without(names, error.message or '')}"
    shown = str(msgspec.to_builtins(result, enc_hook=str))
    assert_tells_nothing(shown)
    return "answered"


def _call(client: Client, operation: Operation, members: Mapping[str, Any]) -> Call:
    spelled = {
        field.encode_name: members[field.name]
        for field in msgspec.structs.fields(operation.params)
        if field.name in members
    }
    # An address holds numbers as text.
    params = msgspec.convert(
        spelled, operation.params, strict=False, dec_hook=decode_timestamp
    )
    plain = Client(client.caller, region=client.region)
    return msgspec.structs.replace(
        plain.call("sts", "GetCallerIdentity"), operation=operation, params=params
    )


def without(names: Mapping[str, str], text: str) -> str:
    """Replace what was named, longest first, and the ids within it."""
    parts = {part for name in names.values() for part in (name, name.split("/")[-1])}
    for part in sorted(parts, key=len, reverse=True):
        text = re.sub(rf"(?<![\w-]){re.escape(part)}(?!\w)", "…", text)
    return text


def assert_tells_nothing(text: str, asked: str = "") -> None:
    assert not [word for word in SECRET_WORDS if word in text], asked


# REST ------------------------------------------------------------------------------


def rest_of(stranger: Client) -> RestClient:
    person = make_person("eve@stranger.example")
    join(person, stranger.account_id)
    token = token_of(person, stranger.account_id)
    return RestClient(Authorization=f"Bearer {token}")


def test_every_address_can_be_probed(tenant: Tenant) -> None:
    unknown = {
        f"{one.method} {one.path}": held
        for one in ROUTES
        if (held := [n for n in one.path_members if n not in tenant.there])
    }
    assert unknown == {}, unknown


def test_no_route_tells_a_tenants_things_from_absent_ones(
    tenant: Tenant, stranger: Client, subtests: pytest.Subtests
) -> None:
    api = rest_of(stranger)
    for route in ROUTES:
        asked = []
        for names in (tenant.there, tenant.absent):
            with transaction.atomic():
                asked.append(ask(api, route, names))
                # What one question did must not answer the next.
                transaction.set_rollback(True)
        with subtests.test(msg=f"{route.method} {route.path}"):
            assert asked[0] == asked[1]
            assert asked[0][0] < 500


def ask(api: RestClient, route: Route, names: Mapping[str, str]) -> tuple[int, str]:
    """Return the status and, of a refusal, the sentence without the names."""
    left_out = (*LEFT_OUT.get(route.operation.name, ()), *route.path_members)
    members = members_of(route.operation.params, names, leaving_out=left_out)
    path = _PLACEHOLDER.sub(lambda found: in_address(found[1], names), route.path)
    if route.has_body:
        reply = api.send(route.method, path, members)
    else:
        query = {route.public_name(name): value for name, value in members.items()}
        send = api.get if route.method == "GET" else api.delete
        reply = send(path, **query)
    text = reply.content.decode()
    assert_tells_nothing(text, route.action)
    if reply.status_code < 300:
        return reply.status_code, ""
    problem = json.loads(text)
    return reply.status_code, without(names, problem.get("detail", ""))


def in_address(name: str, names: Mapping[str, str]) -> str:
    """Return what stands in an address: an alias's short name, a key's bare id."""
    return names[name].removeprefix("alias/").rpartition("key/")[2]


# The console -------------------------------------------------------------------------


def pages(patterns: Any) -> Iterator[tuple[str, list[str]]]:
    """Yield each address below an account and Region, and what it holds."""
    for entry in patterns:
        part = str(entry.pattern)
        if isinstance(entry, URLResolver):
            for below, _ in pages(entry.url_patterns):
                yield part + below, _CONVERTER.findall(part + below)
        elif isinstance(entry, URLPattern):
            yield part, _CONVERTER.findall(part)


@pytest.fixture
def console_pages() -> list[tuple[str, list[str]]]:
    place = next(entry for entry in urlpatterns if isinstance(entry, URLResolver))
    return list(pages(place.url_patterns))


def test_no_page_tells_a_tenants_things_from_absent_ones(
    tenant: Tenant,
    stranger: Client,
    console_pages: list[tuple[str, list[str]]],
    subtests: pytest.Subtests,
) -> None:
    names = {
        "key_id": (tenant.there["key_id"], tenant.absent["key_id"]),
        "token_id": (tenant.there["token_id"], tenant.absent["token_id"]),
        "name": ("orders", "absent"),
        "member_id": (tenant.there["member_id"], tenant.absent["member_id"]),
        "arn": (readers_of(tenant.there), readers_of(tenant.absent)),
        "group": ("there", "absent"),
        "policy": ("there", "absent"),
        "anchor_id": (tenant.there["anchor_id"], tenant.absent["anchor_id"]),
        "export_id": (tenant.there["export_id"], tenant.absent["export_id"]),
        "month": ("2026-10", "2026-09"),
        # These name no thing of a tenant.
        "kind": ("users", "users"),
        "policy_type": ("identity", "identity"),
        "version_id": ("v1", "v1"),
    }
    person = make_person("eve@stranger.example")
    join(person, stranger.account_id)
    browser = Browser()
    browser.force_login(person)
    own = f"/console/{stranger.account_id}/{REGION}/"
    foreign = f"/console/{tenant.there['account_id']}/{REGION}/"
    for page, held in console_pages:
        with subtests.test(msg=page):
            assert set(held) <= set(names), "this page cannot be probed"
            seen = [filled(page, {n: names[n][i] for n in held}) for i in (0, 1)]
            replies = [browser.get(own + address) for address in seen]
            assert replies[0].status_code == replies[1].status_code
            for reply in (*replies, browser.get(foreign + seen[0])):
                assert_tells_nothing(reply.content.decode())
            assert browser.get(foreign + seen[0]).status_code == 404
            assert browser.post(foreign + seen[0]).status_code == 404


def readers_of(names: Mapping[str, str]) -> str:
    return f"arn:aws:iam::{names['account_id']}:policy/readers"


def filled(page: str, names: Mapping[str, str]) -> str:
    return _CONVERTER.sub(lambda found: names[found[1]].rpartition("key/")[2], page)
