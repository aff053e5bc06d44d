"""ReplicateKey: the same key in another Region, with its own policy, tags and state."""

from collections.abc import Sequence
from typing import Annotated

import msgspec
from django.conf import settings
from msgspec import Meta

from keys.bound import Bound
from keys.facts import kind_facts, param_facts
from keys.metadata import Description, KeyIdOrName, KeyMetadata, metadata_of
from keys.models import Key
from keys.multi_region import (
    RegionName,
    copy_materials,
    find_relative,
    new_replica,
    require_primary,
)
from keys.needs import account_need, key_need
from keys.new_keys import policy_of_new_key, require_room_for_key, save_new_key
from keys.operation import multi_region_operation, trace_of_change
from keys.policy_checks import Policy, check_policy, show_policy
from keys.states import USABLE, require_state
from keys.tags import Tag, check_tags
from keys.view import AbsentKey
from keys.view_loading import sealed_view_of
from kmsportal.core.call import Call
from kmsportal.core.errors import AlreadyExistsException, ValidationException
from kmsportal.core.members import event_members
from kmsportal.core.operation import Need
from kmsportal.core.record import Deed, KeyTransition, KeyUse, Trace
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer


class Params(Shape, frozen=True, kw_only=True):
    key_id: KeyIdOrName
    replica_region: RegionName
    policy: Policy | None = None
    bypass_policy_lockout_safety_check: bool | None = None
    description: Description = ""
    tags: list[Tag] | None = None


class Result(Answer, frozen=True, kw_only=True):
    replica_key_metadata: KeyMetadata
    replica_policy: Annotated[str, Meta(min_length=1, max_length=131072)]
    replica_tags: list[Tag] | None = None


def _needs(call: Call, bound: Bound) -> Sequence[Need]:
    """Permission on the primary, and to create and tag in the replica's Region."""
    params: Params = call.params  # type: ignore[assignment]  # the operation's own
    key = bound.named.key
    replicate = key_need(call, bound.named, "kms:ReplicateKey")
    if isinstance(key, AbsentKey):
        return (replicate,)
    kind = kind_facts(
        spec=key.spec,
        usage=key.usage,
        origin=key.origin,
        multi_region=True,
        is_replica=True,
    )
    create = account_need(call, "kms:CreateKey", facts={**kind, **param_facts(params)})
    there = [create]
    if params.tags:
        there.append(account_need(call, "kms:TagResource"))
    region = params.replica_region
    return (replicate, *(msgspec.structs.replace(n, region=region) for n in there))


def _check(call: Call, bound: Bound) -> None:
    params: Params = call.params  # type: ignore[assignment]  # the operation's own
    key: Key = bound.key  # type: ignore[assignment]  # a change binds rows
    require_state(key, USABLE)
    require_primary(key)
    _require_free_region(key, params.replica_region)
    check_tags(params.tags or ())
    if params.policy is not None:
        check_policy(params.policy)


def _require_free_region(key: Key, region: str) -> None:
    if region not in settings.KMSPORTAL_REGIONS:
        raise ValidationException(
            f"The Region {region} is not one of this service's:"
            f" {', '.join(settings.KMSPORTAL_REGIONS)}."
        )
    found = find_relative(key, region)
    if found is not None:
        raise AlreadyExistsException(f"{found.arn} already exists.")


def _trace(call: Call, bound: Bound | None, result: Result | None) -> Trace:
    """Show the call, and the creation in the other Region as an event of its own.

    API reference, ReplicateKey.
    """
    trace = trace_of_change(call, bound, result)
    if result is None:
        return trace
    made, region = result.replica_key_metadata, call.params.replica_region  # type: ignore[attr-defined]  # the operation's own
    created = KeyTransition(
        arn=made.arn, account_id=call.account_id, state=made.key_state
    )
    deed = Deed(
        event_name="CreateKey",
        region=region,
        key=KeyUse(arn=made.arn, account_id=call.account_id, spec=made.key_spec),
        details={"keyId": made.key_id},
        transitions=(created,),
    )
    return msgspec.structs.replace(trace, response=event_members(result), deeds=(deed,))


@multi_region_operation(needs=_needs, check=_check, trace=_trace)
def replicate_key(call: Call, key: Key, params: Params) -> Result:
    require_room_for_key(call.account_id, params.replica_region)
    policy = policy_of_new_key(call.account_id, params.policy)
    replica = new_replica(key, params.replica_region, policy=policy, time=call.time)
    replica.description = params.description
    save_new_key(
        call,
        replica,
        tags=params.tags or (),
        may_lock_out=params.policy is None
        or bool(params.bypass_policy_lockout_safety_check),
    )
    copy_materials(key, replica)
    return Result(
        replica_key_metadata=metadata_of(sealed_view_of(replica)),
        replica_policy=show_policy(replica.policy),
        replica_tags=params.tags,
    )
