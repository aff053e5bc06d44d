"""No secret stands in clear in any table: what a thief of the database gets."""

import base64
from collections.abc import Iterator

import pytest
from django.db import connection

from keys.custody import open_materials
from keys.models import Key
from kmsportal.sealing.root import root_key
from kmsportal.tenancy.models import User
from tests.world import NOW, World


def stored_values() -> Iterator[bytes]:
    """Every value of every column of every table, as bytes."""
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a table of ours
            for row in cursor.fetchall():
                for value in row:
                    yield bytes(value) if _is_binary(value) else str(value).encode()


def _is_binary(value: object) -> bool:
    return isinstance(value, bytes | memoryview)


def spellings(secret: bytes) -> set[bytes]:
    return {
        secret,
        secret.hex().encode(),
        secret.hex().upper().encode(),
        base64.b64encode(secret),
        base64.urlsafe_b64encode(secret).rstrip(b"="),
    }


@pytest.mark.django_db
def test_no_table_holds_a_secret_in_clear(world: World) -> None:
    opened = world.open_account()
    alice = world.account()
    arn = alice.create_key(Description="findable")["KeyMetadata"]["Arn"]
    blob = alice.encrypt(KeyId=arn, Plaintext=b"the plaintext of a call")
    data_key = alice.generate_data_key(KeyId=arn, KeySpec="AES_256")
    alice.decrypt(CiphertextBlob=blob["CiphertextBlob"])
    person = User(email="ann@example.org", created_at=NOW)
    person.set_password("a password of hers")
    person.save()
    key = Key.objects.get(key_id=arn.rsplit("/", 1)[1])
    material = open_materials(key)[key.current_material_id]
    values = list(stored_values())

    secrets = {
        "root key": root_key(),
        "key material": material.secret,
        "secret access key": opened.secret_access_key.reveal().encode(),
        "password": b"a password of hers",
        "plaintext": b"the plaintext of a call",
        "data key": data_key["Plaintext"],
        "ciphertext": blob["CiphertextBlob"],
    }

    assert any(b"findable" in value for value in values)
    for name, secret in secrets.items():
        for spelling in spellings(secret):
            assert not any(spelling in value for value in values), name
