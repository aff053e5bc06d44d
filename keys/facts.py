"""The ``kms:`` condition values of a call on a key, by lower-case name.

AWS KMS Developer Guide, "AWS KMS condition keys".
"""

from collections.abc import Mapping
from typing import Any

from keys.models import Key
from keys.view import AbsentKey, KeyView
from keys.view_loading import alias_names, tags_of
from kmsportal.core.operation import ContextValue
from kmsportal.core.shapes import Params, Timestamp

# Parameters that are condition values, and what counts when they are left out; those
# with None are then absent, as the Developer Guide says by its ``Null`` examples.
_FROM_PARAMS: Mapping[str, tuple[str, str | int | None]] = {
    "bypass_policy_lockout_safety_check": (
        "kms:bypasspolicylockoutsafetycheck",
        None,
    ),
    "encryption_algorithm": ("kms:encryptionalgorithm", "SYMMETRIC_DEFAULT"),
    "encapsulation_algorithm": ("kms:encapsulationalgorithm", None),
    "expiration_model": ("kms:expirationmodel", None),
    "key_agreement_algorithm": ("kms:keyagreementalgorithm", None),
    "key_pair_spec": ("kms:datakeypairspec", None),
    "mac_algorithm": ("kms:macalgorithm", None),
    "message_type": ("kms:messagetype", "RAW"),
    "pending_window_in_days": ("kms:schedulekeydeletionpendingwindowindays", 30),
    "policy_name": ("kms:policyname", "default"),
    "primary_region": ("kms:primaryregion", None),
    "replica_region": ("kms:replicaregion", None),
    "rotation_period_in_days": ("kms:rotationperiodindays", 365),
    "signing_algorithm": ("kms:signingalgorithm", None),
    "valid_to": ("kms:validto", None),
    "wrapping_algorithm": ("kms:wrappingalgorithm", None),
    "wrapping_key_spec": ("kms:wrappingkeyspec", None),
}


def key_facts(
    key: Key | KeyView | AbsentKey,
    alias: str | None,
    params: Params,
    *,
    context: Mapping[str, str] | None,
) -> dict[str, ContextValue]:
    """Return the values that the key, the request and its encryption context give."""
    facts = {} if isinstance(key, AbsentKey) else _of_key(key)
    if alias is not None:
        facts["kms:requestalias"] = alias
    facts.update(param_facts(params))
    facts.update(encryption_context_facts(context))
    facts.update(tag_facts(params))
    return facts


def encryption_context_facts(
    context: Mapping[str, str] | None,
) -> dict[str, ContextValue]:
    """Return one value a pair and, unless empty, the names of all pairs."""
    if not context:
        return {}
    facts: dict[str, ContextValue] = {
        f"kms:encryptioncontext:{name.lower()}": value
        for name, value in context.items()
    }
    facts["kms:encryptioncontextkeys"] = tuple(context)
    return facts


def tag_facts(params: Params) -> dict[str, ContextValue]:
    """Return ``aws:RequestTag`` and ``aws:TagKeys`` of a request that has tags."""
    tags: Any = getattr(params, "tags", None)
    if tags:
        facts: dict[str, ContextValue] = {
            f"aws:requesttag/{tag.tag_key.lower()}": tag.tag_value for tag in tags
        }
        facts["aws:tagkeys"] = tuple(tag.tag_key for tag in tags)
        return facts
    names: Any = getattr(params, "tag_keys", None)
    return {"aws:tagkeys": tuple(names)} if names else {}


def param_facts(params: Params) -> dict[str, ContextValue]:
    """Return the parameters that are condition values under a name of their own."""
    facts: dict[str, ContextValue] = {}
    for attribute, (name, default) in _FROM_PARAMS.items():
        if not hasattr(params, attribute):
            continue
        given = getattr(params, attribute)
        value = default if given is None else _plain(given)
        if value is not None:
            facts[name] = value
    return facts


def kind_facts(
    *, spec: str, usage: str, origin: str, multi_region: bool, is_replica: bool = False
) -> dict[str, ContextValue]:
    """Return what kind of key it is, or is to be."""
    facts: dict[str, ContextValue] = {
        "kms:keyspec": spec,
        "kms:customermasterkeyspec": spec,
        "kms:keyusage": usage,
        "kms:customermasterkeyusage": usage,
        "kms:keyorigin": origin,
        "kms:multiregion": multi_region,
    }
    if multi_region:
        facts["kms:multiregionkeytype"] = "REPLICA" if is_replica else "PRIMARY"
    return facts


def _plain(given: Any) -> Any:  # noqa: ANN401 - a member of any parameters
    if isinstance(given, Timestamp):
        return given.epoch()
    return getattr(given, "value", given)


def _of_key(key: Key | KeyView) -> dict[str, ContextValue]:
    tags, aliases = _names(key)
    facts = kind_facts(
        spec=key.spec,
        usage=key.usage,
        origin=key.origin,
        multi_region=key.multi_region,
        is_replica=key.is_replica,
    )
    facts["kms:resourcealiases"] = aliases
    facts.update({f"aws:resourcetag/{k.lower()}": v for k, v in tags.items()})
    return facts


def _names(key: Key | KeyView) -> tuple[Mapping[str, str], tuple[str, ...]]:
    if isinstance(key, KeyView):
        return key.tags, key.aliases
    return tags_of(key), alias_names(key)
