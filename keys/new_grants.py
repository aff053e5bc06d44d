"""What a grant must meet before it is made: fit for its key and for those it names.

AWS KMS API reference, CreateGrant; AWS KMS Developer Guide, "Creating grants".
"""

import json
import os
from collections.abc import Mapping
from typing import Protocol

from keys.facts import encryption_context_facts
from keys.grant_principals import bind_principal
from keys.grants import GrantConstraints, GrantOperation, refuse_both, require_one_of
from keys.models import Key, KeyGrant
from keys.specs import KeySpec, KeyUsage
from kmsportal.core.call import Call
from kmsportal.core.errors import ValidationException
from kmsportal.core.operation import ContextValue
from kmsportal.iam.engine import Grant

_GRANT_ID_BYTES = 32
_MOST_PAIRS = 8
_LONGEST_VALUE = 384

_Op = GrantOperation
_ON_EVERY_KEY = frozenset({_Op.CREATE_GRANT, _Op.RETIRE_GRANT, _Op.DESCRIBE_KEY})
_ENCRYPTION = frozenset(
    {_Op.ENCRYPT, _Op.DECRYPT, _Op.RE_ENCRYPT_FROM, _Op.RE_ENCRYPT_TO}
)
_DATA_KEYS = frozenset({
    _Op.GENERATE_DATA_KEY,
    _Op.GENERATE_DATA_KEY_WITHOUT_PLAINTEXT,
    _Op.GENERATE_DATA_KEY_PAIR,
    _Op.GENERATE_DATA_KEY_PAIR_WITHOUT_PLAINTEXT,
})  # fmt: skip
_BY_USAGE: Mapping[KeyUsage, frozenset[GrantOperation]] = {
    KeyUsage.ENCRYPT_DECRYPT: _ENCRYPTION,
    KeyUsage.SIGN_VERIFY: frozenset({_Op.SIGN, _Op.VERIFY}),
    KeyUsage.GENERATE_VERIFY_MAC: frozenset({_Op.GENERATE_MAC, _Op.VERIFY_MAC}),
    KeyUsage.KEY_AGREEMENT: frozenset({_Op.DERIVE_SHARED_SECRET}),
    KeyUsage.ENCAPSULATE_DECAPSULATE: frozenset({_Op.ENCAPSULATE, _Op.DECAPSULATE}),
}


class GrantParams(Protocol):
    """The parameters of CreateGrant that say what is granted to whom."""

    @property
    def operations(self) -> list[GrantOperation]: ...

    @property
    def constraints(self) -> GrantConstraints | None: ...

    @property
    def name(self) -> str | None: ...

    @property
    def grantee_principal(self) -> str | None: ...

    @property
    def grantee_service_principal(self) -> str | None: ...

    @property
    def retiring_principal(self) -> str | None: ...

    @property
    def retiring_service_principal(self) -> str | None: ...


def asked_grant(call: Call, params: GrantParams) -> Grant:
    """Return the grant asked for, as the one of a parent grant is weighed against."""
    limits = params.constraints or GrantConstraints()
    return Grant(
        grant_id="",
        grantee=params.grantee_principal or params.grantee_service_principal or "",
        operations=frozenset(operation.value for operation in params.operations),
        issuing_account=call.account_id,
        encryption_context_equals=limits.encryption_context_equals,
        encryption_context_subset=limits.encryption_context_subset,
        source_arn=limits.source_arn,
    )


def grant_facts(params: GrantParams) -> dict[str, ContextValue]:
    """Return the condition values that CreateGrant's parameters give."""
    limits = params.constraints or GrantConstraints()
    equals, subset = limits.encryption_context_equals, limits.encryption_context_subset
    given: dict[str, ContextValue | None] = {
        "kms:granteeprincipal": params.grantee_principal,
        "kms:granteeserviceprincipal": params.grantee_service_principal,
        "kms:retiringprincipal": params.retiring_principal,
        "kms:retiringserviceprincipal": params.retiring_service_principal,
        "kms:grantoperations": tuple(one.value for one in params.operations),
        "kms:grantconstraintsourcearn": limits.source_arn,
        "kms:grantconstrainttype": constraint_type(equals, subset),
        **encryption_context_facts(equals if equals is not None else subset),
    }
    return {name: value for name, value in given.items() if value is not None}


def constraint_type(
    equals: Mapping[str, str] | None, subset: Mapping[str, str] | None
) -> str | None:
    """Return the value of ``kms:GrantConstraintType``; None without a constraint."""
    if equals is not None:
        return "EncryptionContextEquals"
    return None if subset is None else "EncryptionContextSubset"


def new_grant(call: Call, key: Key, params: GrantParams) -> KeyGrant:
    """Return the grant to be made, not yet kept.

    ValidationException for what does not go together or does not suit the key,
    InvalidArnException for a principal that does not exist.
    """
    limits = params.constraints or GrantConstraints()
    _check_principals(params, limits)
    _check_operations(key, params.operations)
    _check_constraints(key, limits)
    operations = dict.fromkeys(operation.value for operation in params.operations)
    return KeyGrant(
        account_id=key.account_id,
        region=key.region,
        key_id=key.key_id,
        grant_id=os.urandom(_GRANT_ID_BYTES).hex(),
        name=params.name or "",
        created_at=call.time,
        issuing_account_id=call.account_id,
        grantee_principal=_kept(
            params.grantee_principal, params.grantee_service_principal
        ),
        grantee_is_service=params.grantee_service_principal is not None,
        retiring_principal=_kept(
            params.retiring_principal, params.retiring_service_principal
        ),
        retiring_is_service=params.retiring_service_principal is not None,
        operations=json.dumps(list(operations)),
        encryption_context_equals=_written(limits.encryption_context_equals),
        encryption_context_subset=_written(limits.encryption_context_subset),
        source_arn=limits.source_arn or "",
    )


def find_same(grant: KeyGrant) -> KeyGrant | None:
    """Return the grant on the key that has this one's name and says the same.

    A call without a name always makes a new grant (API reference, ``Name``).
    """
    if not grant.name:
        return None
    namesakes = KeyGrant.objects.of_key(grant).filter(name=grant.name)
    return next((one for one in namesakes if _says(one) == _says(grant)), None)


def _says(grant: KeyGrant) -> tuple[object, ...]:
    return (
        grant.grantee_principal,
        grant.retiring_principal,
        grant.issuing_account_id,
        grant.source_arn,
        frozenset(grant.operation_names),
        grant.context_equals,
        grant.context_subset,
    )


def _check_principals(params: GrantParams, limits: GrantConstraints) -> None:
    require_one_of(
        params.grantee_principal,
        params.grantee_service_principal,
        names=("GranteePrincipal", "GranteeServicePrincipal"),
    )
    retiring = (params.retiring_principal, params.retiring_service_principal)
    refuse_both(*retiring, names=("RetiringPrincipal", "RetiringServicePrincipal"))
    if params.grantee_service_principal is None:
        return
    if limits.source_arn is None or retiring == (None, None):
        raise ValidationException(
            "A grant to a GranteeServicePrincipal needs a SourceArn constraint and a"
            " RetiringPrincipal or RetiringServicePrincipal."
        )


def _check_operations(key: Key, operations: list[GrantOperation]) -> None:
    if not operations:
        raise ValidationException("You must specify at least one grant operation.")
    fitting = _operations_of(key)
    unfit = [one.value for one in operations if one not in fitting]
    if unfit:
        raise ValidationException(
            f"Grant operations [{', '.join(unfit)}] are not supported by {key.arn},"
            f" whose key spec is {key.spec} and key usage {key.usage}."
        )


def _operations_of(key: Key) -> frozenset[GrantOperation]:
    usage = KeyUsage(key.usage)
    fitting = _ON_EVERY_KEY | _BY_USAGE[usage]
    if _is_symmetric(key):
        return fitting | _DATA_KEYS
    if usage is KeyUsage.GENERATE_VERIFY_MAC:
        return fitting
    return fitting | {_Op.GET_PUBLIC_KEY}


def _check_constraints(key: Key, limits: GrantConstraints) -> None:
    equals, subset = limits.encryption_context_equals, limits.encryption_context_subset
    if equals is not None and subset is not None:
        raise ValidationException(
            "A grant can have either an EncryptionContextEquals or an"
            " EncryptionContextSubset constraint, but not both."
        )
    pairs = equals if equals is not None else subset
    if pairs is None:
        return
    if not _is_symmetric(key):
        raise ValidationException(
            f"{key.arn} is not a symmetric encryption key: grants on it cannot have an"
            " encryption context constraint."
        )
    _check_pairs(pairs)


def _check_pairs(pairs: Mapping[str, str]) -> None:
    # No pair at all would pass for a constraint in a policy that asks for one.
    if not 1 <= len(pairs) <= _MOST_PAIRS:
        raise ValidationException(
            f"An encryption context constraint has 1 to {_MOST_PAIRS} pairs."
        )
    if any(len(value) > _LONGEST_VALUE for value in pairs.values()):
        raise ValidationException(
            "A value in an encryption context constraint has at most"
            f" {_LONGEST_VALUE} characters."
        )


def _is_symmetric(key: Key) -> bool:
    return key.spec == KeySpec.SYMMETRIC_DEFAULT.value


def _kept(arn: str | None, service: str | None) -> str:
    if arn is not None:
        return bind_principal(arn)
    return service or ""


def _written(pairs: Mapping[str, str] | None) -> str:
    return "" if pairs is None else json.dumps(pairs)
