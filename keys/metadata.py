"""KeyMetadata: what CreateKey and DescribeKey answer about a key."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from keys.algorithms import list_algorithms
from keys.models import KeyState
from keys.specs import KeySpec
from keys.view import KeyView
from kmsportal.core.shapes import Part, Timestamp

KeyIdOrName = Annotated[str, Meta(min_length=1, max_length=2048)]
"""A key id, key ARN, alias name or alias ARN, as far as its length goes."""

Description = Annotated[str, Meta(max_length=8192)]


class MultiRegionKey(Part, frozen=True, kw_only=True):
    """One of the keys of a multi-Region key."""

    arn: str
    region: str


class MultiRegionConfiguration(Part, frozen=True, kw_only=True):
    """The API's structure of that name; ``replica_keys`` is sent even when empty."""

    multi_region_key_type: str
    primary_key: MultiRegionKey
    replica_keys: list[MultiRegionKey]


class KeyMetadata(Part, frozen=True, kw_only=True):
    """The API's ``KeyMetadata`` structure; absent members are not sent."""

    aws_account_id: str = msgspec.field(name="AWSAccountId")
    key_id: str
    arn: str
    creation_date: Timestamp
    enabled: bool
    description: str
    key_usage: str
    key_state: str
    deletion_date: Timestamp | None = None
    valid_to: Timestamp | None = None
    origin: str
    expiration_model: str | None = None
    key_manager: str
    customer_master_key_spec: str
    key_spec: str
    encryption_algorithms: tuple[str, ...] | None = None
    signing_algorithms: tuple[str, ...] | None = None
    key_agreement_algorithms: tuple[str, ...] | None = None
    encapsulation_algorithms: tuple[str, ...] | None = None
    multi_region: bool
    multi_region_configuration: MultiRegionConfiguration | None = None
    pending_deletion_window_in_days: int | None = None
    mac_algorithms: tuple[str, ...] | None = None
    current_key_material_id: str | None = None


def metadata_of(key: KeyView) -> KeyMetadata:
    """Describe ``key`` as AWS does.

    Only symmetric encryption keys show their material's id, for only they rotate.
    """
    is_symmetric = key.spec == KeySpec.SYMMETRIC_DEFAULT.value
    lists = list_algorithms(key.spec, key.usage)
    return KeyMetadata(
        aws_account_id=key.account_id,
        key_id=key.key_id,
        arn=key.arn,
        creation_date=Timestamp(key.created_at),
        enabled=key.state == KeyState.ENABLED,
        description=key.description,
        key_usage=key.usage,
        key_state=key.state,
        deletion_date=_timestamp(key.deletion_date),
        valid_to=_timestamp(key.valid_to),
        origin=key.origin,
        expiration_model=key.expiration_model,
        key_manager=key.manager,
        customer_master_key_spec=key.spec,
        key_spec=key.spec,
        multi_region=key.multi_region,
        multi_region_configuration=_configuration(key) if key.multi_region else None,
        pending_deletion_window_in_days=key.pending_window_in_days,
        current_key_material_id=key.current_material_id or None
        if is_symmetric
        else None,
        **msgspec.structs.asdict(lists),
    )


def _configuration(key: KeyView) -> MultiRegionConfiguration:
    return MultiRegionConfiguration(
        multi_region_key_type="REPLICA" if key.is_replica else "PRIMARY",
        primary_key=_key_in(key, key.primary_region),
        replica_keys=[_key_in(key, region) for region in key.replica_regions],
    )


def _key_in(key: KeyView, region: str) -> MultiRegionKey:
    return MultiRegionKey(arn=key.arn_in(region), region=region)


def _timestamp(moment: datetime | None) -> Timestamp | None:
    return None if moment is None else Timestamp(moment)
