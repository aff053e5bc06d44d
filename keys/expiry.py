"""When imported material expires, and the state a key is in for want of material."""

from datetime import datetime
from enum import Enum

from keys.models import Key, KeyMaterial, KeyState
from keys.specs import Origin
from keys.states import SWITCHABLE


class ExpirationModel(Enum):
    """The API's ``ExpirationModelType``."""

    KEY_MATERIAL_EXPIRES = "KEY_MATERIAL_EXPIRES"
    KEY_MATERIAL_DOES_NOT_EXPIRE = "KEY_MATERIAL_DOES_NOT_EXPIRE"


def expiration_model_of(valid_to: datetime | None) -> ExpirationModel:
    if valid_to is None:
        return ExpirationModel.KEY_MATERIAL_DOES_NOT_EXPIRE
    return ExpirationModel.KEY_MATERIAL_EXPIRES


def expiry_of(key: Key) -> tuple[str | None, datetime | None]:
    """Return the expiration model of ``key`` and when its first material expires.

    Material that waits for a rotation does not count: nothing depends on it yet.
    """
    if key.origin != Origin.EXTERNAL.value:
        return None, None
    materials = KeyMaterial.objects.of(key).imported()
    kept = materials.exclude(material_id=key.pending_material_id)
    ends = list(kept.values_list("valid_to", flat=True))
    if not ends:
        return None, None
    valid_to = min((end for end in ends if end is not None), default=None)
    return expiration_model_of(valid_to).value, valid_to


def settle_material(key: Key) -> None:
    """Give ``key`` the state that its materials leave it in, and save both.

    A symmetric key is usable only with every material that it ever used (API
    reference, ImportKeyMaterial). A key that is disabled stays so.
    """
    materials = KeyMaterial.objects.of(key)
    lacks = _lacks_material(key)
    if lacks and key.state in SWITCHABLE:
        key.state = KeyState.PENDING_IMPORT
    elif not lacks and key.state == KeyState.PENDING_IMPORT:
        key.state = KeyState.ENABLED
    expiring = materials.filter(valid_to__isnull=False).order_by("valid_to")
    key.material_expires_at = expiring.values_list("valid_to", flat=True).first()
    key.save(
        update_fields=[
            "state",
            "current_material_id",
            "pending_material_id",
            "material_expires_at",
        ]
    )


def state_without_deletion(key: Key) -> KeyState:
    """Return the state of a key whose deletion is called off."""
    return KeyState.PENDING_IMPORT if _lacks_material(key) else KeyState.DISABLED


def _lacks_material(key: Key) -> bool:
    if not key.current_material_id:
        return True
    missing = KeyMaterial.objects.of(key).filter(sealed=None)
    return missing.exclude(material_id=key.pending_material_id).exists()
