"""CreateKey: a new key of the account, with its first material."""

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta

from keys.custody import add_material
from keys.facts import kind_facts, param_facts
from keys.making import make_material, require_makeable
from keys.metadata import Description, KeyMetadata, metadata_of
from keys.models import Key, KeyManager, KeyState
from keys.multi_region import new_multi_region_id
from keys.needs import account_need
from keys.new_keys import policy_of_new_key, require_room_for_key, save_new_key
from keys.operation import account_operation
from keys.policy_checks import Policy, check_policy
from keys.specs import (
    CustomerMasterKeySpec,
    KeySpec,
    KeyUsage,
    Origin,
    settle_usage,
)
from keys.tags import Tag, check_tags
from keys.view_loading import sealed_view_of
from kmsportal.core.call import Call
from kmsportal.core.errors import UnsupportedOperationException, ValidationException
from kmsportal.core.ids import new_uuid
from kmsportal.core.members import event_members
from kmsportal.core.operation import Kind, Need
from kmsportal.core.record import KeyTransition, KeyUse, Trace
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.core.shapes import matching

_ORIGINS = frozenset({Origin.AWS_KMS, Origin.EXTERNAL})

XksKeyId = Annotated[
    str, Meta(min_length=1, max_length=128), matching("^[a-zA-Z0-9-_.]+$")
]


class Params(Shape, frozen=True, kw_only=True):
    policy: Policy | None = None
    description: Description = ""
    key_usage: KeyUsage | None = None
    customer_master_key_spec: CustomerMasterKeySpec | None = None
    key_spec: KeySpec | None = None
    origin: Origin = Origin.AWS_KMS
    custom_key_store_id: Annotated[str, Meta(min_length=1, max_length=64)] | None = None
    bypass_policy_lockout_safety_check: bool | None = None
    tags: list[Tag] | None = None
    multi_region: bool | None = None
    xks_key_id: XksKeyId | None = None

    @property
    def spec(self) -> KeySpec:
        """The spec asked for, under its present name or the deprecated one."""
        given = self.key_spec or self.customer_master_key_spec
        return KeySpec(given.value) if given else KeySpec.SYMMETRIC_DEFAULT


class Result(Answer, frozen=True, kw_only=True):
    key_metadata: KeyMetadata


def _needs(call: Call, bound: None) -> Sequence[Need]:
    """Permission to create and, with tags, to tag what is not there yet."""
    params: Params = call.params  # type: ignore[assignment]  # the operation's own
    usage = params.key_usage or KeyUsage.ENCRYPT_DECRYPT
    kind = kind_facts(
        spec=params.spec.value,
        usage=usage.value,
        origin=params.origin.value,
        multi_region=bool(params.multi_region),
    )
    create = account_need(call, "kms:CreateKey", facts={**kind, **param_facts(params)})
    if not params.tags:
        return (create,)
    return (create, account_need(call, "kms:TagResource"))


def _check(call: Call, bound: None) -> None:
    params: Params = call.params  # type: ignore[assignment]  # the operation's own
    if params.key_spec is not None and params.customer_master_key_spec is not None:
        raise ValidationException(
            "You cannot specify KeySpec and CustomerMasterKeySpec in the same request."
            " CustomerMasterKeySpec is deprecated."
        )
    settle_usage(params.spec, params.key_usage)
    _refuse_other_kinds(params)
    check_tags(params.tags or ())
    if params.policy is not None:
        check_policy(params.policy)


def _refuse_other_kinds(params: Params) -> None:
    """Refuse what AWS KMS makes and this portal does not."""
    if params.custom_key_store_id is not None or params.xks_key_id is not None:
        raise UnsupportedOperationException("Custom key stores are not supported.")
    if params.origin not in _ORIGINS:
        raise UnsupportedOperationException(
            f"Keys with the origin {params.origin.value} are not supported."
        )
    require_makeable(params.spec)


def _trace(call: Call, bound: None, result: Result | None) -> Trace:
    request = event_members(call.params)
    if result is None:
        return Trace(request=request)
    made = result.key_metadata
    return Trace(
        keys=(KeyUse(arn=made.arn, account_id=call.account_id, spec=made.key_spec),),
        request=request,
        response=event_members(result),
        transitions=(
            KeyTransition(
                arn=made.arn, account_id=call.account_id, state=made.key_state
            ),
        ),
    )


def _prepare(call: Call, bound: None) -> bytes | None:
    """Make the material before any lock is taken: RSA may need seconds."""
    params: Params = call.params  # type: ignore[assignment]  # the operation's own
    if params.origin is Origin.EXTERNAL:
        return None
    return make_material(params.spec)


@account_operation(
    kind=Kind.CHANGE, needs=_needs, check=_check, prepare=_prepare, trace=_trace
)
def create_key(call: Call, params: Params) -> Result:
    require_room_for_key(call.account_id, call.region)
    key = _new_key(call, params)
    if call.prepared is not None:
        key.current_material_id = add_material(key, call.prepared, time=call.time)
    save_new_key(
        call,
        key,
        tags=params.tags or (),
        may_lock_out=params.policy is None
        or bool(params.bypass_policy_lockout_safety_check),
    )
    return Result(key_metadata=metadata_of(sealed_view_of(key)))


def _new_key(call: Call, params: Params) -> Key:
    is_imported = params.origin is Origin.EXTERNAL
    return Key(
        account_id=call.account_id,
        region=call.region,
        key_id=new_multi_region_id() if params.multi_region else new_uuid(),
        description=params.description,
        spec=params.spec.value,
        usage=settle_usage(params.spec, params.key_usage).value,
        origin=params.origin.value,
        manager=KeyManager.CUSTOMER,
        multi_region=bool(params.multi_region),
        primary_region=call.region if params.multi_region else "",
        state=KeyState.PENDING_IMPORT if is_imported else KeyState.ENABLED,
        created_at=call.time,
        policy=policy_of_new_key(call.account_id, params.policy),
    )
