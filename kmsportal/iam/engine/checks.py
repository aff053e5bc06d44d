"""What is refused when a policy is written, beyond what makes it no policy at all."""

import re
from collections.abc import Iterable

from kmsportal.iam.engine.conditions import SetOperator, parse_operator
from kmsportal.iam.engine.document import listed, read_document
from kmsportal.iam.engine.model import PolicyError, PolicyLayer, PolicySource
from kmsportal.iam.engine.policy import CompiledPolicy, compile_policy

_ALPHANUMERIC = re.compile(r"[0-9A-Za-z]*")
# API reference, PutKeyPolicy: tab, line feed, carriage return, U+0020 to U+00FF.
_FOREIGN_CHARACTER = re.compile("[^\t\n\r\u0020-\u00ff]")
_RESOURCE_STARTS = ("*", "arn:", "${")
_KEY_POLICY = PolicySource(PolicyLayer.RESOURCE, "default")
_SINGLE_VALUED = {
    "kms:encryptioncontext:": "encryption context",
    "aws:requesttag/": "tag",
}


def check_key_policy(text: str) -> CompiledPolicy:
    """Compile a key policy that is about to be written; PolicyError if unfit.

    Its size, whether its principals exist, and whether it locks its writer out are
    for the caller to find.
    """
    if _FOREIGN_CHARACTER.search(text):
        raise PolicyError("The policy holds characters that are not allowed.")
    policy = compile_policy(text, _KEY_POLICY)
    _refuse_open_sets(text)
    return policy


def check_identity_policy(text: str, source: PolicySource) -> CompiledPolicy:
    """Compile an IAM policy that is about to be written; PolicyError if unfit."""
    policy = compile_policy(text, source)
    _refuse_sids(policy)
    _refuse_resources(text)
    _refuse_open_sets(text)
    return policy


def _refuse_sids(policy: CompiledPolicy) -> None:
    sids = [statement.sid for statement in policy.statements if statement.sid]
    if not all(_ALPHANUMERIC.fullmatch(sid) for sid in sids):
        raise PolicyError(
            "Statement IDs (SID) must be alpha-numeric. Check that your input"
            " satisfies the regular expression [0-9A-Za-z]*"
        )
    if len(set(sids)) != len(sids):
        raise PolicyError("Statement IDs (SID) in a single policy must be unique.")


def _refuse_resources(text: str) -> None:
    for statement in read_document(text).statements:
        for resource in listed(statement.resource or statement.not_resource or []):
            if not resource.startswith(_RESOURCE_STARTS):
                raise PolicyError(f'Resource {resource} must be in ARN format or "*".')


def _refuse_open_sets(text: str) -> None:
    """Refuse ``ForAllValues`` where a missing key would let everything through."""
    for statement in read_document(text).statements:
        for name, keys in statement.condition.items():
            if parse_operator(name).set_operator is SetOperator.ALL:
                _refuse_single_valued(keys)


def _refuse_single_valued(keys: Iterable[str]) -> None:
    for key in keys:
        for prefix, thing in _SINGLE_VALUED.items():
            if key.lower().startswith(prefix):
                raise PolicyError(
                    "OverlyPermissiveCondition: Using the ForAllValues set operator"
                    " with a single-valued condition key matches requests without"
                    f" the specified {thing} or with an unspecified {thing}."
                    " To fix, remove ForAllValues."
                )
