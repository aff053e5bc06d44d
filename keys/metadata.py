"""KeyMetadata: what CreateKey and DescribeKey answer about a key."""

from typing import Annotated

import msgspec
from msgspec import Meta

from keys.algorithms import list_algorithms
from keys.models import Key, KeyState
from keys.specs import KeySpec
from keys.view import KeyView
from kmsportal.core.shapes import Part, Timestamp

KeyIdOrName = Annotated[str, Meta(min_length=1, max_length=2048)]
"""A key id, key ARN, alias name or alias ARN, as far as its length goes."""

Description = Annotated[str, Meta(max_length=8192)]


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
    origin: str
    key_manager: str
    customer_master_key_spec: str
    key_spec: str
    encryption_algorithms: tuple[str, ...] | None = None
    signing_algorithms: tuple[str, ...] | None = None
    key_agreement_algorithms: tuple[str, ...] | None = None
    encapsulation_algorithms: tuple[str, ...] | None = None
    multi_region: bool
    mac_algorithms: tuple[str, ...] | None = None
    current_key_material_id: str | None = None


def metadata_of(key: Key | KeyView) -> KeyMetadata:
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
        deletion_date=Timestamp(key.deletion_date) if key.deletion_date else None,
        origin=key.origin,
        key_manager=key.manager,
        customer_master_key_spec=key.spec,
        key_spec=key.spec,
        multi_region=key.multi_region,
        current_key_material_id=key.current_material_id or None
        if is_symmetric
        else None,
        **msgspec.structs.asdict(lists),
    )
