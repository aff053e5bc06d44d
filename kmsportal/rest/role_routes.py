"""The routes of roles, of who vouches for their callers, and of their sessions."""

from kmsportal.rest.route import PREFIX, Made, Route, route

_ROLE = "iam/roles/{role_name}"
# An ARN holds slashes, so it goes into the query or the body.
_PROVIDERS = "iam/oidc-providers"


def _role_address(made: Made) -> str:
    return f"{PREFIX}iam/roles/{made.result.role.role_name}"


ROLE_ROUTES: tuple[Route, ...] = (
    route("GET", "iam/roles", "iam:ListRoles"),
    route("POST", "iam/roles", "iam:CreateRole", locate=_role_address),
    route("GET", _ROLE, "iam:GetRole"),
    route("PATCH", _ROLE, "iam:UpdateRole"),
    route("DELETE", _ROLE, "iam:DeleteRole"),
    route("PUT", f"{_ROLE}/description", "iam:UpdateRoleDescription"),
    route("PUT", f"{_ROLE}/trust-policy", "iam:UpdateAssumeRolePolicy"),
    route("POST", f"{_ROLE}/revoke-sessions", "portal:RevokeRoleSessions"),
    route("GET", f"{_ROLE}/tags", "iam:ListRoleTags"),
    route("POST", f"{_ROLE}/tags", "iam:TagRole"),
    route("DELETE", f"{_ROLE}/tags", "iam:UntagRole"),
    route("GET", _PROVIDERS, "iam:ListOpenIDConnectProviders"),
    route("POST", _PROVIDERS, "iam:CreateOpenIDConnectProvider"),
    route("DELETE", _PROVIDERS, "iam:DeleteOpenIDConnectProvider"),
    route("GET", f"{_PROVIDERS}/one", "iam:GetOpenIDConnectProvider"),
    route("GET", f"{_PROVIDERS}/tags", "iam:ListOpenIDConnectProviderTags"),
    route("POST", f"{_PROVIDERS}/tags", "iam:TagOpenIDConnectProvider"),
    route("DELETE", f"{_PROVIDERS}/tags", "iam:UntagOpenIDConnectProvider"),
    route("POST", f"{_PROVIDERS}/client-ids", "iam:AddClientIDToOpenIDConnectProvider"),
    route(
        "DELETE",
        f"{_PROVIDERS}/client-ids",
        "iam:RemoveClientIDFromOpenIDConnectProvider",
    ),
    route(
        "PUT",
        f"{_PROVIDERS}/thumbprints",
        "iam:UpdateOpenIDConnectProviderThumbprint",
    ),
    route("POST", "sts/assume-role", "sts:AssumeRole"),
    route(
        "POST",
        "sts/assume-role-with-web-identity",
        "sts:AssumeRoleWithWebIdentity",
    ),
    route("POST", "sts/session-token", "sts:GetSessionToken"),
    route("POST", "sts/federation-token", "sts:GetFederationToken"),
    route("GET", "sts/access-keys/{access_key_id}", "sts:GetAccessKeyInfo"),
    route("POST", "sts/decode-authorization-message", "sts:DecodeAuthorizationMessage"),
)
