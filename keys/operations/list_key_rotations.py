"""ListKeyRotations: the materials that a key has had, and when each came."""

from enum import Enum
from typing import Any

from keys.expiry import expiration_model_of
from keys.imports import lacks_pending_somewhere
from keys.metadata import KeyIdOrName
from keys.models import Key, KeyMaterial
from keys.operation import key_operation
from keys.paging import DEFAULT_LIMIT, Limit, Marker, page_by_offset
from keys.rotations import require_rotatable
from keys.specs import Origin
from keys.states import ANY_STATE
from kmsportal.core.call import Call
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Part, Timestamp
from kmsportal.core.shapes import Result as Answer


class IncludeKeyMaterial(Enum):
    """Which materials to list."""

    ALL_KEY_MATERIAL = "ALL_KEY_MATERIAL"
    ROTATIONS_ONLY = "ROTATIONS_ONLY"


class Params(Shape, frozen=True, kw_only=True):
    key_id: KeyIdOrName
    include_key_material: IncludeKeyMaterial | None = None
    limit: Limit | None = None
    marker: Marker | None = None


class RotationsListEntry(Part, frozen=True, kw_only=True):
    key_id: str
    key_material_id: str
    key_material_description: str | None = None
    import_state: str | None = None
    key_material_state: str
    expiration_model: str | None = None
    valid_to: Timestamp | None = None
    rotation_date: Timestamp | None = None
    rotation_type: str | None = None


class Result(Answer, frozen=True, kw_only=True):
    rotations: list[RotationsListEntry]
    next_marker: str | None = None
    truncated: bool


@key_operation(kind=Kind.READ, states=ANY_STATE)
def list_key_rotations(call: Call, key: Key, params: Params) -> Result:
    require_rotatable(key)
    materials = KeyMaterial.objects.of(key).order_by(
        "created_at", "rotation_type", "material_id"
    )
    # Not a default of the member: an event shows what was asked, as given.
    included = params.include_key_material or IncludeKeyMaterial.ROTATIONS_ONLY
    if included is IncludeKeyMaterial.ROTATIONS_ONLY:
        materials = materials.exclude(rotation_type="")
    page = page_by_offset(
        call,
        materials,
        limit=params.limit or DEFAULT_LIMIT,
        filters=(key.key_id, included.value),
    )
    return Result(
        rotations=[_entry(key, material) for material in page.items],
        next_marker=page.next_marker,
        truncated=page.is_truncated,
    )


def _entry(key: Key, material: KeyMaterial) -> RotationsListEntry:
    is_rotation = bool(material.rotation_type)
    return RotationsListEntry(
        key_id=key.arn,
        key_material_id=material.material_id,
        key_material_state=_state(key, material),
        rotation_date=Timestamp(material.created_at) if is_rotation else None,
        rotation_type=material.rotation_type or None,
        **(_of_import(material) if key.origin == Origin.EXTERNAL.value else {}),
    )


def _state(key: Key, material: KeyMaterial) -> str:
    if material.material_id == key.current_material_id:
        return "CURRENT"
    if material.material_id != key.pending_material_id:
        return "NON_CURRENT"
    if lacks_pending_somewhere(key):
        return "PENDING_MULTI_REGION_IMPORT_AND_ROTATION"
    return "PENDING_ROTATION"


def _of_import(material: KeyMaterial) -> dict[str, Any]:
    """Return the members that only imported material has."""
    members: dict[str, Any] = {"key_material_description": material.description or None}
    if material.sealed is None:
        return {**members, "import_state": "PENDING_IMPORT"}
    return {
        **members,
        "import_state": "IMPORTED",
        "expiration_model": expiration_model_of(material.valid_to).value,
        "valid_to": Timestamp(material.valid_to) if material.valid_to else None,
    }
