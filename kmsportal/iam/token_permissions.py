"""How API tokens are named in policies: by whom they stand for.

A token is ``arn:aws:portal::<account>:api-token/<user id>/<token id>``, where the user
id is the member's ``aws:userid``; so one policy can give all members their own tokens.
"""

from kmsportal.core.call import Call
from kmsportal.core.errors import AccessDeniedException
from kmsportal.core.operation import Need
from kmsportal.iam.members import member_principal
from kmsportal.iam.models import ApiToken
from kmsportal.tenancy.models import Membership


def own_membership(call: Call) -> Membership:
    """Return the calling person's place; AccessDeniedException to other callers."""
    if call.caller.membership_id is None:
        raise AccessDeniedException("Only a person can have API tokens.")
    return Membership.objects.select_related("user").get(
        account_id=call.account_id, id=call.caller.membership_id
    )


def own_tokens_need(call: Call) -> Need:
    """Return the permission on the caller's tokens, whichever."""
    return _need(call, call.caller.principal.unique_id, "*")


def token_need(call: Call, token: ApiToken) -> Need:
    """Return the permission on one token, perhaps another member's."""
    return _need(call, member_principal(token.membership).unique_id, token.id)


def _need(call: Call, user_id: str, token_id: str) -> Need:
    return Need(
        action=call.operation.action,
        resource=f"arn:aws:portal::{call.account_id}:api-token/{user_id}/{token_id}",
        account_id=call.account_id,
    )
