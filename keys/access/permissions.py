"""What a caller may do with a key or a thing of IAM, for a page that offers it.

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
from kmsportal.core.operation import Need
from kmsportal.iam.declaring import resource_need
from kmsportal.iam.engine import ResourcePolicies, decide
from kmsportal.iam.engine.certainty import Measure
from kmsportal.iam.engine.document import listed, read_document
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
    actions = list(actions)
    could = permitted(call, [account_need(call, action) for action in actions])
    return {
        action.partition(":")[2]: is_allowed
        for action, is_allowed in zip(actions, could, strict=True)
    }


def permitted(call: Call, needs: Iterable[Need]) -> list[bool]:
    """Tell for each permission of the own account whether the caller could have it."""
    subject = _caller(call)
    sides = person_of(subject).sides[Measure.MOST]
    requests = [
        suppose(call, subject, need, Circumstances(time=call.time)) for need in needs
    ]
    return [decide(one, sides, ResourcePolicies()).is_allowed for one in requests]


def permitted_to_make(call: Call, action: str, noun: str) -> bool:
    """Tell whether the caller could make a thing of IAM, such as a ``user``.

    Its name and path are not known yet: those that her policies name are tried.
    """
    place = f":{noun}/"
    names = {"new"}
    for policy in call.caller.policies.identity:
        for statement in read_document(policy.text).statements:
            names.update(
                pattern.partition(place)[2].replace("*", "new").replace("?", "n")
                for pattern in listed(statement.resource or [])
                if place in pattern
            )
    account = f"arn:aws:iam::{call.account_id}"
    needs = [resource_need(call, action, f"{account}{place}{name}") for name in names]
    return any(permitted(call, needs))


def _caller(call: Call) -> Subject:
    return Subject(principal=call.caller.principal, policies=call.caller.policies)
