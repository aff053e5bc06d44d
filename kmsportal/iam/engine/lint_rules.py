"""The rules of the linter: each looks at one statement and says what strikes it.

Source: AWS KMS Developer Guide, "Key policies", "Condition keys for AWS KMS" and "KMS
permissions"; IAM User Guide, "Validating policies".
"""

from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches

from kmsportal.iam.engine.conditions import SetOperator, parse_operator
from kmsportal.iam.engine.document import Document, Statement, listed
from kmsportal.iam.engine.lint import (
    LintWarning,
    PolicyType,
    Remark,
    Severity,
    Subject,
    matching_actions,
)
from kmsportal.iam.engine.lint_words import (
    ACCOUNT_LEVEL,
    ALIAS_ACTIONS,
    CONDITION_KEYS,
    CONDITION_PREFIXES,
    OWN_ACCOUNT_ONLY,
    WITHOUT_ENCRYPTION_CONTEXT,
)
from kmsportal.iam.engine.patterns import compile_any, tokenize
from kmsportal.iam.engine.principals import account_of

Rule = Callable[[Subject], Iterator[Remark]]
_EVERYONE = "*"
_CONTEXT = "kms:encryptioncontext"


def unknown_actions(subject: Subject) -> Iterator[Remark]:
    for where, text in subject.written_actions():
        known = subject.actions.get(text.partition(":")[0].lower())
        if known is not None and not matching_actions(text, known):
            yield Remark(
                "UNKNOWN_ACTION", Severity.MEDIUM, where, f"No action is named {text}."
            )


def actions_that_cannot_apply(subject: Subject) -> Iterator[Remark]:
    """Look for what a key policy is not asked about: it speaks of one key alone."""
    if subject.type is not PolicyType.KEY:
        return
    for where, text in subject.written_actions():
        service = text.partition(":")[0].lower()
        if service not in {"kms", _EVERYONE}:
            reason = f"A key policy is never asked about {text}."
        elif text.lower() in ACCOUNT_LEVEL:
            reason = f"{text} concerns no one key: allow it in an identity policy."
        else:
            continue
        yield Remark("INAPPLICABLE_ACTION", Severity.MEDIUM, where, reason)


def foreign_administration(subject: Subject) -> Iterator[Remark]:
    """Look for administration that is for the key's own account, come what may."""
    owner, principals = subject.account_id, subject.aws_principals()
    accounts = {account_of(p) or _account_in(p) for p in principals}
    if owner is None or not accounts or not accounts.isdisjoint({owner, None}):
        return
    for where, text in subject.written_actions():
        if subject.is_allow and text.lower() in OWN_ACCOUNT_ONLY:
            yield Remark(
                "IMPOSSIBLE_ACROSS_ACCOUNTS",
                Severity.MEDIUM,
                where,
                f"{text} never works for principals of another account.",
            )


def open_principal(subject: Subject) -> Iterator[Remark]:
    is_open = _EVERYONE in subject.aws_principals()
    if subject.is_allow and is_open and not subject.statement.condition:
        yield Remark(
            "OPEN_PRINCIPAL",
            Severity.HIGH,
            "Principal",
            "Everyone is allowed, of every account, and no condition narrows it.",
        )


def missing_elements(subject: Subject) -> Iterator[Remark]:
    if subject.type is not PolicyType.KEY:
        return
    written = subject.statement
    for name, texts in (
        ("Action", written.action or written.not_action),
        ("Resource", written.resource or written.not_resource),
    ):
        if not texts:
            yield Remark(
                "NO_EFFECT",
                Severity.MEDIUM,
                name,
                f"A statement without {name} has no effect.",
            )


def alias_resources(subject: Subject) -> Iterator[Remark]:
    texts = [text.lower() for _, text in subject.written_actions()]
    if subject.type is not PolicyType.KEY and set(texts) & ALIAS_ACTIONS:
        return
    for index, resource in enumerate(listed(subject.statement.resource or [])):
        if resource.startswith("arn:") and ":alias/" in resource:
            yield Remark(
                "ALIAS_AS_RESOURCE",
                Severity.MEDIUM,
                f"Resource[{index}]",
                "An alias's ARN never stands for its key. Use the key's ARN, or the"
                " condition kms:RequestAlias or kms:ResourceAliases.",
            )


def context_where_there_is_none(subject: Subject) -> Iterator[Remark]:
    texts = {text.lower() for _, text in subject.written_actions()}
    if not texts or not texts <= WITHOUT_ENCRYPTION_CONTEXT:
        return
    for operator, key in subject.condition_keys():
        if key.lower().startswith(_CONTEXT):
            yield Remark(
                "NO_ENCRYPTION_CONTEXT",
                Severity.MEDIUM,
                f"Condition.{operator}.{key}",
                "These actions have no encryption context.",
            )


def unknown_condition_keys(subject: Subject) -> Iterator[Remark]:
    for operator, key in subject.condition_keys():
        name = key.lower()
        if not name.startswith(("aws:", "kms:", "iam:", "sts:")):
            continue
        if name in CONDITION_KEYS or name.startswith(CONDITION_PREFIXES):
            continue
        meant = get_close_matches(name, CONDITION_KEYS, n=1)
        hint = f" Was {CONDITION_KEYS[meant[0]]} meant?" if meant else ""
        yield Remark(
            "UNKNOWN_CONDITION_KEY",
            Severity.MEDIUM,
            f"Condition.{operator}.{key}",
            f"No condition key is named {key}.{hint}",
        )


def wide_not_action(subject: Subject) -> Iterator[Remark]:
    if subject.is_allow and subject.statement.not_action is not None:
        yield Remark(
            "ALLOW_WITH_NOT_ACTION",
            Severity.HIGH,
            "NotAction",
            "Every action but these is allowed, those of other services included.",
        )


def sets_that_may_be_empty(subject: Subject) -> Iterator[Remark]:
    present = {
        key.lower()
        for operator, key in subject.condition_keys()
        if operator == "Null" and _is_false(subject.statement, key)
    }
    for operator, key in subject.condition_keys():
        is_for_all = parse_operator(operator).set_operator is SetOperator.ALL
        if subject.is_allow and is_for_all and key.lower() not in present:
            yield Remark(
                "FOR_ALL_VALUES_WITHOUT_NULL",
                Severity.MEDIUM,
                f"Condition.{operator}.{key}",
                f"Requests without {key} match as well. Add"
                f' "Null": {{"{key}": "false"}}.',
            )


def shadowed(subject: Subject) -> Iterator[Remark]:
    texts = [text for where, text in subject.written_actions() if where[0] == "A"]
    if not subject.is_allow or not texts:
        return
    for index, other in enumerate(subject.document.statements):
        if _denies_everyone(other) and _covers_all(other, texts):
            yield Remark(
                "SHADOWED",
                Severity.LOW,
                "Effect",
                f"Statement {index} denies all of this without a condition.",
            )
            return


def literal_variables(subject: Subject) -> Iterator[Remark]:
    written = subject.statement
    texts = [*listed(written.resource or []), *listed(written.not_resource or [])]
    if not subject.document.has_variables and any("${" in text for text in texts):
        yield Remark(
            "VARIABLES_ARE_TEXT",
            Severity.MEDIUM,
            "Resource",
            'Variables need "Version": "2012-10-17"; this version takes them as text.',
        )


RULES: tuple[Rule, ...] = (
    unknown_actions,
    actions_that_cannot_apply,
    foreign_administration,
    open_principal,
    missing_elements,
    alias_resources,
    context_where_there_is_none,
    unknown_condition_keys,
    wide_not_action,
    sets_that_may_be_empty,
    shadowed,
    literal_variables,
)


def _account_in(principal: str) -> str | None:
    """Return the account within an ARN; None for unique ids and everyone."""
    parts = principal.split(":")
    return parts[4] if principal.startswith("arn:") and len(parts) > 4 else None  # noqa: PLR2004 - of an ARN's parts, the fifth is the account


def _is_false(statement: Statement, key: str) -> bool:
    value = statement.condition["Null"][key]
    return str(value[0] if isinstance(value, list) and value else value).lower() == (
        "false"
    )


def _denies_everyone(statement: Statement) -> bool:
    is_everyone = statement.principal in (None, _EVERYONE, {"AWS": _EVERYONE})
    return (
        statement.effect == "Deny"
        and not statement.condition
        and statement.not_principal is None
        and is_everyone
        and statement.resource is not None
        and _EVERYONE in listed(statement.resource)
    )


def _covers_all(statement: Statement, texts: list[str]) -> bool:
    """Tell whether the actions of ``statement`` cover each pattern as a whole.

    A pattern of stars that matches another's very text covers all that it covers;
    one with ``?`` may not, and is left aside.
    """
    patterns = [t.lower() for t in listed(statement.action or []) if "?" not in t]
    covers = compile_any(tokenize(pattern) for pattern in patterns)
    return all(covers(text.lower()) for text in texts)


def lint(
    document: Document,
    type_: PolicyType,
    actions: Mapping[str, frozenset[str]],
    *,
    account_id: str | None = None,
) -> list[LintWarning]:
    """Return every warning about the policy, statement by statement.

    ``actions`` are the known ones by service; actions of other services pass.
    """
    return [
        LintWarning(
            code=remark.code,
            severity=remark.severity,
            statement=index,
            sid=statement.sid,
            where=remark.where,
            sentence=remark.sentence,
        )
        for index, statement in enumerate(document.statements)
        for rule in RULES
        for remark in rule(
            Subject(
                statement=statement,
                document=document,
                type=type_,
                actions=actions,
                account_id=account_id,
            )
        )
    ]
