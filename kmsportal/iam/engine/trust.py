"""Role trust policies: who may become a session of the role that carries one.

They are weighed like key policies: whoever is named directly comes in, an account hands
the question on to its own policies. Source: IAM User Guide, "Policy evaluation logic"
and "Roles terms and concepts".
"""

import re

from kmsportal.iam.engine.document import Statement as Written
from kmsportal.iam.engine.document import listed, read_document
from kmsportal.iam.engine.model import PolicyError, PolicyLayer, PolicySource
from kmsportal.iam.engine.patterns import compile_any, tokenize
from kmsportal.iam.engine.policy import CompiledPolicy, compile_policy

TRUST_ACTIONS = (
    "sts:AssumeRole",
    "sts:AssumeRoleWithSAML",
    "sts:AssumeRoleWithWebIdentity",
    "sts:TagSession",
    "sts:SetSourceIdentity",
    "sts:SetContext",
)
"""What a trust policy may speak of."""

_TRUST_POLICY = PolicySource(PolicyLayer.TRUST, "trust")
_PREFIX = "sts:"
_PROVIDER = re.compile(
    r"arn:[a-z0-9-]+:iam::[0-9]{12}:(?:oidc-provider|saml-provider)/[^*?]+"
    r"|cognito-identity\.amazonaws\.com|www\.amazon\.com|graph\.facebook\.com"
    r"|accounts\.google\.com"
)


def compile_trust_policy(text: str) -> CompiledPolicy:
    """Compile a kept trust policy; PolicyError when it is none."""
    return compile_policy(text, _TRUST_POLICY)


def check_trust_policy(text: str) -> CompiledPolicy:
    """Compile a trust policy that is about to be written; PolicyError if unfit.

    Its size, and whether its principals exist, are for the caller to find.
    """
    policy = compile_trust_policy(text)
    for statement in read_document(text).statements:
        _refuse_actions(statement)
    for named in policy.principals():
        if named.type == "Federated" and not _PROVIDER.fullmatch(named.value):
            raise PolicyError(
                f'Invalid principal in policy: "FEDERATED":"{named.value}"'
            )
    return policy


def _refuse_actions(statement: Written) -> None:
    known = [action.lower() for action in TRUST_ACTIONS]
    for text in listed(statement.action or []):
        action = text.lower()
        matches = compile_any([tokenize(action)])
        if not action.startswith(_PREFIX) or not any(map(matches, known)):
            _refuse_foreign_action()
    if statement.not_action is not None:
        _refuse_foreign_action()


def _refuse_foreign_action() -> None:
    raise PolicyError("AssumeRole policy may only specify STS AssumeRole actions.")
