"""Finding the key that a ciphertext blob was made with."""

import msgspec

from keys.crypto.blob import BlobName, BrokenBlobError, read_name
from keys.lookup import KeyName, Named, find_view, find_view_by_id, reload_view
from keys.operation import Bound
from keys.view import AbsentKey, KeyView
from kmsportal.core.call import Call
from kmsportal.core.errors import (
    AccessDeniedException,
    IncorrectKeyException,
    InvalidCiphertextException,
)

_WRONG_KEY = (
    "The key ID in the request does not identify a CMK that can perform this operation."
)
_UNKNOWN_KEY = (
    "The ciphertext refers to a customer master key that does not exist, does not exist"
    " in this region, or you are not allowed to access."
)


def find_opening_key(call: Call, ciphertext: bytes, *, key_id: str | None) -> Named:
    """Return the key of ``ciphertext``, which must be the one named, if one is.

    InvalidCiphertextException for what is no blob, IncorrectKeyException for a blob
    of another key than the one named, AccessDeniedException for a blob whose key is
    not there.
    """
    try:
        name = read_name(ciphertext)
    except BrokenBlobError:
        raise InvalidCiphertextException from None
    if key_id is None:
        return _with_material(call, _find_by_name(call, name), name.material_id)
    named = find_view(call, key_id)
    if not isinstance(named.key, AbsentKey) and not _is_of(named, name):
        raise IncorrectKeyException(_WRONG_KEY)
    return _with_material(call, named, name.material_id)


def bound_to(named: Named) -> Bound:
    return Bound(named, getattr(named.key, "state", ""))


def _with_material(call: Call, named: Named, material_id: str) -> Named:
    """Read the key anew when a rotation has made a material not seen here yet."""
    key = named.key
    if not isinstance(key, KeyView) or material_id in key.materials:
        return named
    return msgspec.structs.replace(named, key=reload_view(call, key))


def _is_of(named: Named, name: BlobName) -> bool:
    key = named.key
    return (
        not isinstance(key, AbsentKey)
        and key.key_id == name.key_id
        and key.account_id == name.account_id
    )


def _find_by_name(call: Call, name: BlobName) -> Named:
    found = find_view_by_id(call, KeyName(name.account_id, call.region, name.key_id))
    if found is not None:
        return Named(found)
    if name.account_id != call.account_id:
        return Named(
            AbsentKey(account_id=name.account_id, region=call.region, name=name.key_id)
        )
    raise AccessDeniedException(_UNKNOWN_KEY)
