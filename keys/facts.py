"""The ``kms:`` condition values of a call on a key, by lower-case name.

AWS KMS Developer Guide, "AWS KMS condition keys".
"""

from collections.abc import Mapping
from typing import Any

from keys.models import Key
from keys.view import AbsentKey, KeyView
from keys.view_loading import alias_names, tags_of
from kmsportal.core.operation import ContextValue
from kmsportal.core.shapes import Params

# Parameters that are condition values under their own name; the second item is
# what counts when the parameter is left out.
_FROM_PARAMS: Mapping[str, str | None] = {
    "encryption_algorithm": "SYMMETRIC_DEFAULT",
    "policy_name": "default",
    "bypass_policy_lockout_safety_check": None,
    "rotation_period_in_days": None,
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
    facts.update(_of_params(params))
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


def _of_key(key: Key | KeyView) -> dict[str, ContextValue]:
    tags, aliases = _names(key)
    facts: dict[str, ContextValue] = {
        "kms:keyspec": key.spec,
        "kms:customermasterkeyspec": key.spec,
        "kms:keyusage": key.usage,
        "kms:customermasterkeyusage": key.usage,
        "kms:keyorigin": key.origin,
        "kms:multiregion": key.multi_region,
        "kms:resourcealiases": aliases,
    }
    facts.update({f"aws:resourcetag/{k.lower()}": v for k, v in tags.items()})
    return facts


def _names(key: Key | KeyView) -> tuple[Mapping[str, str], tuple[str, ...]]:
    if isinstance(key, KeyView):
        return key.tags, key.aliases
    return tags_of(key), alias_names(key)


def _of_params(params: Params) -> dict[str, ContextValue]:
    facts: dict[str, ContextValue] = {}
    for name, default in _FROM_PARAMS.items():
        if not hasattr(params, name):
            continue
        value = getattr(params, name)
        value = default if value is None else value
        if value is not None:
            facts[f"kms:{name.replace('_', '')}"] = getattr(value, "value", value)
    return facts
