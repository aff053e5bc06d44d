"""An account of a decision, as answers show it."""

from collections.abc import Iterable

from keys.access.wording import words_of
from keys.policy_checks import show_policy
from kmsportal.core.shapes import Part
from kmsportal.iam.engine import (
    CompiledPolicy,
    Edit,
    LayerAccount,
    Match,
    PolicyLayer,
    PolicySource,
)
from kmsportal.iam.engine.places import statement_texts

_KEPT_BY_ID = frozenset({PolicyLayer.RESOURCE, PolicyLayer.RESOURCE_CONTROL})


class PolicyName(Part, frozen=True, kw_only=True):
    """A policy that was weighed, whether or not it says anything to the request."""

    name: str
    arn: str | None = None


class MatchedStatement(Part, frozen=True, kw_only=True):
    """A statement, counted from 1, or a grant that speaks to the request."""

    policy_name: str
    policy_arn: str | None = None
    effect: str
    statement_number: int | None = None
    sid: str | None = None
    statement: str | None = None
    grant_id: str | None = None
    is_deciding: bool = False


class Layer(Part, frozen=True, kw_only=True):
    """What one layer of policies has to say; levels count from the root, at 1."""

    layer: str
    level: int | None = None
    contribution: str
    is_deciding: bool = False
    policies: list[PolicyName]
    matched_statements: list[MatchedStatement]


class Change(Part, frozen=True, kw_only=True):
    """One change of policies: the statement and the whole policy as they would be."""

    sentence: str
    kind: str
    layer: str
    policy_name: str
    policy_arn: str | None = None
    statement_number: int
    statement: str
    policy: str


def layer_of(account: LayerAccount) -> Layer:
    is_control = account.layer in {
        PolicyLayer.SERVICE_CONTROL,
        PolicyLayer.RESOURCE_CONTROL,
    }
    return Layer(
        layer=layer_name(account.layer),
        level=account.level + 1 if is_control and account.is_present else None,
        contribution=account.contribution.value,
        is_deciding=account.is_deciding,
        policies=[_name(policy.source) for policy in account.policies],
        matched_statements=[_matched(match) for match in account.matches],
    )


def layer_name(layer: PolicyLayer) -> str:
    """Spell a layer for programs: ``IDENTITY``, ``SERVICE_CONTROL``, …."""
    return layer.name


def change_of(edit: Edit) -> Change:
    source = edit.after.source
    is_kept_by_id = source.layer in _KEPT_BY_ID
    policy = show_policy(edit.after.text) if is_kept_by_id else edit.after.text
    return Change(
        sentence=words_of(edit),
        kind=edit.kind.value,
        layer=layer_name(source.layer),
        policy_name=source.name,
        policy_arn=source.arn,
        statement_number=edit.statement + 1,
        statement=edit.text,
        policy=policy,
    )


def changes_of(edits: Iterable[Edit]) -> list[Change]:
    return [change_of(edit) for edit in edits]


def _name(source: PolicySource) -> PolicyName:
    return PolicyName(name=source.name, arn=source.arn)


def _matched(match: Match) -> MatchedStatement:
    is_grant = match.source.layer is PolicyLayer.GRANT
    number = match.statement
    return MatchedStatement(
        policy_name=match.source.name,
        policy_arn=match.source.arn,
        effect="Allow" if match.is_allow else "Deny",
        statement_number=None if number is None else number + 1,
        sid=match.sid,
        statement=_statement(match.policy, number),
        grant_id=match.source.name if is_grant else None,
        is_deciding=match.is_deciding,
    )


def _statement(policy: CompiledPolicy | None, number: int | None) -> str | None:
    if policy is None or number is None:
        return None
    is_kept_by_id = policy.source.layer in _KEPT_BY_ID
    text = show_policy(policy.text) if is_kept_by_id else policy.text
    return statement_texts(text)[number]
