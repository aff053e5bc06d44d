"""Wrapping and importing key material as a tenant does."""

import os
from datetime import timedelta
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.keywrap import aes_key_wrap_with_padding
from cryptography.hazmat.primitives.serialization import load_der_public_key

from tests.world import Client

FOREVER = {"ExpirationModel": "KEY_MATERIAL_DOES_NOT_EXPIRE"}


def wrap(public_key: bytes, secret: bytes, *, algorithm: str) -> bytes:
    public = load_der_public_key(public_key)
    assert isinstance(public, RSAPublicKey)
    chosen = hashes.SHA1() if algorithm.endswith("SHA_1") else hashes.SHA256()  # noqa: S303 - AWS has it
    oaep = OAEP(mgf=MGF1(chosen), algorithm=chosen, label=None)
    if algorithm.startswith("RSAES"):
        return public.encrypt(secret, oaep)
    aes_key = os.urandom(32)
    return public.encrypt(aes_key, oaep) + aes_key_wrap_with_padding(aes_key, secret)


def wrapped(
    client: Client,
    key: str,
    secret: bytes,
    *,
    algorithm: str = "RSAES_OAEP_SHA_256",
    spec: str = "RSA_2048",
) -> dict[str, Any]:
    """Return the members of ImportKeyMaterial that carry ``secret``."""
    parameters = client.get_parameters_for_import(
        KeyId=key, WrappingAlgorithm=algorithm, WrappingKeySpec=spec
    )
    return {
        "KeyId": key,
        "ImportToken": parameters["ImportToken"],
        "EncryptedKeyMaterial": wrap(
            parameters["PublicKey"], secret, algorithm=algorithm
        ),
    }


def give(client: Client, key: str, secret: bytes, **members: Any) -> dict[str, Any]:
    """Import ``secret``; it does not expire unless ``ValidTo`` is given."""
    model = {} if "ValidTo" in members else FOREVER
    answer: dict[str, Any] = client.import_key_material(
        **wrapped(client, key, secret), **model, **members
    )
    return answer


def new_external_key(client: Client, **members: Any) -> str:
    """Return the ARN of a key that waits for its material."""
    made = client.create_key(Origin="EXTERNAL", **members)
    arn: str = made["KeyMetadata"]["Arn"]
    return arn


def in_days(client: Client, days: int) -> str:
    return (client.time + timedelta(days=days)).isoformat()


def state_of(client: Client, key: str) -> str:
    state: str = client.describe_key(KeyId=key)["KeyMetadata"]["KeyState"]
    return state


def materials_of(client: Client, key: str) -> list[dict[str, Any]]:
    listed = client.list_key_rotations(KeyId=key, IncludeKeyMaterial="ALL_KEY_MATERIAL")
    rotations: list[dict[str, Any]] = listed["Rotations"]
    return rotations
