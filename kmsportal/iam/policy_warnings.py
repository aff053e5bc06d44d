"""What the linter says of a policy, as answers show it."""

from kmsportal.core.shapes import Part
from kmsportal.iam.engine import PolicyType, Severity, lint
from kmsportal.iam.engine.document import read_document
from kmsportal.iam.known_actions import known_actions


class PolicyWarning(Part, frozen=True, kw_only=True):
    """One remark; ``statement`` counts from 0, ``where`` is such as ``Action[1]``."""

    code: str
    severity: Severity
    statement: int
    sid: str | None = None
    where: str
    sentence: str


def warnings_of(
    text: str, policy_type: PolicyType, *, account_id: str
) -> list[PolicyWarning]:
    """Look through a policy that may be written; ``account_id`` is the key's."""
    found = lint(
        read_document(text), policy_type, known_actions(), account_id=account_id
    )
    return [
        PolicyWarning(
            code=warning.code,
            severity=warning.severity,
            statement=warning.statement,
            sid=warning.sid,
            where=warning.where,
            sentence=warning.sentence,
        )
        for warning in found
    ]
