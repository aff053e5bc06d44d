"""One change of one policy: the statement as it would be, and the policy with it."""

import json
from collections.abc import Callable
from enum import Enum
from typing import Any

import msgspec

from kmsportal.core.arn import root_arn
from kmsportal.core.principal import Principal, PrincipalKind
from kmsportal.iam.engine.document import read_json
from kmsportal.iam.engine.model import PolicyLayer, PolicySource, Request
from kmsportal.iam.engine.policy import CompiledPolicy, compile_policy

_WITH_PRINCIPAL = frozenset({PolicyLayer.RESOURCE, PolicyLayer.RESOURCE_CONTROL})
_EMPTY = '{"Version": "2012-10-17", "Statement": []}'
Members = dict[str, Any]


class EditKind(Enum):
    """How a policy is changed."""

    ADD_ACTION = "addAction"
    ADD_STATEMENT = "addStatement"
    DELEGATE = "delegateToAccount"
    EXCEPT_PRINCIPAL = "exceptPrincipal"
    REMOVE_STATEMENT = "removeStatement"


class Edit(msgspec.Struct, frozen=True, kw_only=True):
    """A change and the policy after it.

    ``statement`` counts from 0: the one changed, added or removed. ``text`` is it as
    JSON: as it would be, or what goes. ``before`` is None where the policy is new.
    """

    kind: EditKind
    action: str
    statement: int
    text: str
    after: CompiledPolicy
    before: CompiledPolicy | None = None


def add_action(policy: CompiledPolicy, number: int, request: Request) -> Edit:
    """Let the Allow at ``number`` cover the action too."""

    def change(statement: Members) -> None:
        written = statement["Action"]
        listed = written if isinstance(written, list) else [written]
        statement["Action"] = [*listed, request.action]

    return _edited(EditKind.ADD_ACTION, policy, number, change, request)


def except_principal(policy: CompiledPolicy, number: int, request: Request) -> Edit:
    """Take the caller out of the Deny at ``number``, by a condition on its ARN.

    IAM User Guide, "AWS JSON policy elements: NotPrincipal", which advises this.
    """

    def change(statement: Members) -> None:
        arn = request.context.get("aws:principalarn") or request.principal.arn
        condition = statement.setdefault("Condition", {})
        condition.setdefault("ArnNotEquals", {})["aws:PrincipalArn"] = arn

    return _edited(EditKind.EXCEPT_PRINCIPAL, policy, number, change, request)


def remove_statement(policy: CompiledPolicy, number: int, request: Request) -> Edit:
    document = read_json(policy.text)
    removed = _statements(document).pop(number)
    return Edit(
        kind=EditKind.REMOVE_STATEMENT,
        action=request.action,
        statement=number,
        text=_json(removed),
        before=policy,
        after=compile_policy(_json(document), policy.source),
    )


def delegate(policy: CompiledPolicy, request: Request) -> Edit:
    """Leave the action to the identity policies of the caller's account."""
    account = {"AWS": root_arn(request.principal.account_id)}
    return _added(EditKind.DELEGATE, policy, policy.source, request, principal=account)


def add_statement(
    policy: CompiledPolicy | None, source: PolicySource, request: Request
) -> Edit:
    """Add an Allow of just what is asked; ``policy`` is None where a new one begins."""
    principal = named(request.principal) if source.layer in _WITH_PRINCIPAL else None
    return _added(EditKind.ADD_STATEMENT, policy, source, request, principal=principal)


def named(principal: Principal) -> Members:
    """Spell ``principal`` as the element of a policy: a session by its role."""
    if principal.kind is PrincipalKind.SERVICE:
        return {"Service": principal.name}
    return {"AWS": principal.role_arn or principal.arn}


def _added(
    kind: EditKind,
    policy: CompiledPolicy | None,
    source: PolicySource,
    request: Request,
    *,
    principal: Members | None,
) -> Edit:
    document = read_json(_EMPTY if policy is None else policy.text)
    statements = _statements(document)
    # In a key policy ``*`` means the key it is on.
    is_own = source.layer in _WITH_PRINCIPAL
    statement = {
        "Effect": "Allow",
        **({} if principal is None else {"Principal": principal}),
        "Action": request.action,
        "Resource": "*" if is_own else request.resource,
    }
    statements.append(statement)
    return Edit(
        kind=kind,
        action=request.action,
        statement=len(statements) - 1,
        text=_json(statement),
        before=policy,
        after=compile_policy(_json(document), source),
    )


def _edited(
    kind: EditKind,
    policy: CompiledPolicy,
    number: int,
    change: Callable[[Members], None],
    request: Request,
) -> Edit:
    document = read_json(policy.text)
    statement = _statements(document)[number]
    change(statement)
    return Edit(
        kind=kind,
        action=request.action,
        statement=number,
        text=_json(statement),
        before=policy,
        after=compile_policy(_json(document), policy.source),
    )


def _statements(document: Members) -> list[Members]:
    """Return the statements, within ``document`` as a list from now on."""
    written = document["Statement"]
    if not isinstance(written, list):
        written = document["Statement"] = [written]
    return written


def _json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
