"""AWS managed keys: one a service, account and Region, made when first described.

The service alone uses its key, for any caller of the account whom it serves; nobody
changes or deletes it. All of that is in the key policy (AWS KMS Developer Guide, "AWS
managed keys"; API reference, DescribeKey).
"""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from keys.bound import Bound, binder
from keys.custody import add_new_material
from keys.lookup import Named, parse_key_name
from keys.managed_services import SERVICES, ManagedService
from keys.models import Alias, Key, KeyManager, KeyState
from keys.policies import compiled_key_policy
from keys.rotations import DEFAULT_PERIOD_IN_DAYS
from keys.specs import KeySpec, KeyUsage
from keys.specs import Origin as KeyOrigin
from keys.traces import key_use, transition_to
from keys.view import KeyView
from kmsportal.core.arn import key_arn, root_arn
from kmsportal.core.call import Call
from kmsportal.core.errors import NotFoundException
from kmsportal.core.operation import Kind, WouldBlockError
from kmsportal.core.record import Deed
from kmsportal.iam.engine import GrantIndex

PREFIX = "alias/aws/"
_IDS = UUID("5b7f0a2e-8f8e-4d7a-9a2b-6b1d3c1f9e57")
_USE = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"]
_SEE = ["kms:Describe*", "kms:Get*", "kms:List*"]
_find = binder(Kind.SNAPSHOT, names="any")


class UnmadeKey(KeyView, frozen=True, kw_only=True):
    """What the key of ``service`` will be: it decides who may have it made."""

    service: str


class ManagedKeyMissing(WouldBlockError):  # noqa: N818 - a signal, not an error
    """The caller may have the key, and it must be made first."""

    def __init__(self, key: UnmadeKey) -> None:
        """Say which."""
        super().__init__(key.arn)
        self.key = key


def bind_or_foresee(call: Call) -> Bound:
    """Find the key that is named, or foresee it where its alias has none yet."""
    text: str = call.params.key_id  # type: ignore[attr-defined]  # declared so
    try:
        return _find(call)
    except NotFoundException:
        name = parse_key_name(text, account_id=call.account_id, region=call.region)
        service = name.name.removeprefix(PREFIX)
        if name.name != PREFIX + service or service not in SERVICES:
            raise
    key = _foreseen(call.account_id, call.region, service, call.time)
    return Bound(Named(key, name.name), key.state)


def require_made(key: KeyView) -> None:
    """Have a key made that is only foreseen."""
    if isinstance(key, UnmadeKey):
        raise ManagedKeyMissing(key)


def make_managed_key(key: UnmadeKey, *, time: datetime) -> tuple[Deed] | None:
    """Make the key, within a transaction; None when it is there already.

    IntegrityError when another transaction makes it at the same moment.
    """
    keys = Key.objects.in_account(key.account_id, key.region)
    if keys.filter(key_id=key.key_id).exists():
        return None
    made, name = _new_row(key, time), PREFIX + key.service
    made.current_material_id = add_new_material(made, time=time)
    made.save(force_insert=True)
    Alias.objects.create(
        account_id=key.account_id,
        region=key.region,
        name=name,
        key_id=key.key_id,
        created_at=time,
        updated_at=time,
    )
    made_here = Deed(
        event_name="CreateKey",
        region=key.region,
        key=key_use(made),
        details={"keyId": key.key_id, "aliasName": name},
        transitions=(transition_to(made, made.state),),
    )
    return (made_here,)


def managed_key_policy(account_id: str, region: str, service: str) -> str:
    """Return the policy of the key of ``service``."""
    known = SERVICES[service]
    policy = {
        "Version": "2012-10-17",
        "Id": f"auto-{service}-1",
        "Statement": [
            _through_service(known, account_id, region),
            {
                "Sid": "Allow direct access to key metadata to the account",
                "Effect": "Allow",
                "Principal": {"AWS": root_arn(account_id)},
                "Action": [*_SEE, *(["kms:RevokeGrant"] if known.grants else [])],
                "Resource": "*",
            },
        ],
    }
    return json.dumps(policy, indent=2)


def _through_service(
    service: ManagedService, account_id: str, region: str
) -> dict[str, Any]:
    grant = ["kms:CreateGrant"] if service.grants else []
    return {
        "Sid": f"Allow access through {service.title} for all principals in the account"
        f" that are authorized to use {service.title}",
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": [*_USE, *grant, "kms:DescribeKey"],
        "Resource": "*",
        "Condition": {
            "StringEquals": {
                "kms:CallerAccount": account_id,
                "kms:ViaService": f"{service.host}.{region}.amazonaws.com",
            }
        },
    }


def _foreseen(account_id: str, region: str, service: str, time: datetime) -> UnmadeKey:
    # The id follows from the names, so that what is decided is what is then made.
    key_id = str(uuid5(_IDS, f"{account_id}/{region}/{service}"))
    policy = managed_key_policy(account_id, region, service)
    return UnmadeKey(
        account_id=account_id,
        region=region,
        key_id=key_id,
        arn=key_arn(account_id, region, key_id),
        state=KeyState.ENABLED.value,
        spec=KeySpec.SYMMETRIC_DEFAULT.value,
        usage=KeyUsage.ENCRYPT_DECRYPT.value,
        origin=KeyOrigin.AWS_KMS.value,
        manager=KeyManager.AWS.value,
        multi_region=False,
        created_at=time,
        resource_policy=compiled_key_policy(policy),
        grants=GrantIndex(()),
        aliases=(PREFIX + service,),
        current_material_id="",
        materials={},
        service=service,
    )


def _new_row(key: UnmadeKey, time: datetime) -> Key:
    """Return the row that ``key`` foresees; it rotates every year."""
    protects = SERVICES[key.service].protects
    return Key(
        account_id=key.account_id,
        region=key.region,
        key_id=key.key_id,
        description=f"Default key that protects my {protects} when no other key is"
        " defined",
        spec=key.spec,
        usage=key.usage,
        origin=key.origin,
        manager=KeyManager.AWS,
        state=KeyState.ENABLED,
        created_at=time,
        policy=managed_key_policy(key.account_id, key.region, key.service),
        rotation_period_in_days=DEFAULT_PERIOD_IN_DAYS,
        next_rotation_at=time + timedelta(days=DEFAULT_PERIOD_IN_DAYS),
    )
