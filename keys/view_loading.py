"""Reading a key's snapshot from its rows."""

from collections.abc import Mapping

from keys.custody import open_materials
from keys.expiry import expiry_of
from keys.models import Alias, Key, KeyGrant, KeyTag
from keys.multi_region import replica_regions
from keys.policies import compiled_key_policy
from keys.view import KeyView, Material
from kmsportal.iam.engine import GrantIndex


def load_view(account_id: str, region: str, key_id: str) -> KeyView:
    """Read the key with its opened material; Key.DoesNotExist when there is none."""
    key = Key.objects.in_account(account_id, region).get(key_id=key_id)
    return _view(key, open_materials(key))


def load_sealed_view(account_id: str, region: str, key_id: str) -> KeyView:
    """Read the key without its material; Key.DoesNotExist when there is none."""
    return sealed_view_of(Key.objects.in_account(account_id, region).get(key_id=key_id))


def sealed_view_of(key: Key) -> KeyView:
    """Return the snapshot of a row that was read already, without its material."""
    return _view(key, {})


def _view(key: Key, materials: Mapping[str, Material]) -> KeyView:
    expiration_model, valid_to = expiry_of(key)
    return KeyView(
        account_id=key.account_id,
        region=key.region,
        key_id=key.key_id,
        arn=key.arn,
        state=key.state,
        spec=key.spec,
        usage=key.usage,
        origin=key.origin,
        manager=key.manager,
        multi_region=key.multi_region,
        primary_region=key.primary_region,
        replica_regions=replica_regions(key),
        created_at=key.created_at,
        description=key.description,
        deletion_date=key.deletion_date,
        pending_window_in_days=key.pending_window_in_days,
        expiration_model=expiration_model,
        valid_to=valid_to,
        resource_policy=compiled_key_policy(key.policy),
        grants=GrantIndex(KeyGrant.objects.of_key(key).weighed()),
        resource_control=key.resource_control,
        aliases=alias_names(key),
        tags=tags_of(key),
        current_material_id=key.current_material_id,
        materials=materials,
    )


def load_alias_target(account_id: str, region: str, name: str) -> str:
    """Return the id of the key the alias points to; Alias.DoesNotExist otherwise."""
    alias = Alias.objects.get(account_id=account_id, region=region, name=name)
    return alias.key_id


def alias_names(key: Key) -> tuple[str, ...]:
    """Return the names of the key's aliases, sorted."""
    found = Alias.objects.filter(
        account_id=key.account_id, region=key.region, key_id=key.key_id
    )
    return tuple(found.order_by("name").values_list("name", flat=True))


def tags_of(key: Key) -> dict[str, str]:
    """Return the key's tags by name."""
    found = KeyTag.objects.filter(
        account_id=key.account_id, region=key.region, key_id=key.key_id
    )
    return dict(found.order_by("name").values_list("name", "value"))
