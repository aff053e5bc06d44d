"""Grant tokens: what they say, and that nothing else passes for one."""

import base64

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from keys.grant_tokens import GrantName, new_grant_token, read_grant_token
from kmsportal.core.errors import InvalidGrantTokenException
from kmsportal.core.operation import Operation
from kmsportal.registry import all_operations
from tests.world import Client, World, refused

HEX = "0123456789abcdef"
NAMES = st.builds(
    GrantName,
    st.from_regex("[0-9]{12}", fullmatch=True),
    st.sampled_from(["us-east-1", "eu-central-1"]),
    st.uuids().map(str) | st.text(HEX, min_size=32, max_size=32).map("mrk-{}".format),
    st.text(HEX, min_size=64, max_size=64),
)
NAME = GrantName("111122223333", "us-east-1", "mrk-" + "0" * 32, "a" * 64)


@given(NAMES)
def test_a_token_names_its_grant(name: GrantName) -> None:
    token = new_grant_token(name)
    assert read_grant_token(token) == name
    assert len(token) <= 8192


@given(NAMES)
def test_no_two_tokens_are_alike(name: GrantName) -> None:
    assert new_grant_token(name) != new_grant_token(name)


@given(NAMES, st.data())
def test_a_damaged_token_is_none(name: GrantName, data: st.DataObject) -> None:
    raw = bytearray(base64.b64decode(new_grant_token(name)))
    bit = data.draw(st.integers(0, len(raw) * 8 - 1))
    raw[bit // 8] ^= 1 << bit % 8
    with pytest.raises(InvalidGrantTokenException):
        read_grant_token(base64.b64encode(raw).decode())


@given(st.text() | st.binary().map(lambda raw: base64.b64encode(raw).decode()))
@example("")
@example("é")
@example("\ud800")
@example(new_grant_token(NAME)[:-4])
@example(new_grant_token(NAME) + "AAAA")
@example(" " + new_grant_token(NAME))
def test_whatever_else_is_no_token(text: str) -> None:
    with pytest.raises(InvalidGrantTokenException):
        read_grant_token(text)


# What each operation needs besides key and tokens.
MEMBERS: dict[str, dict[str, object]] = {
    "CreateGrant": {"Operations": ["Encrypt"]},
    "Encrypt": {"Plaintext": b"x"},
    "GenerateDataKey": {"KeySpec": "AES_256"},
    "GenerateDataKeyWithoutPlaintext": {"KeySpec": "AES_256"},
}
WITH_TOKENS = [
    operation
    for operation in all_operations().values()
    if "grant_tokens" in operation.params.__struct_fields__
]


@pytest.mark.parametrize("operation", WITH_TOKENS, ids=lambda one: one.name)
def test_every_operation_refuses_what_is_no_token(
    operation: Operation, alice: Client, key: str
) -> None:
    blob = alice.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    named: dict[str, object] = {"KeyId": key, **MEMBERS.get(operation.name, {})}
    if operation.name == "Decrypt":
        named = {"CiphertextBlob": blob}
    if operation.name == "ReEncrypt":
        named = {"CiphertextBlob": blob, "DestinationKeyId": key}
    with refused("InvalidGrantTokenException"):
        alice.perform("kms", operation.name, GrantTokens=["no-token"], **named)


def test_a_token_gives_nothing_to_anybody_else(
    world: World, alice: Client, key: str
) -> None:
    bob, carol = world.user(alice, "bob"), world.user(alice, "carol")
    made = alice.create_grant(
        KeyId=key, GranteePrincipal=bob.arn, Operations=["Encrypt"]
    )
    tokens = [made["GrantToken"]]
    bob.encrypt(KeyId=key, Plaintext=b"x", GrantTokens=tokens)
    with refused("AccessDeniedException"):
        carol.encrypt(KeyId=key, Plaintext=b"x", GrantTokens=tokens)
    alice.retire_grant(GrantToken=made["GrantToken"])
    with refused("AccessDeniedException"):
        bob.encrypt(KeyId=key, Plaintext=b"x", GrantTokens=tokens)
    alice.encrypt(KeyId=key, Plaintext=b"x", GrantTokens=tokens)
