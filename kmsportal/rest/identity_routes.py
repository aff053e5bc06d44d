"""The routes of IAM's users, groups, access keys and account aliases."""

from kmsportal.rest.route import PREFIX, Made, Route, route

_USER = "iam/users/{user_name}"
_GROUP = "iam/groups/{group_name}"
_MEMBER = f"{_GROUP}/users/{{user_name}}"
_ACCESS_KEY = f"{_USER}/access-keys/{{access_key_id}}"


def _user_address(made: Made) -> str:
    return f"{PREFIX}iam/users/{made.result.user.user_name}"


def _group_address(made: Made) -> str:
    return f"{PREFIX}iam/groups/{made.result.group.group_name}"


def _access_key_address(made: Made) -> str:
    key = made.result.access_key
    return f"{PREFIX}iam/users/{key.user_name}/access-keys/{key.access_key_id}"


IDENTITY_ROUTES: tuple[Route, ...] = (
    route("GET", "iam/users", "iam:ListUsers"),
    route("POST", "iam/users", "iam:CreateUser", locate=_user_address),
    route("GET", _USER, "iam:GetUser"),
    route("PATCH", _USER, "iam:UpdateUser"),
    route("DELETE", _USER, "iam:DeleteUser"),
    route("GET", f"{_USER}/tags", "iam:ListUserTags"),
    route("POST", f"{_USER}/tags", "iam:TagUser"),
    route("DELETE", f"{_USER}/tags", "iam:UntagUser"),
    route("GET", f"{_USER}/groups", "iam:ListGroupsForUser"),
    route("GET", f"{_USER}/access-keys", "iam:ListAccessKeys"),
    route(
        "POST",
        f"{_USER}/access-keys",
        "iam:CreateAccessKey",
        locate=_access_key_address,
    ),
    route("PATCH", _ACCESS_KEY, "iam:UpdateAccessKey"),
    route("DELETE", _ACCESS_KEY, "iam:DeleteAccessKey"),
    route(
        "GET",
        "iam/access-keys/{access_key_id}/last-used",
        "iam:GetAccessKeyLastUsed",
    ),
    # One-time codes
    route("GET", f"{_USER}/mfa-devices", "iam:ListMFADevices"),
    route("POST", f"{_USER}/mfa-devices", "iam:EnableMFADevice"),
    route("POST", f"{_USER}/mfa-devices/resync", "iam:ResyncMFADevice"),
    route("POST", f"{_USER}/mfa-devices/deactivate", "iam:DeactivateMFADevice"),
    route("GET", "iam/mfa-devices", "iam:ListVirtualMFADevices"),
    route("POST", "iam/mfa-devices", "iam:CreateVirtualMFADevice"),
    route("DELETE", "iam/mfa-devices", "iam:DeleteVirtualMFADevice"),
    route("GET", "iam/groups", "iam:ListGroups"),
    route("POST", "iam/groups", "iam:CreateGroup", locate=_group_address),
    route("GET", _GROUP, "iam:GetGroup"),
    route("PATCH", _GROUP, "iam:UpdateGroup"),
    route("DELETE", _GROUP, "iam:DeleteGroup"),
    route("PUT", _MEMBER, "iam:AddUserToGroup"),
    route("DELETE", _MEMBER, "iam:RemoveUserFromGroup"),
    route("GET", "iam/account-aliases", "iam:ListAccountAliases"),
    route("PUT", "iam/account-aliases/{account_alias}", "iam:CreateAccountAlias"),
    route("DELETE", "iam/account-aliases/{account_alias}", "iam:DeleteAccountAlias"),
    route("GET", "iam/account-summary", "iam:GetAccountSummary"),
)
