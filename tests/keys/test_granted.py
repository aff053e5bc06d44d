"""A grant token works at once, on a worker whose snapshots are older than the grant."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
from pytest_django import Settings

from keys.grant_tokens import GrantName, new_grant_token
from kmsportal import gateway
from kmsportal.tenancy.generations import generations
from kmsportal.tenancy.snapshots import SnapshotMissing
from tests.world import Client, World, refused

A_MINUTE = 60_000


@pytest.fixture
def bob(world: World, alice: Client) -> Client:
    return world.user(alice, "bob")


@pytest.fixture
def slow_worker(settings: Settings) -> Iterator[None]:
    """Make this process one that learns of changes a minute late."""
    settings.KMSPORTAL_LEASE_MS = settings.KMSPORTAL_POLL_MS = A_MINUTE
    generations.start()
    yield
    generations.stop()


@pytest.fixture
def token(slow_worker: None, alice: Client, bob: Client, key: str) -> str:
    """The token of a grant to Bob that no snapshot here knows."""
    for use in (encrypt, describe):
        with refused("AccessDeniedException"):
            use(bob, key)
    known = dict(generations._known)  # noqa: SLF001 - there is no other way
    made = alice.create_grant(
        KeyId=key,
        GranteePrincipal=bob.arn,
        Operations=["Encrypt", "Decrypt", "DescribeKey"],
    )
    # As though another process had made it: this one has been told nothing.
    generations._known.update(known)  # noqa: SLF001 - the same
    return str(made["GrantToken"])


def encrypt(client: Client, key: str, **members: Any) -> Any:
    return client.encrypt(KeyId=key, Plaintext=b"x", **members)["CiphertextBlob"]


def describe(client: Client, key: str, **members: Any) -> None:
    client.describe_key(KeyId=key, **members)


@pytest.mark.parametrize("use", [encrypt, describe])
def test_whoever_shows_the_token_uses_the_grant_at_once(
    bob: Client, key: str, token: str, use: Callable[..., Any]
) -> None:
    with refused("AccessDeniedException"):
        use(bob, key)
    use(bob, key, GrantTokens=[token])
    # The snapshot is new now, for everybody.
    use(bob, key)


def test_a_ciphertext_that_names_its_key_is_opened_at_once(
    alice: Client, bob: Client, key: str, token: str
) -> None:
    blob = encrypt(alice, key)
    with refused("AccessDeniedException"):
        bob.decrypt(CiphertextBlob=blob)
    bob.decrypt(CiphertextBlob=blob, GrantTokens=[token])


def test_an_event_loop_is_not_held_up(bob: Client, key: str, token: str) -> None:
    call = bob.call("kms", "Encrypt", KeyId=key, Plaintext=b"x", GrantTokens=[token])
    with pytest.raises(SnapshotMissing):
        gateway.decide(msgspec.structs.replace(call, may_wait=False))


def test_a_token_of_no_grant_has_nothing_read_anew(
    alice: Client, bob: Client, key: str, key_id: str, token: str
) -> None:
    made_up = GrantName(alice.account_id, alice.region, key_id, "0" * 64)
    for _ in range(2):
        with refused("AccessDeniedException"):
            encrypt(bob, key, GrantTokens=[new_grant_token(made_up)])


def test_the_token_of_another_key_is_beside_the_point(
    alice: Client, bob: Client, key: str, token: str
) -> None:
    other = alice.create_key()["KeyMetadata"]["Arn"]
    with refused("AccessDeniedException"):
        encrypt(bob, other, GrantTokens=[token])
