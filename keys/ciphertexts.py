"""Finding the key that a ciphertext blob was made with."""

from enum import Enum
from typing import Protocol

import msgspec

from keys.algorithms import EncryptionAlgorithm
from keys.crypto.blob import BlobName, BrokenBlobError, read_name
from keys.granted import find_with_grants
from keys.lookup import KeyName, Named, find_view, find_view_by_id, reload_view
from keys.models import Key
from keys.operation import Bound
from keys.specs import KeySpec
from keys.view import AbsentKey, KeyView
from kmsportal.core.call import Call
from kmsportal.core.errors import (
    AccessDeniedException,
    IncorrectKeyException,
    InvalidCiphertextException,
    ValidationException,
)

_WRONG_KEY = (
    "The key ID in the request does not identify a CMK that can perform this operation."
)
_NO_CIPHERTEXT = (
    "1 validation error detected: Value null at 'ciphertextBlob' failed to satisfy"
    " constraint: Member must not be null"
)
_UNKNOWN_KEY = (
    "The ciphertext refers to a customer master key that does not exist, does not exist"
    " in this region, or you are not allowed to access."
)


class DryRunModifier(Enum):
    """The API's ``DryRunModifierType``."""

    IGNORE_CIPHERTEXT = "IGNORE_CIPHERTEXT"


DryRunModifiers = list[DryRunModifier]


class OpeningParams(Protocol):
    """The parameters of what opens a ciphertext."""

    @property
    def ciphertext_blob(self) -> bytes | None: ...

    @property
    def dry_run(self) -> bool: ...

    @property
    def dry_run_modifiers(self) -> DryRunModifiers | None: ...


def ciphertext_of(params: OpeningParams) -> bytes | None:
    """Return the ciphertext; None where a dry run is to ask for permission alone.

    ValidationException when there must be one.
    """
    if params.dry_run and params.dry_run_modifiers:
        return None
    if params.ciphertext_blob is None:
        raise ValidationException(_NO_CIPHERTEXT)
    return params.ciphertext_blob


def find_opening_key(
    call: Call,
    ciphertext: bytes | None,
    *,
    key_id: str | None,
    algorithm: EncryptionAlgorithm,
) -> Named:
    """Return the key that is named, else the one that a symmetric blob names.

    InvalidCiphertextException for what is no blob, AccessDeniedException for a blob
    whose key is not there.
    """
    if key_id is not None:
        return _find_named(call, ciphertext, key_id, algorithm)
    if ciphertext is None:
        raise ValidationException("A key must be named to ignore the ciphertext.")
    if algorithm is not EncryptionAlgorithm.SYMMETRIC_DEFAULT:
        raise ValidationException(
            f"A key must be named to decrypt with the algorithm {algorithm.value}."
        )
    try:
        name = read_name(ciphertext)
    except BrokenBlobError:
        raise InvalidCiphertextException from None
    named = find_with_grants(call, lambda: _find_by_name(call, name))
    return _with_material(call, named, name)


def require_own(
    key: Key | KeyView, ciphertext: bytes | None, *, algorithm: EncryptionAlgorithm
) -> None:
    """Refuse the blob of another key than the one that was named.

    IncorrectKeyException for that, InvalidCiphertextException for no blob at all. A
    ciphertext of RSA says nothing of its key.
    """
    if ciphertext is None or algorithm is not EncryptionAlgorithm.SYMMETRIC_DEFAULT:
        return
    try:
        name = read_name(ciphertext)
    except BrokenBlobError:
        if key.spec == KeySpec.SYMMETRIC_DEFAULT.value:
            raise InvalidCiphertextException from None
        return
    if (name.account_id, name.key_id) != (key.account_id, key.key_id):
        raise IncorrectKeyException(_WRONG_KEY)


def bound_to(named: Named) -> Bound:
    return Bound(named, getattr(named.key, "state", ""))


def _find_named(
    call: Call, ciphertext: bytes | None, key_id: str, algorithm: EncryptionAlgorithm
) -> Named:
    named = find_with_grants(call, lambda: find_view(call, key_id))
    if ciphertext is None or algorithm is not EncryptionAlgorithm.SYMMETRIC_DEFAULT:
        return named
    try:
        return _with_material(call, named, read_name(ciphertext))
    except BrokenBlobError:
        return named


def _with_material(call: Call, named: Named, name: BlobName) -> Named:
    """Read the key anew when a rotation has made a material not seen here yet."""
    key = named.key
    if not isinstance(key, KeyView) or name.material_id in key.materials:
        return named
    if (name.account_id, name.key_id) != (key.account_id, key.key_id):
        return named
    return msgspec.structs.replace(named, key=reload_view(call, key))


def _find_by_name(call: Call, name: BlobName) -> Named:
    found = find_view_by_id(call, KeyName(name.account_id, call.region, name.key_id))
    if found is not None:
        return Named(found)
    if name.account_id != call.account_id:
        return Named(
            AbsentKey(account_id=name.account_id, region=call.region, name=name.key_id)
        )
    raise AccessDeniedException(_UNKNOWN_KEY)
