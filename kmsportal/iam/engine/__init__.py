"""Decides who may do what, purely from policies compiled beforehand."""

from kmsportal.iam.engine.account import Account, LayerAccount, Match, account_for
from kmsportal.iam.engine.binding import translate_principals
from kmsportal.iam.engine.checks import check_identity_policy, check_key_policy
from kmsportal.iam.engine.edits import Edit, EditKind
from kmsportal.iam.engine.evaluate import decide
from kmsportal.iam.engine.explain import explain_absence, explain_refusal
from kmsportal.iam.engine.grants import (
    GrantIndex,
    GrantLookup,
    is_within,
    reach_of_retirer,
)
from kmsportal.iam.engine.lint import LintWarning, PolicyType, Severity
from kmsportal.iam.engine.lint_rules import lint
from kmsportal.iam.engine.model import (
    Context,
    Grant,
    Outcome,
    PolicyError,
    PolicyLayer,
    PolicySource,
    Reach,
    Request,
    Verdict,
)
from kmsportal.iam.engine.policy import CompiledPolicy, compile_policy
from kmsportal.iam.engine.principals import NamedPrincipal
from kmsportal.iam.engine.remedy import find_remedy
from kmsportal.iam.engine.sides import CallerPolicies, ResourcePolicies
from kmsportal.iam.engine.trust import check_trust_policy, compile_trust_policy

__all__ = [
    "Account",
    "CallerPolicies",
    "CompiledPolicy",
    "Context",
    "Edit",
    "EditKind",
    "Grant",
    "GrantIndex",
    "GrantLookup",
    "LayerAccount",
    "LintWarning",
    "Match",
    "NamedPrincipal",
    "Outcome",
    "PolicyError",
    "PolicyLayer",
    "PolicySource",
    "PolicyType",
    "Reach",
    "Request",
    "ResourcePolicies",
    "Severity",
    "Verdict",
    "account_for",
    "check_identity_policy",
    "check_key_policy",
    "check_trust_policy",
    "compile_policy",
    "compile_trust_policy",
    "decide",
    "explain_absence",
    "explain_refusal",
    "find_remedy",
    "is_within",
    "lint",
    "reach_of_retirer",
    "translate_principals",
]
