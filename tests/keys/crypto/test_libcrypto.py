"""Where OpenSSL is too old, two algorithms are refused in plain words."""

from collections.abc import Iterator

import pytest

from keys.crypto import libcrypto
from tests.keys.making import CAPSULE, SIGN, make_key
from tests.world import Client, refused

NEEDED = "needs OpenSSL 3.5 or newer on the machine of this service."


@pytest.fixture
def _no_libcrypto(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(libcrypto, "_candidates", lambda: iter(["no-such-library"]))
    libcrypto.libcrypto.cache_clear()
    yield
    libcrypto.libcrypto.cache_clear()


def test_there_is_one_here() -> None:
    assert libcrypto.libcrypto().OpenSSL_version_num() >= 0x30500000


@pytest.mark.parametrize("module", ["psycopg_binary", None])
def test_any_of_its_places_may_be_missing(
    monkeypatch: pytest.MonkeyPatch, module: str | None
) -> None:
    found = list(libcrypto._candidates())  # noqa: SLF001 - the search itself
    monkeypatch.setattr("ctypes.util.find_library", lambda _name: None)
    if module is None:
        monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
        assert list(libcrypto._candidates()) == []  # noqa: SLF001 - the same
    else:
        assert set(libcrypto._candidates()) <= set(found)  # noqa: SLF001 - the same


def test_a_library_that_is_too_old_is_passed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(libcrypto, "_OLDEST", 0xF0000000)
    with pytest.raises(libcrypto.LibcryptoMissingError):
        libcrypto.libcrypto.__wrapped__()


@pytest.mark.usefixtures("_no_libcrypto")
def test_ml_kem_512_is_refused_without_it(alice: Client) -> None:
    sentence = f"The key spec ML_KEM_512 {NEEDED}"
    with refused("UnsupportedOperationException", sentence):
        make_key(alice, "ML_KEM_512", CAPSULE)
    key = alice.create_key()["KeyMetadata"]["Arn"]
    with refused("UnsupportedOperationException", sentence):
        alice.generate_data_key_pair(KeyId=key, KeyPairSpec="ML_KEM_512")


@pytest.mark.usefixtures("_no_libcrypto")
def test_ed25519ph_is_refused_without_it_and_ed25519_is_not(alice: Client) -> None:
    key = make_key(alice, "ECC_NIST_EDWARDS25519", SIGN)
    asked = {
        "KeyId": key,
        "Message": bytes(64),
        "MessageType": "DIGEST",
        "SigningAlgorithm": "ED25519_PH_SHA_512",
    }
    sentence = f"The algorithm ED25519_PH_SHA_512 {NEEDED}"
    with refused("UnsupportedOperationException", sentence):
        alice.sign(**asked)
    with refused("UnsupportedOperationException", sentence):
        alice.verify(**asked, Signature=bytes(64))
    alice.sign(KeyId=key, Message=b"x", SigningAlgorithm="ED25519_SHA_512")
