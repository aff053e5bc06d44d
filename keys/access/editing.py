"""A key policy that somebody is about to write: what the key would then be."""

from copy import copy

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
    """Return the key's side under the new policy; the grants stay."""
    return ResourcePolicies(policy=changed.resource_policy, grants=side.policies.grants)


def lockout_of(call: Call, changed: Key) -> str | None:
    """Return why the policy would be refused as a lock-out; None when it would not."""
    try:
        refuse_lockout(call, changed)
    except MalformedPolicyDocumentException as error:
        return error.message
    return None
