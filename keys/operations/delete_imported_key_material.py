"""DeleteImportedKeyMaterial: a key that is of no use until it is imported again."""

from keys.imports import (
    IMPORTABLE,
    KeyMaterialId,
    delete_material,
    find_material,
    require_external,
    shown_id,
)
from keys.metadata import KeyIdOrName
from keys.models import Key, KeyState
from keys.operation import key_operation
from kmsportal.core.call import Call
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    key_id: KeyIdOrName
    key_material_id: KeyMaterialId | None = None


class Result(Answer, frozen=True, kw_only=True):
    key_id: str
    key_material_id: str | None = None


@key_operation(
    states={*IMPORTABLE, KeyState.PENDING_DELETION, KeyState.PENDING_REPLICA_DELETION},
    ends_rights=True,
)
def delete_imported_key_material(call: Call, key: Key, params: Params) -> Result:
    require_external(key)
    material_id = key.current_material_id
    if params.key_material_id is not None:
        material_id = find_material(key, params.key_material_id)
    if material_id:
        delete_material(key, material_id)
    return Result(key_id=key.arn, key_material_id=shown_id(key, material_id))
