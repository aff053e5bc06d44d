"""The reference's decision written a second time: slow, literal, from the JSON.

It knows the part of the language that the properties draw from, and shares no code
with the engine.
"""

import fnmatch
from typing import Any, NamedTuple

from kmsportal.core.principal import PrincipalKind
from kmsportal.iam.engine import Request

Json = dict[str, Any]
Policy = list[Json]


class World(NamedTuple):
    """Every policy that bears on one request."""

    key_policy: Policy
    identity: list[Policy]
    boundary: Policy | None
    session: list[Policy] | None
    controls: list[Policy]


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def glob(pattern: str, value: str) -> bool:
    return fnmatch.fnmatchcase(value, pattern.replace("[", "[[]"))


def names_of(request: Request) -> dict[str, str]:
    """Return every way to name the caller, with the strength of the name."""
    who = request.principal
    names = {"*": "direct", who.account_id: "account"}
    names[f"arn:aws:iam::{who.account_id}:root"] = "account"
    if who.kind is PrincipalKind.ROOT:
        names = dict.fromkeys(names, "direct")
    names |= {str(who.role_arn): "role", str(who.role_id): "role"}
    return names | {who.arn: "direct", who.unique_id: "direct"}


def strength(statement: Json, request: Request) -> str | None:
    if "Principal" not in statement:
        return "direct"
    named = statement["Principal"]
    listed = as_list(named["AWS"]) if isinstance(named, dict) else [named]
    found = {names_of(request).get(name) for name in listed}
    return next((s for s in ("direct", "role", "account") if s in found), None)


def condition_holds(operator: str, key: str, wanted: Any, request: Request) -> bool:
    found = request.context.get(key.lower())
    if operator == "Null":
        return (found is None) is bool(wanted == "true")
    if operator.endswith("IfExists"):
        return found is None or condition_holds(operator[:-8], key, wanted, request)
    if operator == "StringNotEquals":
        return found is None or found not in as_list(wanted)
    if operator == "StringEquals":
        return found is not None and found in as_list(wanted)
    assert operator == "StringLike"
    return found is not None and any(glob(w, str(found)) for w in as_list(wanted))


def applies(statement: Json, request: Request) -> str | None:
    """Return the strength with which ``statement`` speaks to the request."""
    action = request.action.lower()
    if "Action" in statement:
        covered = any(glob(a.lower(), action) for a in as_list(statement["Action"]))
    else:
        covered = not any(
            glob(a.lower(), action) for a in as_list(statement["NotAction"])
        )
    if "Resource" in statement:
        found = any(glob(r, request.resource) for r in as_list(statement["Resource"]))
    else:
        listed = as_list(statement["NotResource"])
        found = not any(glob(r, request.resource) for r in listed)
    holds = all(
        condition_holds(operator, key, wanted, request)
        for operator, keys in statement.get("Condition", {}).items()
        for key, wanted in keys.items()
    )
    return strength(statement, request) if covered and found and holds else None


def effects(policy: Policy, effect: str, request: Request) -> set[str]:
    found = {applies(s, request) for s in policy if s["Effect"] == effect}
    return {s for s in found if s}


def is_limited(request: Request, world: World) -> bool:
    boundary, session = world.boundary, world.session
    if boundary is not None and not effects(boundary, "Allow", request):
        return True
    return session is not None and not any(
        effects(policy, "Allow", request) for policy in session
    )


def is_denied(request: Request, world: World) -> bool:
    key_policy, identity, boundary, session, controls = world
    everything = [key_policy, *identity, boundary or [], *(session or []), *controls]
    return any(effects(policy, "Deny", request) for policy in everything)


def is_allowed(request: Request, world: World) -> bool:
    if not all(effects(policy, "Allow", request) for policy in world.controls):
        return False
    reach = effects(world.key_policy, "Allow", request)
    is_foreign = request.principal.account_id != request.resource_account
    if not reach or (is_foreign and not request.is_cross_account_allowed):
        return False
    if "direct" in reach and not is_foreign:
        return True
    if request.principal.kind is PrincipalKind.ROOT:
        return True
    own = any(effects(policy, "Allow", request) for policy in world.identity)
    is_enough = own or ("role" in reach and not is_foreign)
    return is_enough and not is_limited(request, world)


def naive_outcome(request: Request, world: World) -> str:
    if is_denied(request, world):
        return "explicitDeny"
    return "allowed" if is_allowed(request, world) else "implicitDeny"
