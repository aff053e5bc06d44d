"""ListKeyRotations: the materials that a key has had, and when each came."""

from enum import Enum

from keys.metadata import KeyIdOrName
from keys.models import Key, KeyMaterial
from keys.operation import key_operation
from keys.paging import DEFAULT_LIMIT, Limit, Marker, page_by_offset
from keys.rotations import require_rotatable
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
    include_key_material: IncludeKeyMaterial = IncludeKeyMaterial.ROTATIONS_ONLY
    limit: Limit | None = None
    marker: Marker | None = None


class RotationsListEntry(Part, frozen=True, kw_only=True):
    key_id: str
    key_material_id: str
    key_material_state: str
    rotation_date: Timestamp | None = None
    rotation_type: str | None = None


class Result(Answer, frozen=True, kw_only=True):
    rotations: list[RotationsListEntry]
    next_marker: str | None = None
    truncated: bool


@key_operation(kind=Kind.READ, states=ANY_STATE)
def list_key_rotations(call: Call, key: Key, params: Params) -> Result:
    require_rotatable(key)
    materials = KeyMaterial.objects.filter(
        account_id=key.account_id, region=key.region, key_id=key.key_id
    ).order_by("created_at", "rotation_type", "material_id")
    if params.include_key_material is IncludeKeyMaterial.ROTATIONS_ONLY:
        materials = materials.exclude(rotation_type="")
    page = page_by_offset(
        call,
        materials,
        limit=params.limit or DEFAULT_LIMIT,
        filters=(key.key_id, params.include_key_material.value),
    )
    return Result(
        rotations=[_entry(key, material) for material in page.items],
        next_marker=page.next_marker,
        truncated=page.is_truncated,
    )


def _entry(key: Key, material: KeyMaterial) -> RotationsListEntry:
    is_current = material.material_id == key.current_material_id
    is_rotation = bool(material.rotation_type)
    return RotationsListEntry(
        key_id=key.arn,
        key_material_id=material.material_id,
        key_material_state="CURRENT" if is_current else "NON_CURRENT",
        rotation_date=Timestamp(material.created_at) if is_rotation else None,
        rotation_type=material.rotation_type or None,
    )
