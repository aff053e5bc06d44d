"""What the person may do with identities, policies and providers, for the buttons.

The gateway decides by itself when a form is sent.
"""

from collections.abc import Mapping
from typing import NamedTuple

from keys.access.permissions import permitted, permitted_to_make
from kmsportal.console.iam.kinds import IdentityKind
from kmsportal.console.request import ConsoleRequest
from kmsportal.core.call import Call
from kmsportal.iam.declaring import entity_need


class Permission(NamedTuple):
    """Whether some policy could allow the person ``action`` here."""

    action: str
    is_allowed: bool


Permissions = Mapping[str, Permission]

_ON_ANY = {
    "delete": "iam:Delete{}",
    "update": "iam:Update{}",
    "attach": "iam:Attach{}Policy",
    "detach": "iam:Detach{}Policy",
    "put_inline": "iam:Put{}Policy",
    "delete_inline": "iam:Delete{}Policy",
}
_ON_BOUNDED = {
    "tag": "iam:Tag{}",
    "untag": "iam:Untag{}",
    "put_boundary": "iam:Put{}PermissionsBoundary",
    "delete_boundary": "iam:Delete{}PermissionsBoundary",
}
_ON_ONE = {
    "user": {
        **_ON_BOUNDED,
        "create_key": "iam:CreateAccessKey",
        "update_key": "iam:UpdateAccessKey",
        "delete_key": "iam:DeleteAccessKey",
    },
    "group": {
        "add_user": "iam:AddUserToGroup",
        "remove_user": "iam:RemoveUserFromGroup",
    },
    "role": {
        **_ON_BOUNDED,
        "update_trust": "iam:UpdateAssumeRolePolicy",
        "revoke_sessions": "portal:RevokeRoleSessions",
    },
}
_ON_POLICY = {
    "delete": "iam:DeletePolicy",
    "create_version": "iam:CreatePolicyVersion",
    "delete_version": "iam:DeletePolicyVersion",
    "set_default": "iam:SetDefaultPolicyVersion",
    "tag": "iam:TagPolicy",
    "untag": "iam:UntagPolicy",
}
_ON_PROVIDER = {
    "delete": "iam:DeleteOpenIDConnectProvider",
    "add_client": "iam:AddClientIDToOpenIDConnectProvider",
    "remove_client": "iam:RemoveClientIDFromOpenIDConnectProvider",
    "tag": "iam:TagOpenIDConnectProvider",
    "untag": "iam:UntagOpenIDConnectProvider",
}


def of_identity(request: ConsoleRequest, kind: IdentityKind, name: str) -> Permissions:
    """Return what the buttons on a user's, group's or role's pages need."""
    call = request.call(kind.operation("Get{}"), **kind.named(name))
    wanted = {**_ON_ANY, **_ON_ONE[kind.noun]}
    actions = {key: action.format(kind.title) for key, action in wanted.items()}
    return _on_the_named(call, actions)


def of_policy(request: ConsoleRequest, arn: str) -> Permissions:
    """Return what the buttons on a managed policy's pages need."""
    call = request.call("iam:GetPolicy", policy_arn=arn)
    return _on_the_named(call, _ON_POLICY)


def of_provider(request: ConsoleRequest, arn: str) -> Permissions:
    """Return what the buttons on a provider's pages need."""
    call = request.call(
        "iam:GetOpenIDConnectProvider", open_id_connect_provider_arn=arn
    )
    return _on_the_named(call, _ON_PROVIDER)


def of_list(request: ConsoleRequest, kind: IdentityKind) -> Permissions:
    """Tell whether another user, group or role could be made."""
    call = request.call(kind.operation("List{}s"))
    return _to_create(call, kind.operation("Create{}"), kind.noun)


def of_policies(request: ConsoleRequest) -> Permissions:
    """Tell whether another policy could be made."""
    return _to_create(request.call("iam:ListPolicies"), "iam:CreatePolicy", "policy")


def of_providers(request: ConsoleRequest) -> Permissions:
    """Tell whether another provider could be made."""
    call = request.call("iam:ListOpenIDConnectProviders")
    return _to_create(call, "iam:CreateOpenIDConnectProvider", "oidc-provider")


def _on_the_named(call: Call, actions: Mapping[str, str]) -> Permissions:
    entity = call.operation.bind(call)
    needs = [entity_need(call, action, entity) for action in actions.values()]
    return _paired(actions, permitted(call, needs))


def _to_create(call: Call, action: str, noun: str) -> Permissions:
    return {"create": Permission(action, permitted_to_make(call, action, noun))}


def _paired(actions: Mapping[str, str], could: list[bool]) -> Permissions:
    answers = zip(actions.items(), could, strict=True)
    return {
        key: Permission(action, is_allowed) for (key, action), is_allowed in answers
    }
