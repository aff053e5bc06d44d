"""The key pairs that sign digests: RSA-2048, one at a time per account and Region.

CloudTrail User Guide, "Custom implementations of CloudTrail log file integrity
validation": RSASSA-PKCS1-v1_5 with SHA-256, and the hex MD5 of a public key's PKCS #1
form as its name.
"""

from datetime import datetime, timedelta
from hashlib import md5

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)

from audit.models import DigestKey
from kmsportal.sealing.accounts import seal, unseal

ROTATES_AFTER = timedelta(days=90)
LASTS = timedelta(days=97)
"""A week longer than it signs, so that what overlaps can be told apart by nobody."""
_BITS = 2048


def key_for(account_id: str, region: str, moment: datetime) -> DigestKey:
    """Return the key that signs what ends at ``moment``, made where there is none."""
    rows = DigestKey.objects.filter(account_id=account_id, region=region)
    current = rows.filter(valid_from__lte=moment, valid_from__gt=moment - ROTATES_AFTER)
    return current.order_by("-valid_from").first() or _make(account_id, region, moment)


def sign(key: DigestKey, text: bytes) -> str:
    """Return the hex signature of ``text``; SealBrokenError if the row was altered."""
    opened = unseal(
        key.account_id,
        *_row(key.region, key.fingerprint),
        sealed=bytes(key.sealed_private),
    )
    private = load_der_private_key(opened, password=None)
    if not isinstance(private, rsa.RSAPrivateKey):
        raise TypeError("Digests are signed with RSA.")
    return private.sign(text, padding.PKCS1v15(), SHA256()).hex()


def _make(account_id: str, region: str, moment: datetime) -> DigestKey:
    private = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
    public_der = private.public_key().public_bytes(Encoding.DER, PublicFormat.PKCS1)
    fingerprint = md5(public_der, usedforsecurity=False).hexdigest()
    plaintext = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    # From midnight, so that two workers which make one at once meet in the constraint.
    begin = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return DigestKey.objects.create(
        account_id=account_id,
        region=region,
        fingerprint=fingerprint,
        public_der=public_der,
        sealed_private=seal(
            account_id, *_row(region, fingerprint), plaintext=plaintext
        ),
        valid_from=begin,
        valid_until=begin + LASTS,
    )


def _row(region: str, fingerprint: str) -> tuple[str, str, str]:
    return ("digest-key", region, fingerprint)
