"""ImportKeyMaterial: material of the tenant's own, for a key that waits for it."""

from datetime import datetime, timedelta

from keys.bound import Bound
from keys.encryption import CiphertextBlob
from keys.expiry import ExpirationModel
from keys.import_tokens import unwrap_with
from keys.imports import (
    IMPORTABLE,
    Delivery,
    ImportType,
    KeyMaterialDescription,
    KeyMaterialId,
    require_external,
    require_fit,
    require_symmetric_members,
    shown_id,
    take_material,
)
from keys.metadata import KeyIdOrName
from keys.models import Key
from keys.operation import key_operation
from kmsportal.core.call import Call
from kmsportal.core.errors import ValidationException
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.core.shapes import Timestamp

# API reference, ImportKeyMaterial.
_LONGEST = timedelta(days=365)


class Params(Shape, frozen=True, kw_only=True):
    key_id: KeyIdOrName
    import_token: CiphertextBlob
    encrypted_key_material: CiphertextBlob
    valid_to: Timestamp | None = None
    expiration_model: ExpirationModel | None = None
    import_type: ImportType | None = None
    key_material_description: KeyMaterialDescription | None = None
    key_material_id: KeyMaterialId | None = None


class Result(Answer, frozen=True, kw_only=True):
    key_id: str
    key_material_id: str | None = None


def _prepare(call: Call, bound: Bound) -> Delivery:
    """Unwrap and check before any lock is taken: an RSA key takes up to a second."""
    key: Key = bound.key  # type: ignore[assignment]  # a change binds rows
    params: Params = call.params  # type: ignore[assignment]  # the operation's own
    require_external(key)
    valid_to = _expiry(params, call.time)
    _check_members(key, params)
    secret = unwrap_with(
        key, params.import_token, params.encrypted_key_material, time=call.time
    )
    return Delivery(
        secret=require_fit(key, secret),
        valid_to=valid_to,
        import_type=params.import_type,
        material_id=params.key_material_id,
        description=params.key_material_description,
    )


@key_operation(states=IMPORTABLE, prepare=_prepare)
def import_key_material(call: Call, key: Key, params: Params) -> Result:
    material_id = take_material(key, call.prepared, time=call.time)
    return Result(key_id=key.arn, key_material_id=shown_id(key, material_id))


def _check_members(key: Key, params: Params) -> None:
    require_symmetric_members(
        key,
        (params.import_type, params.key_material_description, params.key_material_id),
    )
    is_new = params.import_type is ImportType.NEW_KEY_MATERIAL
    if is_new and params.key_material_id is not None:
        raise ValidationException(
            "You cannot specify KeyMaterialId when ImportType is NEW_KEY_MATERIAL."
        )


def _expiry(params: Params, now: datetime) -> datetime | None:
    if params.expiration_model is ExpirationModel.KEY_MATERIAL_DOES_NOT_EXPIRE:
        if params.valid_to is not None:
            raise ValidationException(
                "A validTo date cannot be set if the ExpirationModel is"
                " KEY_MATERIAL_DOES_NOT_EXPIRE"
            )
        return None
    if params.valid_to is None:
        raise ValidationException(
            "A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES"
        )
    valid_to = params.valid_to.moment
    if not now < valid_to <= now + _LONGEST:
        raise ValidationException(
            "The validTo date must be in the future, by 365 days at most."
        )
    return valid_to
