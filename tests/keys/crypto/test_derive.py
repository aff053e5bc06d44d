"""The derivation is SP 800-108's counter mode, computed here by its definition."""

import hashlib
import hmac

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.kbkdf import KBKDFHMAC, CounterLocation, Mode
from hypothesis import given
from hypothesis import strategies as st

from keys.crypto.derive import derive_message_key


@given(
    material=st.binary(min_size=32, max_size=32),
    nonce=st.binary(min_size=16, max_size=16),
)
def test_it_is_one_block_of_counter_mode(material: bytes, nonce: bytes) -> None:
    # [i]_32 || Label || 0x00 || Context || [L]_32, with i = 1 and L = 256 bits.
    fixed = b"kmsportal message key\0" + nonce + (256).to_bytes(4, "big")
    block = (1).to_bytes(4, "big") + fixed

    expected = hmac.new(material, block, hashlib.sha256).digest()

    assert derive_message_key(material, nonce) == expected


@given(
    material=st.binary(min_size=32, max_size=32),
    nonce=st.binary(min_size=16, max_size=16),
)
def test_another_implementation_agrees(material: bytes, nonce: bytes) -> None:
    theirs = KBKDFHMAC(
        algorithm=SHA256(),
        mode=Mode.CounterMode,
        length=32,
        rlen=4,
        llen=4,
        location=CounterLocation.BeforeFixed,
        label=b"kmsportal message key",
        context=nonce,
        fixed=None,
    )

    assert derive_message_key(material, nonce) == theirs.derive(material)
