"""Key pairs: what is written is read again, and nothing else is."""

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    load_der_private_key,
    load_der_public_key,
)

from keys.algorithms import MessageType, SigningAlgorithm
from keys.crypto import encapsulation
from keys.crypto.libcrypto import LibcryptoError
from keys.crypto.material import RAW_BYTES, check_material, new_material
from keys.crypto.mlkem512 import MLKEM512PublicKey
from keys.crypto.pairs import (
    PAIR_SPECS,
    UnfitKeyError,
    new_private_key,
    open_private_key,
    private_der,
    public_der,
    read_private_key,
)
from keys.crypto.signing import WrongKeyError, sign, verify
from keys.specs import KeySpec

# RSA_4096 differs from these in nothing but the time it takes.
QUICK = sorted(PAIR_SPECS - {KeySpec.RSA_3072, KeySpec.RSA_4096}, key=lambda s: s.value)


@pytest.mark.parametrize("spec", QUICK, ids=lambda spec: spec.value)
def test_a_private_key_is_read_as_it_was_written(spec: KeySpec) -> None:
    private = new_private_key(spec)
    der = private_der(private)
    for read in (read_private_key, open_private_key):
        found = read(spec, der)
        assert private_der(found) == der
        assert public_der(found.public_key()) == public_der(private.public_key())


@pytest.mark.parametrize("spec", QUICK, ids=lambda spec: spec.value)
def test_a_private_key_is_of_no_other_spec(spec: KeySpec) -> None:
    der = private_der(new_private_key(spec))
    for other in PAIR_SPECS - {spec}:
        with pytest.raises(UnfitKeyError):
            read_private_key(other, der)


@pytest.mark.parametrize("spec", QUICK, ids=lambda spec: spec.value)
@pytest.mark.parametrize("der", [b"", b"0", bytes(100)])
def test_what_is_no_private_key_is_refused(spec: KeySpec, der: bytes) -> None:
    with pytest.raises(UnfitKeyError):
        read_private_key(spec, der)


def test_a_length_of_rsa_that_has_no_spec_is_refused() -> None:
    der = private_der(rsa.generate_private_key(65537, 2064))
    for spec in (KeySpec.RSA_2048, KeySpec.RSA_3072, KeySpec.RSA_4096):
        with pytest.raises(UnfitKeyError):
            read_private_key(spec, der)


@pytest.mark.parametrize(
    "spec",
    [spec for spec in QUICK if spec is not KeySpec.ML_KEM_512],
    ids=lambda spec: spec.value,
)
def test_others_read_what_is_written(spec: KeySpec) -> None:
    private = new_private_key(spec)
    load_der_private_key(private_der(private), None)
    load_der_public_key(public_der(private.public_key()))


def test_ml_kem_512_is_written_like_the_larger_sizes() -> None:
    """RFC 9935: they differ in the last arc of their name, and in the public length."""
    small, large = (
        new_private_key(spec) for spec in (KeySpec.ML_KEM_512, KeySpec.ML_KEM_768)
    )
    ours, theirs = private_der(small), private_der(large)
    assert len(ours) == len(theirs)
    assert ours[:17] == theirs[:17]
    assert (ours[17], theirs[17]) == (1, 2)
    assert ours[18:22] == theirs[18:22]
    public = public_der(small.public_key())
    assert len(public) == 22 + 800
    assert public[:4] == b"\x30\x82" + (len(public) - 4).to_bytes(2, "big")


def test_a_public_key_of_ml_kem_512_out_of_range_is_refused() -> None:
    with pytest.raises(LibcryptoError):
        MLKEM512PublicKey(b"\xff" * 800)


@pytest.mark.parametrize("size", [512, 768, 1024])
def test_both_sides_of_an_encapsulation_agree(size: int) -> None:
    private = new_private_key(KeySpec(f"ML_KEM_{size}"))
    secret, ciphertext = encapsulation.encapsulate(private.public_key())  # type: ignore[arg-type]  # ML-KEM
    assert encapsulation.decapsulate(private, ciphertext) == secret  # type: ignore[arg-type]  # ML-KEM
    assert len(secret) == 32


def test_an_encapsulation_key_does_not_sign() -> None:
    private = new_private_key(KeySpec.ML_KEM_768)
    algorithm, kind = SigningAlgorithm.ML_DSA_SHAKE_256, MessageType.RAW
    with pytest.raises(WrongKeyError):
        sign(private, b"x", algorithm=algorithm, message_type=kind)
    with pytest.raises(WrongKeyError):
        verify(
            private.public_key(),
            b"x",
            signature=b"y",
            algorithm=algorithm,
            message_type=kind,
        )


@pytest.mark.parametrize("spec", RAW_BYTES, ids=lambda spec: spec.value)
def test_raw_material_has_the_one_length_of_its_spec(spec: KeySpec) -> None:
    secret = new_material(spec)
    assert check_material(spec, secret) == secret
    for other in (b"", secret[:-1], secret + b"x"):
        with pytest.raises(UnfitKeyError):
            check_material(spec, other)


def test_a_pair_is_checked_and_kept_in_one_form() -> None:
    secret = new_material(KeySpec.ECC_NIST_P256)
    assert check_material(KeySpec.ECC_NIST_P256, secret) == secret
    with pytest.raises(UnfitKeyError):
        check_material(KeySpec.ECC_NIST_P384, secret)
