"""The installation's keys for signing checkpoints: Ed25519 and, beside it, ML-DSA-65.

The private keys are sealed under a key of the installation itself, which the root key
wraps as it does an account's.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey
from django.db import transaction

from audit.models import LogKey
from audit.verifier.notes import (
    ED25519,
    ML_DSA_65,
    Checkpoint,
    PublicKey,
    sign_line,
)
from kmsportal.sealing.accounts import INSTALLATION, ensure_account_key, seal, unseal

_TABLE = "log-key"
_PrivateKey = Ed25519PrivateKey | MLDSA65PrivateKey
_LOADERS: Mapping[bytes, Callable[[bytes], _PrivateKey]] = {
    ED25519: Ed25519PrivateKey.from_private_bytes,
    ML_DSA_65: MLDSA65PrivateKey.from_seed_bytes,
}


class Signer:
    """One key pair, opened; its repr says nothing."""

    def __init__(self, public: PublicKey, private: _PrivateKey) -> None:
        """Hold the pair."""
        self.public = public
        self._private = private

    def line(self, text: str) -> str:
        """Return the signature line of a note of ``text``."""
        return sign_line(self.public, self._private.sign(text.encode()))


def public_keys() -> list[PublicKey]:
    """Return all keys that ever signed, oldest first: old checkpoints need them."""
    rows = LogKey.objects.order_by("created_at", "id").values_list("vkey", flat=True)
    return [PublicKey.parse(vkey) for vkey in rows]


def active_signers(now: datetime) -> list[Signer]:
    """Return the keys that sign today, made now if there is none yet."""
    with transaction.atomic():
        rows = _active()
        if not rows:
            _make_pair(_new_origin(), now)
            rows = _active()
    return [_opened(row) for row in rows]


def add_signers(origin: str, now: datetime) -> list[Signer]:
    """Make a new pair of keys, which signs beside those that are active."""
    before = {row.id for row in _active()}
    with transaction.atomic():
        _make_pair(origin, now)
        return [_opened(row) for row in _active() if row.id not in before]


def retire_keys(signers: Sequence[Signer], now: datetime) -> None:
    """Let the keys of ``signers`` sign no more."""
    ids = [signer.public.id.hex() for signer in signers]
    LogKey.objects.filter(id__in=ids).update(retired_at=now)


def sign(checkpoint: Checkpoint, signers: Sequence[Signer]) -> str:
    """Return the signed note of ``checkpoint``."""
    text = checkpoint.text
    return text + "\n" + "".join(signer.line(text) for signer in signers)


def _active() -> list[LogKey]:
    return list(LogKey.objects.filter(retired_at=None).order_by("created_at", "id"))


def _new_origin() -> str:
    # A name that no other installation has; C2SP asks for a URL without its scheme.
    return f"kms-portal.invalid/{uuid.uuid4()}"


def _make_pair(origin: str, now: datetime) -> None:
    ensure_account_key(INSTALLATION, time=now)
    ed25519, ml_dsa = Ed25519PrivateKey.generate(), MLDSA65PrivateKey.generate()
    _keep(origin, ED25519, ed25519, now)
    _keep(origin, ML_DSA_65, ml_dsa, now)


def _keep(origin: str, kind: bytes, private: _PrivateKey, now: datetime) -> None:
    public = PublicKey(origin, kind, private.public_key().public_bytes_raw())
    key_id, secret = public.id.hex(), private.private_bytes_raw()
    LogKey.objects.create(
        id=key_id,
        vkey=str(public),
        sealed=seal(INSTALLATION, _TABLE, key_id, plaintext=secret),
        created_at=now,
    )


def _opened(row: LogKey) -> Signer:
    public = PublicKey.parse(row.vkey)
    secret = unseal(INSTALLATION, _TABLE, row.id, sealed=bytes(row.sealed))
    return Signer(public, _LOADERS[public.type](secret))
