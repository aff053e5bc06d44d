"""ReEncrypt: from one key to another, without the plaintext leaving."""

import msgspec

from keys.algorithms import EncryptionAlgorithm, require_algorithm
from keys.ciphertexts import (
    DryRunModifiers,
    bound_to,
    ciphertext_of,
    find_opening_key,
    require_own,
)
from keys.cryptographic import has_slow_spec
from keys.encryption import (
    CiphertextBlob,
    EncryptionContext,
    decrypt_with,
    encrypt_under,
)
from keys.grant_tokens import GrantTokens
from keys.granted import find_with_grants
from keys.lookup import find_view
from keys.metadata import KeyIdOrName
from keys.operation import (
    DRY_RUN,
    Bound,
    key_need,
    refuse_dry_run,
    require_usage,
)
from keys.states import require_working
from keys.traces import named_use
from keys.view import KeyView
from kmsportal.core.call import Call
from kmsportal.core.errors import DryRunOperationException
from kmsportal.core.members import event_members
from kmsportal.core.operation import Kind, Need, Operation, WouldBlockError
from kmsportal.core.record import Trace
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer

_SYMMETRIC = EncryptionAlgorithm.SYMMETRIC_DEFAULT


class Params(Shape, frozen=True, kw_only=True):
    ciphertext_blob: CiphertextBlob | None = None
    source_encryption_context: EncryptionContext | None = None
    source_key_id: KeyIdOrName | None = None
    destination_key_id: KeyIdOrName
    destination_encryption_context: EncryptionContext | None = None
    source_encryption_algorithm: EncryptionAlgorithm = _SYMMETRIC
    destination_encryption_algorithm: EncryptionAlgorithm = _SYMMETRIC
    grant_tokens: GrantTokens | None = None
    dry_run: bool = False
    dry_run_modifiers: DryRunModifiers | None = None


class Result(Answer, frozen=True, kw_only=True):
    ciphertext_blob: CiphertextBlob
    source_key_id: str
    key_id: str
    source_encryption_algorithm: str
    destination_encryption_algorithm: str
    source_key_material_id: str | None = None
    destination_key_material_id: str | None = None


class _Pair(msgspec.Struct, frozen=True):
    source: Bound
    destination: Bound


def _bind(call: Call) -> _Pair:
    params: Params = call.params  # type: ignore[assignment]  # the operation's own
    source = find_opening_key(
        call,
        ciphertext_of(params),
        key_id=params.source_key_id,
        algorithm=params.source_encryption_algorithm,
    )
    destination = find_with_grants(
        call, lambda: find_view(call, params.destination_key_id)
    )
    return _Pair(bound_to(source), bound_to(destination))


def _needs(call: Call, pair: _Pair) -> tuple[Need, Need]:
    """Permission on both keys; there is no single ``kms:ReEncrypt``."""
    params: Params = call.params  # type: ignore[assignment]  # the operation's own
    source, destination = pair.source.named, pair.destination.named
    same = source.key.arn == destination.key.arn
    return (
        key_need(
            call,
            source,
            "kms:ReEncryptFrom",
            context=params.source_encryption_context,
            facts=lambda: _facts(params.source_encryption_algorithm, same_key=same),
            is_cross_account=True,
        ),
        key_need(
            call,
            destination,
            "kms:ReEncryptTo",
            context=params.destination_encryption_context,
            facts=lambda: _facts(
                params.destination_encryption_algorithm, same_key=same
            ),
            is_cross_account=True,
        ),
    )


def _facts(algorithm: EncryptionAlgorithm, *, same_key: bool) -> dict[str, str | bool]:
    return {
        "kms:encryptionalgorithm": algorithm.value,
        "kms:reencryptonsamekey": same_key,
    }


def _check(call: Call, pair: _Pair) -> None:
    params: Params = call.params  # type: ignore[assignment]  # the operation's own
    algorithm = params.source_encryption_algorithm
    if params.source_key_id is not None:
        require_own(pair.source.key, ciphertext_of(params), algorithm=algorithm)
    _require_fit(call, pair.source, algorithm)
    _require_fit(call, pair.destination, params.destination_encryption_algorithm)


def _require_fit(call: Call, bound: Bound, algorithm: EncryptionAlgorithm) -> None:
    require_working(bound.view, call.time)
    require_usage(bound.key, "ENCRYPT_DECRYPT", "ReEncrypt")
    require_algorithm(bound.key, algorithm)


def _run(call: Call, pair: _Pair) -> Result:
    params: Params = call.params  # type: ignore[assignment]  # the operation's own
    source, destination = pair.source.view, pair.destination.view
    if not call.may_wait and has_slow_spec(source, params):
        raise WouldBlockError
    ciphertext = ciphertext_of(params)
    if ciphertext is None:
        raise DryRunOperationException(DRY_RUN)
    plaintext, material_id = decrypt_with(
        source,
        ciphertext,
        algorithm=params.source_encryption_algorithm,
        context=params.source_encryption_context,
    )
    sealed = encrypt_under(
        destination,
        plaintext,
        algorithm=params.destination_encryption_algorithm,
        context=params.destination_encryption_context,
    )
    refuse_dry_run(params)
    return _result(source, destination, params, sealed, material_id)


def _result(
    source: KeyView,
    destination: KeyView,
    params: Params,
    sealed: bytes,
    material_id: str | None,
) -> Result:
    algorithm = params.destination_encryption_algorithm
    is_symmetric = algorithm is _SYMMETRIC
    return Result(
        ciphertext_blob=sealed,
        source_key_id=source.arn,
        key_id=destination.arn,
        source_encryption_algorithm=params.source_encryption_algorithm.value,
        destination_encryption_algorithm=algorithm.value,
        source_key_material_id=material_id,
        destination_key_material_id=destination.current_material_id
        if is_symmetric
        else None,
    )


def _trace(call: Call, pair: _Pair | None, result: Answer | None) -> Trace:
    shown = event_members(call.params)
    if pair is None:
        return Trace(request=shown)
    materials = _materials(result) if isinstance(result, Result) else None
    pairs = (pair.source.named, pair.destination.named)
    keys = tuple(named_use(call, named, result) for named in pairs)
    return Trace(keys=keys, request=shown, additional=materials)


def _materials(result: Result) -> dict[str, str] | None:
    """Name the materials of the symmetric keys among the two, if any."""
    found = {
        "sourceKeyMaterialId": result.source_key_material_id,
        "destinationKeyMaterialId": result.destination_key_material_id,
    }
    return {name: value for name, value in found.items() if value} or None


re_encrypt = Operation(
    service="kms",
    name="ReEncrypt",
    kind=Kind.CRYPTOGRAPHIC,
    params=Params,
    result=Result,
    bind=_bind,
    needs=_needs,
    check=_check,
    run=_run,
    trace=_trace,
)
