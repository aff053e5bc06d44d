"""What the person at the console may do: asked once a page, to offer no more than that.

The gateway decides by itself when a form is sent.
"""

from keys.access.permissions import (
    Permissions,
    permissions_on_account,
    permissions_on_key,
)
from kmsportal.console.request import ConsoleRequest

_ON_A_KEY = (
    "DisableKey",
    "EnableKey",
    "PutKeyPolicy",
    "ScheduleKeyDeletion",
    "TagResource",
    "UpdateKeyDescription",
)


def of_key(request: ConsoleRequest, key_id: str) -> Permissions:
    """Return what the buttons of a key's pages need."""
    return permissions_on_key(
        request.call("DescribeKey", key_id=key_id), key_id, _ON_A_KEY
    )


def of_account(request: ConsoleRequest) -> Permissions:
    """Return what the buttons of the lists need."""
    return permissions_on_account(request.call("ListKeys"), ["kms:CreateKey"])
