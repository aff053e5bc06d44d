"""The only place where key material is made, sealed and opened."""

from datetime import datetime

from keys.crypto.blob import BlobName, name_prefix
from keys.crypto.pairs import PAIR_SPECS, open_private_key
from keys.making import make_material
from keys.models import Key, KeyMaterial
from keys.specs import KeySpec
from keys.view import Material
from kmsportal.core.errors import KMSInternalException
from kmsportal.sealing.accounts import fingerprint, seal, unseal
from kmsportal.sealing.envelope import SealBrokenError


def add_new_material(key: Key, *, time: datetime, rotation_type: str = "") -> str:
    """Make fresh material for ``key``, sealed to its row; return its id."""
    secret = make_material(KeySpec(key.spec))
    return add_material(key, secret, time=time, rotation_type=rotation_type)


def add_material(
    key: Key, secret: bytes, *, time: datetime, rotation_type: str = ""
) -> str:
    """Seal ``secret``, which fits the spec of ``key``, to a new row; return its id.

    It is raw bytes for symmetric and HMAC keys, PKCS#8 for key pairs.
    """
    material_id = material_id_of(key, secret)
    KeyMaterial.objects.create(
        account_id=key.account_id,
        region=key.region,
        key_id=key.key_id,
        material_id=material_id,
        sealed=_sealed(key, material_id, secret),
        created_at=time,
        rotation_type=rotation_type,
    )
    return material_id


def restore_material(key: Key, secret: bytes) -> None:
    """Seal ``secret`` to the row of its material that is there already."""
    material_id = material_id_of(key, secret)
    rows = KeyMaterial.objects.of(key).filter(material_id=material_id)
    rows.update(sealed=_sealed(key, material_id, secret))


def material_id_of(key: Key, secret: bytes) -> str:
    """Name the material by a keyed digest: even a weak one cannot be guessed from it.

    The same material has the same name whenever it is imported into the same key.
    """
    row = ("material-id", key.key_id)
    return fingerprint(key.account_id, *row, plaintext=secret).hex()


def open_materials(key: Key) -> dict[str, Material]:
    """Open every material of ``key`` that is there, by id.

    KMSInternalException when a row was altered or belongs to another key.
    """
    rows = KeyMaterial.objects.of(key).imported()
    return {row.material_id: _open(key, row) for row in rows}


def _open(key: Key, row: KeyMaterial) -> Material:
    try:
        secret = unseal(
            key.account_id, *_row(key, row.material_id), sealed=bytes(row.sealed or b"")
        )
    except SealBrokenError:
        raise KMSInternalException(
            f"The key material {row.material_id} of {key.arn} cannot be opened: its"
            " record was altered or belongs to another key."
        ) from None
    return _material(key, row.material_id, secret)


def _material(key: Key, material_id: str, secret: bytes) -> Material:
    spec = KeySpec(key.spec)
    if spec is KeySpec.SYMMETRIC_DEFAULT:
        prefix = name_prefix(BlobName(key.account_id, key.key_id, material_id))
        return Material(material_id=material_id, secret=secret, prefix=prefix)
    private = open_private_key(spec, secret) if spec in PAIR_SPECS else None
    return Material(material_id=material_id, secret=secret, private=private)


def _sealed(key: Key, material_id: str, secret: bytes) -> bytes:
    return seal(key.account_id, *_row(key, material_id), plaintext=secret)


def _row(key: Key, material_id: str) -> tuple[str, str, str]:
    # Without the Region: replicas of a multi-Region key share the material.
    return ("key-material", key.key_id, material_id)
