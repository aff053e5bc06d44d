"""What a new key needs, whether it is created or replicated."""

from collections.abc import Sequence

from django.conf import settings

from keys.limits import require_room
from keys.models import Key, KeyManager
from keys.policies import default_key_policy
from keys.policy_checks import bind_policy, refuse_lockout
from keys.tags import Tag, put_tags
from kmsportal.core.call import Call


def require_room_for_key(account_id: str, region: str) -> None:
    """Refuse one more key in a Region than the account may have there.

    AWS managed keys do not count (Developer Guide, "Resource quotas").
    """
    keys = Key.objects.in_account(account_id, region).filter(
        manager=KeyManager.CUSTOMER
    )
    require_room("KMS keys", limit=settings.KMSPORTAL_MAX_KEYS, usage=keys.count())


def policy_of_new_key(account_id: str, given: str | None) -> str:
    """Return the policy to keep: the one given, or that of a key made without."""
    if given is None:
        return default_key_policy(account_id)
    return bind_policy(given)


def save_new_key(
    call: Call, key: Key, *, tags: Sequence[Tag], may_lock_out: bool
) -> None:
    """Save ``key`` with its tags; refuse a policy that locks its caller out.

    MalformedPolicyDocumentException, unless ``may_lock_out``.
    """
    key.save(force_insert=True)
    put_tags(key, tags)
    if not may_lock_out:
        refuse_lockout(call, key)
