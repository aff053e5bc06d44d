"""What the engine is asked when somebody asks about a key, rather than of it."""

from collections.abc import Mapping
from typing import Any

import msgspec

from keys.access.actions import default_facts, is_cross_account
from keys.facts import encryption_context_facts, key_facts
from keys.lookup import find_row
from keys.models import Key, KeyGrant
from kmsportal.core.call import Call
from kmsportal.core.errors import NotFoundException
from kmsportal.core.operation import ContextValue, Need
from kmsportal.core.shapes import Params
from kmsportal.iam.engine import GrantIndex, Request, ResourcePolicies
from kmsportal.iam.subjects import Subject
from kmsportal.iam.supposing import Circumstances, suppose

_NO_PARAMS = Params()


class Known(msgspec.Struct, frozen=True):
    """The facts of one key, read once for the many questions of a review."""

    key: Key
    facts: Mapping[str, ContextValue]


class KeySide(msgspec.Struct, frozen=True):
    """A key and its side of decisions, with all of its grants in memory."""

    known: Known
    policies: ResourcePolicies


def key_side(key: Key) -> KeySide:
    """Prepare a key for many questions."""
    grants = GrantIndex(KeyGrant.objects.of_key(key).weighed())
    policies = ResourcePolicies(policy=key.resource_policy, grants=grants)
    return KeySide(facts_of(key), policies)


def own_key(call: Call, text: str) -> Key:
    """Return the caller's key of that name; another account's is as absent.

    NotFoundException when there is none.
    """
    key = find_row(call, text).key
    if not isinstance(key, Key) or key.account_id != call.account_id:
        raise NotFoundException(f"Key '{key.arn}' does not exist")
    return key


def facts_of(key: Key) -> Known:
    return Known(key, key_facts(key, None, _NO_PARAMS, context=None))


def need_of(known: Known, action: str, context: Mapping[str, str] | None) -> Need:
    """Return the permission for ``action`` on a key, as a call would need it."""
    key = known.key
    return Need(
        action=action,
        resource=key.arn,
        account_id=key.account_id,
        guard=key,
        facts=lambda: {
            **known.facts,
            **default_facts(action, key.spec),
            **encryption_context_facts(context),
        },
        encryption_context=context,
        is_cross_account=is_cross_account(action),
        region=key.region,
    )


def ask_about(
    call: Call,
    subject: Subject,
    known: Known,
    action: str,
    circumstances: Circumstances | None = None,
) -> Request:
    """Return what the engine is asked of ``subject``'s ``action`` on a key."""
    supposed = circumstances or Circumstances(time=call.time)
    need = need_of(known, action, supposed.encryption_context)
    return suppose(call, subject, need, supposed)


def policies_of(key: Any) -> ResourcePolicies:  # noqa: ANN401 - a Guard
    """Return the resource's side as it is weighed."""
    return ResourcePolicies(policy=key.resource_policy, grants=key.grants)
