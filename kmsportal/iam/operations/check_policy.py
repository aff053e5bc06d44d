"""CheckPolicy: what a linter says of a policy before it is saved."""

from typing import Annotated

from msgspec import Meta

from kmsportal.core.arn import Arn
from kmsportal.core.call import Call
from kmsportal.core.declaring import account_operation
from kmsportal.core.errors import (
    InvalidArnException,
    MalformedPolicyDocumentException,
)
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer
from kmsportal.iam.engine import (
    PolicyError,
    PolicyLayer,
    PolicySource,
    PolicyType,
    check_identity_policy,
    check_key_policy,
    check_trust_policy,
)
from kmsportal.iam.policy_names import PolicyText
from kmsportal.iam.policy_warnings import PolicyWarning, warnings_of


class Params(Shape, frozen=True, kw_only=True):
    policy_document: PolicyText
    policy_type: PolicyType
    key_id: Annotated[str, Meta(min_length=1, max_length=2048)] | None = None


class Result(Answer, frozen=True, kw_only=True):
    warnings: list[PolicyWarning]


@account_operation(service="portal", kind=Kind.READ)
def check_policy(call: Call, params: Params) -> Result:
    _require_policy(params)
    return Result(
        warnings=warnings_of(
            params.policy_document,
            params.policy_type,
            account_id=_owner(call, params.key_id),
        )
    )


def _require_policy(params: Params) -> None:
    """Refuse what could not be written either; MalformedPolicyDocumentException."""
    text = params.policy_document
    try:
        match params.policy_type:
            case PolicyType.KEY:
                check_key_policy(text)
            case PolicyType.TRUST:
                check_trust_policy(text)
            case PolicyType.IDENTITY:
                check_identity_policy(text, PolicySource(PolicyLayer.IDENTITY, ""))
            case PolicyType.SERVICE_CONTROL:
                source = PolicySource(PolicyLayer.SERVICE_CONTROL, "")
                check_identity_policy(text, source)
    except PolicyError as error:
        raise MalformedPolicyDocumentException(str(error)) from None


def _owner(call: Call, key_id: str | None) -> str:
    """Return the account of the key, which an ARN names; else the caller's."""
    if key_id is None or not key_id.startswith("arn:"):
        return call.account_id
    try:
        return Arn.parse(key_id).account_id
    except ValueError:
        raise InvalidArnException(f"Invalid arn {key_id}") from None
