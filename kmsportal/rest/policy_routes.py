"""The routes of policies: managed, attached, inline and bounding."""

from itertools import chain

from kmsportal.rest.route import Route, route

_POLICIES = "iam/policies"


def _routes_of_identity(noun: str, plural: str) -> tuple[Route, ...]:
    """Return the routes of the policies of users, groups or roles."""
    one = f"iam/{plural}/{{{noun}_name}}"
    name = noun.capitalize()
    inline, attached = f"{one}/policies/{{policy_name}}", f"{one}/attached-policies"
    return (
        route("GET", f"{one}/policies", f"iam:List{name}Policies"),
        route("GET", inline, f"iam:Get{name}Policy"),
        route("PUT", inline, f"iam:Put{name}Policy"),
        route("DELETE", inline, f"iam:Delete{name}Policy"),
        route("GET", attached, f"iam:ListAttached{name}Policies"),
        route("POST", attached, f"iam:Attach{name}Policy"),
        route("DELETE", attached, f"iam:Detach{name}Policy"),
    )


def _routes_of_boundary(noun: str, plural: str) -> tuple[Route, ...]:
    path = f"iam/{plural}/{{{noun}_name}}/permissions-boundary"
    name = noun.capitalize()
    return (
        route("PUT", path, f"iam:Put{name}PermissionsBoundary"),
        route("DELETE", path, f"iam:Delete{name}PermissionsBoundary"),
    )


POLICY_ROUTES: tuple[Route, ...] = (
    route("POST", "check-policy", "portal:CheckPolicy"),
    # An ARN holds slashes, so it goes into the query or the body.
    route("GET", _POLICIES, "iam:ListPolicies"),
    route("POST", _POLICIES, "iam:CreatePolicy"),
    route("DELETE", _POLICIES, "iam:DeletePolicy"),
    route("GET", "iam/policy", "iam:GetPolicy"),
    route("GET", "iam/policy-versions", "iam:ListPolicyVersions"),
    route("POST", "iam/policy-versions", "iam:CreatePolicyVersion"),
    route("GET", "iam/policy-versions/{version_id}", "iam:GetPolicyVersion"),
    route("DELETE", "iam/policy-versions/{version_id}", "iam:DeletePolicyVersion"),
    route("POST", "iam/default-policy-version", "iam:SetDefaultPolicyVersion"),
    route("GET", "iam/policy-tags", "iam:ListPolicyTags"),
    route("POST", "iam/policy-tags", "iam:TagPolicy"),
    route("DELETE", "iam/policy-tags", "iam:UntagPolicy"),
    route("GET", "iam/policy-entities", "iam:ListEntitiesForPolicy"),
    route("GET", "iam/account-details", "iam:GetAccountAuthorizationDetails"),
    *chain.from_iterable(
        _routes_of_identity(noun, f"{noun}s") for noun in ("user", "group", "role")
    ),
    *_routes_of_boundary("user", "users"),
    *_routes_of_boundary("role", "roles"),
)
