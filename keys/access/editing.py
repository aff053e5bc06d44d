"""A key policy that somebody is about to write: what the key would then be."""

from copy import copy

import msgspec

from keys.access.asking import KeySide
from keys.models import Key
from keys.policy_checks import bind_policy, check_policy, refuse_lockout
from kmsportal.core.call import Call
from kmsportal.core.errors import MalformedPolicyDocumentException
from kmsportal.iam.engine import ResourcePolicies


def with_policy(key: Key, text: str) -> Key:
    """Return a key as it would be under ``text``; nothing is saved.

    MalformedPolicyDocumentException or LimitExceededException when it is unfit.
    """
    check_policy(text)
    changed = copy(key)
    changed.policy = bind_policy(text)
    return changed


def changed_policies(side: KeySide, changed: Key) -> ResourcePolicies:
    """Return the key's side under the new policy; all else stays."""
    return msgspec.structs.replace(side.policies, policy=changed.resource_policy)


def lockout_of(call: Call, changed: Key) -> str | None:
    """Return why the policy would be refused as a lock-out; None when it would not."""
    try:
        refuse_lockout(call, changed)
    except MalformedPolicyDocumentException as error:
        return error.message
    return None
