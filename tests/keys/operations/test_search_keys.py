"""SearchKeys, the portal's own."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from keys.operations.search_keys import search_keys
from kmsportal import projector
from tests.keys.ledger import last_record
from tests.keys.policies import allow, policy_of
from tests.world import NOW, Client, World, refused


def search(client: Client, **members: Any) -> dict[str, Any]:
    return client.perform("portal", "SearchKeys", **members)


def make(client: Client, name: str, **members: Any) -> str:
    """Make a key with an alias a minute after the last; return its id."""
    key_id: str = client.create_key(Description=name, **members)["KeyMetadata"]["KeyId"]
    client.create_alias(AliasName=f"alias/{name}", TargetKeyId=key_id)
    client.time = client.time.replace(minute=client.time.minute + 1)
    return key_id


@pytest.fixture
def shop(alice: Client) -> dict[str, str]:
    """Three keys, made in this order: orders, invoices, archive."""
    tags = [{"TagKey": "cost-centre", "TagValue": "Finance"}]
    made = {
        "orders": make(alice, "orders"),
        "invoices": make(alice, "invoices", Tags=tags),
        "archive": make(alice, "archive"),
    }
    alice.disable_key(KeyId=made["archive"])
    return made


def found(answer: dict[str, Any]) -> list[str]:
    return [key["Description"] for key in answer["Keys"]]


def test_a_row_tells_all_that_a_list_shows(alice: Client) -> None:
    tags = [{"TagKey": "a", "TagValue": "1"}]
    key_id = make(alice, "orders", Tags=tags)
    alice.create_alias(AliasName="alias/b", TargetKeyId=key_id)
    alice.time = NOW
    alice.enable_key_rotation(KeyId=key_id)
    assert search(alice) == {
        "Keys": [
            {
                "KeyId": key_id,
                "Arn": f"arn:aws:kms:us-east-1:{alice.account_id}:key/{key_id}",
                "AliasName": "alias/b",
                "AliasCount": 2,
                "Description": "orders",
                "KeyState": "Enabled",
                "Enabled": True,
                "CreationDate": "2026-11-23T12:00:00Z",
                "RotationEnabled": True,
                "NextRotationDate": "2027-11-23T12:00:00Z",
                "Tags": tags,
            }
        ],
        "Total": 1,
        "Truncated": False,
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["archive", "invoices", "orders"]),
        ("  ", ["archive", "invoices", "orders"]),
        ("ORDERS", ["orders"]),
        ("alias/inv", ["invoices"]),
        ("finance", ["invoices"]),
        ("cost-", ["invoices"]),
        ("%", []),
        ("nothing", []),
    ],
)
def test_any_word_finds_a_key(
    alice: Client, shop: dict[str, str], text: str, expected: list[str]
) -> None:
    answer = search(alice, Text=text)
    assert found(answer) == expected
    assert answer["Total"] == len(expected)


def test_an_id_or_a_pasted_arn_finds_a_key(alice: Client, shop: dict[str, str]) -> None:
    key_id = shop["orders"]
    arn = f"arn:aws:kms:us-east-1:{alice.account_id}:key/{key_id}"
    for text in (key_id, key_id[:13], arn):
        assert "orders" in found(search(alice, Text=text))


def test_states_narrow_the_list(alice: Client, shop: dict[str, str]) -> None:
    assert found(search(alice, States=["Disabled"])) == ["archive"]
    assert found(search(alice, States=["Disabled", "Enabled"], Text="o")) == [
        "invoices",
        "orders",
    ]
    assert found(search(alice, States=[])) == []


@pytest.mark.parametrize(
    ("by", "order", "expected"),
    [
        ("Created", "Ascending", ["orders", "invoices", "archive", "nameless"]),
        ("Created", "Descending", ["nameless", "archive", "invoices", "orders"]),
        ("Name", "Ascending", ["archive", "invoices", "orders", "nameless"]),
        ("Name", "Descending", ["orders", "invoices", "archive", "nameless"]),
    ],
)
def test_the_list_can_be_sorted(
    alice: Client, shop: dict[str, str], by: str, order: str, expected: list[str]
) -> None:
    alice.create_key(Description="nameless")
    assert found(search(alice, SortBy=by, SortOrder=order)) == expected


def test_the_list_can_be_sorted_by_state(alice: Client, shop: dict[str, str]) -> None:
    assert found(search(alice, SortBy="State", SortOrder="Ascending"))[0] == "archive"


def test_pages_hold_every_key_once(alice: Client, shop: dict[str, str]) -> None:
    first = search(alice, Limit=2)
    second = search(alice, Limit=2, Marker=first["NextMarker"])
    assert [*found(first), *found(second)] == ["archive", "invoices", "orders"]
    assert (first["Total"], second["Total"]) == (3, 3)
    with refused("InvalidMarkerException"):
        search(alice, Text="o", Marker=first["NextMarker"])


def test_a_stranger_finds_nothing(mallory: Client, shop: dict[str, str]) -> None:
    assert search(mallory, Text="orders")["Keys"] == []


def test_it_needs_a_permission_of_its_own(world: World, alice: Client) -> None:
    bob = world.user(alice, "bob", policy_of(allow("kms:*")))
    with refused(
        "AccessDeniedException",
        f"User: {bob.arn} is not authorized to perform: portal:SearchKeys on resource:"
        " * because no identity-based policy allows the portal:SearchKeys action",
    ):
        search(bob)
    assert last_record(bob)["eventName"] == "SearchKeys"


def test_the_number_of_queries_does_not_grow_with_the_page(
    alice: Client,
    shop: dict[str, str],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    call = alice.call("portal", "SearchKeys", Text="o")
    with django_assert_num_queries(5):
        search_keys.run(call, None)


def test_a_row_tells_the_last_use(alice: Client) -> None:
    used, idle = (alice.create_key()["KeyMetadata"]["KeyId"] for _ in range(2))
    alice.time = NOW + timedelta(days=1)
    alice.encrypt(KeyId=used, Plaintext=b"order")
    projector.catch_up()

    rows = {row["KeyId"]: row for row in alice.perform("portal", "SearchKeys")["Keys"]}
    assert rows[used]["LastUsedDate"] == "2026-11-24T12:00:00Z"
    assert "LastUsedDate" not in rows[idle]
