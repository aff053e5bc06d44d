"""Policies as far as they are certain, before there is a request.

A review asks what a principal may do with a key whatever the request says. Some
condition keys are known beforehand: those of the principal and of the key. The others
are known of no request yet, and a condition on one may go either way. So each policy is
read twice. At the least, an Allow under such a condition counts for nothing and a Deny
counts as it stands; at the most, it is the other way about. What the least allows is
allowed always; what only the most allows is allowed under conditions.
"""

from collections.abc import Callable
from enum import Enum
from functools import lru_cache

import msgspec

from kmsportal.iam.engine.document import Document, read_document
from kmsportal.iam.engine.document import Statement as Written
from kmsportal.iam.engine.model import Grant, PolicySource
from kmsportal.iam.engine.policy import CompiledPolicy
from kmsportal.iam.engine.sides import CallerPolicies

_KNOWN = frozenset({
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalisawsservice",
    "aws:principaltype",
    "aws:requestedregion",
    "aws:resourceaccount",
    "aws:userid",
    "aws:username",
    "kms:calleraccount",
    "kms:customermasterkeyspec",
    "kms:customermasterkeyusage",
    "kms:keyorigin",
    "kms:keyspec",
    "kms:keyusage",
    "kms:multiregion",
    "kms:multiregionkeytype",
    "kms:resourcealiases",
})  # fmt: skip
_KNOWN_FAMILIES = ("aws:principaltag/", "aws:resourcetag/")
Reading = Callable[[Written], Written | None]


class Measure(Enum):
    """Which of the two readings."""

    LEAST = "least"
    MOST = "most"


def is_known(key: str) -> bool:
    """Tell whether a condition key has its value before there is a request."""
    name = key.lower()
    return name in _KNOWN or name.startswith(_KNOWN_FAMILIES)


def measured(policy: CompiledPolicy, measure: Measure) -> CompiledPolicy:
    """Return ``policy`` read at the least or at the most.

    Statements keep their numbers: one that counts for nothing names no action.
    """
    return _measured(policy.text, policy.source, measure)


def measured_caller(caller: CallerPolicies, measure: Measure) -> CallerPolicies:
    """Return the caller's side read at the least or at the most."""

    def read(policies: tuple[CompiledPolicy, ...]) -> tuple[CompiledPolicy, ...]:
        return tuple(measured(policy, measure) for policy in policies)

    boundary, session = caller.boundary, caller.session
    return CallerPolicies(
        identity=read(caller.identity),
        boundary=None if boundary is None else measured(boundary, measure),
        session=None if session is None else read(session),
        service_control=tuple(read(level) for level in caller.service_control),
    )


def measured_grant(grant: Grant, measure: Measure) -> Grant | None:
    """Return ``grant`` read at the least or at the most; None when it is nothing."""
    constraints = (
        grant.encryption_context_equals,
        grant.encryption_context_subset,
        grant.source_arn,
    )
    if constraints == (None, None, None):
        return grant
    if measure is Measure.LEAST:
        return None
    return msgspec.structs.replace(
        grant,
        encryption_context_equals=None,
        encryption_context_subset=None,
        source_arn=None,
    )


@lru_cache(maxsize=4096)
def _measured(text: str, source: PolicySource, measure: Measure) -> CompiledPolicy:
    document = read_document(text)
    statements = [_read(statement, measure) for statement in document.statements]
    read = Document(statement=statements, version=document.version, id=document.id)
    return CompiledPolicy(read, source, text)


def _read(written: Written, measure: Measure) -> Written:
    known = {
        operator: {key: value for key, value in keys.items() if is_known(key)}
        for operator, keys in written.condition.items()
    }
    if known == written.condition:
        return written
    counts = (written.effect == "Allow") is (measure is Measure.MOST)
    if counts:
        certain = {operator: keys for operator, keys in known.items() if keys}
        return msgspec.structs.replace(written, condition=certain)
    return msgspec.structs.replace(written, action=[], not_action=None)
