"""What a caller may do with a key, for a page that offers it.

It answers what could be allowed: a condition on what the form is yet to say counts as
met. The gateway decides when the form is sent.
"""

from collections.abc import Iterable

from keys.access.asking import own_key
from keys.access.review import may, person_of, reviewed_key
from keys.models import KeyGrant
from keys.needs import account_need
from kmsportal.core.call import Call
from kmsportal.core.errors import ServiceError
from kmsportal.iam.engine import ResourcePolicies, decide
from kmsportal.iam.engine.certainty import Measure
from kmsportal.iam.engine.grants import names_of
from kmsportal.iam.subjects import Subject
from kmsportal.iam.supposing import Circumstances, suppose

Permissions = dict[str, bool]


def permissions_on_key(call: Call, key_id: str, actions: Iterable[str]) -> Permissions:
    """Tell for each action (``DisableKey``) whether the caller could be allowed it.

    Nothing is, where the key is not the caller's account's.
    """
    try:
        key = own_key(call, key_id)
    except ServiceError:
        return dict.fromkeys(actions, False)
    names = names_of(call.caller.principal)
    grants = KeyGrant.objects.of_key(key).filter(grantee_principal__in=[*names])
    side = reviewed_key(key, grants.weighed())
    person = person_of(_caller(call))
    return {action: may(call, person, side, f"kms:{action}") for action in actions}


def permissions_on_account(call: Call, actions: Iterable[str]) -> Permissions:
    """Tell for each action (``kms:CreateKey``) whether the caller could be allowed."""
    subject = _caller(call)
    sides = person_of(subject).sides[Measure.MOST]
    found = {}
    for action in actions:
        need = account_need(call, action)
        request = suppose(call, subject, need, Circumstances(time=call.time))
        found[action.partition(":")[2]] = decide(
            request, sides, ResourcePolicies()
        ).is_allowed
    return found


def _caller(call: Call) -> Subject:
    return Subject(principal=call.caller.principal, policies=call.caller.policies)
