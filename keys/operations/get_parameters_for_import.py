"""GetParametersForImport: a public key to wrap material with, and its import token."""

from enum import Enum
from typing import Annotated

from msgspec import Meta

from keys.crypto.wrapping import ALGORITHMS, DIRECT_ALGORITHMS, WrappingAlgorithm
from keys.encryption import CiphertextBlob
from keys.import_tokens import make_parameters
from keys.imports import IMPORTABLE, require_external
from keys.metadata import KeyIdOrName
from keys.models import Key
from keys.operation import key_operation
from keys.specs import KeySpec
from kmsportal.core.call import Call
from kmsportal.core.errors import UnsupportedOperationException
from kmsportal.core.operation import Kind
from kmsportal.core.shapes import SECRET, Timestamp
from kmsportal.core.shapes import Params as Shape
from kmsportal.core.shapes import Result as Answer

_RSA = {KeySpec.RSA_2048.value, KeySpec.RSA_3072.value, KeySpec.RSA_4096.value}


class WrappingKeySpec(Enum):
    """The API's enumeration of that name."""

    RSA_2048 = "RSA_2048"
    RSA_3072 = "RSA_3072"
    RSA_4096 = "RSA_4096"
    SM2 = "SM2"


class Params(Shape, frozen=True, kw_only=True):
    key_id: KeyIdOrName
    wrapping_algorithm: WrappingAlgorithm
    wrapping_key_spec: WrappingKeySpec


class Result(Answer, frozen=True, kw_only=True):
    key_id: str
    import_token: CiphertextBlob
    public_key: Annotated[bytes, Meta(min_length=1, max_length=4096), SECRET]
    parameters_valid_to: Timestamp


@key_operation(kind=Kind.READ, states=IMPORTABLE)
def get_parameters_for_import(call: Call, key: Key, params: Params) -> Result:
    require_external(key)
    _refuse_unfit(key, params)
    made = make_parameters(
        key,
        algorithm=params.wrapping_algorithm,
        spec=KeySpec(params.wrapping_key_spec.value),
        time=call.time,
    )
    return Result(
        key_id=key.arn,
        import_token=made.token,
        public_key=made.public_key,
        parameters_valid_to=Timestamp(made.valid_to),
    )


def _refuse_unfit(key: Key, params: Params) -> None:
    """Refuse what AWS no longer has, has in China only, or cannot hold the material.

    API reference, GetParametersForImport.
    """
    algorithm, spec = params.wrapping_algorithm, params.wrapping_key_spec
    if algorithm not in ALGORITHMS or spec is WrappingKeySpec.SM2:
        raise UnsupportedOperationException(
            f"The wrapping algorithm {algorithm.value} with the wrapping key spec"
            f" {spec.value} is not supported."
        )
    is_too_short = spec is WrappingKeySpec.RSA_2048 and key.spec == "ECC_NIST_P521"
    if algorithm in DIRECT_ALGORITHMS and (key.spec in _RSA or is_too_short):
        raise UnsupportedOperationException(
            f"The wrapping algorithm {algorithm.value} with the wrapping key spec"
            f" {spec.value} cannot wrap key material of the key spec {key.spec}."
        )
