"""Imported key material: which of it a key takes, keeps and gives up."""

from collections.abc import Collection
from datetime import datetime
from enum import Enum
from typing import Annotated

import msgspec
from msgspec import Meta

from keys.crypto.material import check_material
from keys.crypto.pairs import UnfitKeyError
from keys.custody import add_material, material_id_of, restore_material
from keys.expiry import settle_material
from keys.models import Key, KeyMaterial, KeyState
from keys.multi_region import replicas_of, share, share_material
from keys.specs import KeySpec, Origin
from keys.states import SWITCHABLE
from kmsportal.core.errors import (
    IncorrectKeyMaterialException,
    KMSInvalidStateException,
    NotFoundException,
    UnsupportedOperationException,
    ValidationException,
)
from kmsportal.core.shapes import matching

KeyMaterialId = Annotated[
    str, Meta(min_length=64, max_length=64), matching("^[a-f0-9]+$")
]
KeyMaterialDescription = Annotated[
    str, Meta(max_length=256), matching(r"^[a-zA-Z0-9:/_\s.-]+$")
]

# AWS KMS Developer Guide, "Key states of AWS KMS keys".
IMPORTABLE: Collection[str] = SWITCHABLE | {KeyState.PENDING_IMPORT}


class ImportType(Enum):
    """Whether the material was imported into the key before."""

    NEW_KEY_MATERIAL = "NEW_KEY_MATERIAL"
    EXISTING_KEY_MATERIAL = "EXISTING_KEY_MATERIAL"


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """Unwrapped material and what its owner says of it; no repr shows the secret.

    ``valid_to`` is None for material that does not expire. Without an ``import_type``
    the first material of a key is new and every other an existing one.
    """

    secret: bytes
    valid_to: datetime | None
    import_type: ImportType | None
    material_id: str | None
    description: str | None

    def __repr__(self) -> str:
        return "Delivery(…)"


def require_external(key: Key) -> None:
    """Refuse a key whose material is not its owner's."""
    require_origin(key, Origin.EXTERNAL)


def require_origin(key: Key, origin: Origin) -> None:
    if key.origin != origin.value:
        raise UnsupportedOperationException(
            f"{key.arn} origin is {key.origin} which is not valid for this operation."
        )


def require_fit(key: Key, secret: bytes) -> bytes:
    """Return ``secret`` as it is kept, if it is material of the key's spec."""
    try:
        return check_material(KeySpec(key.spec), secret)
    except UnfitKeyError:
        raise IncorrectKeyMaterialException(
            f"The key material is not valid for the key spec {key.spec}."
        ) from None


def require_symmetric_members(key: Key, members: Collection[object]) -> None:
    """Refuse what only symmetric encryption keys, which have several materials, take.

    API reference, ImportKeyMaterial.
    """
    if key.spec != KeySpec.SYMMETRIC_DEFAULT.value and any(
        member is not None for member in members
    ):
        raise ValidationException(
            "ImportType, KeyMaterialDescription and KeyMaterialId can be used with"
            " symmetric encryption keys only."
        )


def shown_id(key: Key, material_id: str) -> str | None:
    """Return the id as the API shows it: of symmetric encryption keys only."""
    is_shown = key.spec == KeySpec.SYMMETRIC_DEFAULT.value
    return (material_id or None) if is_shown else None


def take_material(key: Key, delivery: Delivery, *, time: datetime) -> str:
    """Import material into ``key``, whose row is locked; return the material's id."""
    material_id = material_id_of(key, delivery.secret)
    if _is_new(key, delivery):
        _require_new(key, material_id)
        add_material(key, delivery.secret, time=time)
        _put_in_line(key, material_id)
    else:
        _require_known(key, delivery, material_id)
        restore_material(key, delivery.secret)
    row = KeyMaterial.objects.of(key).filter(material_id=material_id)
    row.update(valid_to=delivery.valid_to)
    if delivery.description is not None:
        row.update(description=delivery.description)
    settle_material(key)
    return material_id


def delete_material(key: Key, material_id: str) -> None:
    """Take material away from ``key``; what it encrypted stays closed without it.

    Material that waits for a rotation is forgotten in every Region, unless it is taken
    from a replica alone (API reference, DeleteImportedKeyMaterial).
    """
    if material_id == key.pending_material_id and not key.is_replica:
        _forget_pending(key)
    else:
        row = KeyMaterial.objects.of(key).filter(material_id=material_id)
        row.update(sealed=None, valid_to=None)
    settle_material(key)


def find_material(key: Key, material_id: str) -> str:
    """Return the id of a material of ``key``; NotFoundException when it has it not."""
    if not KeyMaterial.objects.of(key).filter(material_id=material_id).exists():
        raise NotFoundException(
            f"Key material (id: {material_id}) of {key.arn} does not exist."
        )
    return material_id


def expire_materials(key: Key, *, time: datetime) -> None:
    """Take away every material of ``key`` whose time is over."""
    over = KeyMaterial.objects.of(key).filter(valid_to__lte=time)
    for material_id in list(over.values_list("material_id", flat=True)):
        delete_material(key, material_id)


def require_pending_everywhere(key: Key) -> None:
    """Refuse to rotate without new material in ``key`` and all its replicas."""
    if not key.pending_material_id or lacks_pending_somewhere(key):
        raise KMSInvalidStateException(
            f"No available key material pending rotation for the key: {key.arn}"
        )


def lacks_pending_somewhere(key: Key) -> bool:
    """Whether the material that waits for a rotation is still to be imported."""
    rows = KeyMaterial.objects.in_every_region(key)
    return rows.filter(material_id=key.pending_material_id, sealed=None).exists()


def _is_new(key: Key, delivery: Delivery) -> bool:
    if delivery.import_type is not None:
        return delivery.import_type is ImportType.NEW_KEY_MATERIAL
    return not KeyMaterial.objects.of(key).exists()


def _require_new(key: Key, material_id: str) -> None:
    if key.is_replica:
        raise UnsupportedOperationException(
            f"{key.arn} is a multi-Region replica key: import new key material into its"
            " primary key first."
        )
    if KeyMaterial.objects.of(key).filter(material_id=material_id).exists():
        raise IncorrectKeyMaterialException(
            f"The key material (id: {material_id}) is already associated with the KMS"
            f" key {key.arn}."
        )
    if key.pending_material_id:
        raise KMSInvalidStateException(
            f"New key material (id: {material_id}) cannot be imported into KMS key"
            f" {key.arn}, because another key material (id:"
            f" {key.pending_material_id}) is pending rotation."
        )


def _require_known(key: Key, delivery: Delivery, material_id: str) -> None:
    is_named = delivery.material_id in (None, material_id)
    known = KeyMaterial.objects.of(key).filter(material_id=material_id)
    if not is_named or not known.exists():
        raise IncorrectKeyMaterialException(
            "The key material is not the same as was imported into the KMS key"
            f" {key.arn} before."
        )


def _put_in_line(key: Key, material_id: str) -> None:
    """Make the first material current; let any other wait for a rotation."""
    if not key.current_material_id:
        key.current_material_id = material_id
        return
    key.pending_material_id = material_id
    share(key, "pending_material_id")
    share_material(key, material_id)


def _forget_pending(key: Key) -> None:
    rows = KeyMaterial.objects.in_every_region(key)
    rows.filter(material_id=key.pending_material_id).delete()
    key.pending_material_id = ""
    share(key, "pending_material_id")
    for replica in replicas_of(key):
        settle_material(replica)
