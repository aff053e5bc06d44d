import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey

from audit.verifier.notes import (
    ED25519,
    ML_DSA_65,
    Checkpoint,
    NoteError,
    PublicKey,
    open_checkpoint,
    read_checkpoint,
    sign_line,
)

ORIGIN = "example.com/log"
CHECKPOINT = Checkpoint(ORIGIN, 7, b"r" * 32, ("time 1764000000",))
_ed25519, _ml_dsa = Ed25519PrivateKey.generate(), MLDSA65PrivateKey.generate()
CLASSIC = PublicKey(ORIGIN, ED25519, _ed25519.public_key().public_bytes_raw())
QUANTUM = PublicKey(ORIGIN, ML_DSA_65, _ml_dsa.public_key().public_bytes_raw())
CLASSIC_LINE = sign_line(CLASSIC, _ed25519.sign(CHECKPOINT.text.encode()))
QUANTUM_LINE = sign_line(QUANTUM, _ml_dsa.sign(CHECKPOINT.text.encode()))
NOTE = f"{CHECKPOINT.text}\n{CLASSIC_LINE}{QUANTUM_LINE}"

# The example of the Go checksum database's note package, whose form C2SP took over.
PUBLISHED_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PUBLISHED_TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
PUBLISHED_SIGNATURE = base64.b64decode(
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZ"
    "SNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
)


def test_a_signed_checkpoint_is_opened() -> None:
    assert open_checkpoint(NOTE, [CLASSIC, QUANTUM]) == CHECKPOINT
    assert open_checkpoint(NOTE, [CLASSIC]).time == 1764000000


def test_a_published_signature_is_valid() -> None:
    key = PublicKey.parse(PUBLISHED_KEY)
    assert str(key) == PUBLISHED_KEY
    assert PUBLISHED_SIGNATURE[:4] == key.id
    key.verify(PUBLISHED_SIGNATURE[4:], PUBLISHED_TEXT.encode())


def test_keys_are_read_as_they_are_spelled() -> None:
    for key in (CLASSIC, QUANTUM):
        assert PublicKey.parse(f"{key}\n") == key


@pytest.mark.parametrize("line", ["", "x+y+z", "a+00000000+AQ=="])
def test_no_other_text_is_a_key(line: str) -> None:
    with pytest.raises(NoteError):
        PublicKey.parse(line)
    with pytest.raises(NoteError):
        PublicKey.parse(f"{CLASSIC}x")


@pytest.mark.parametrize(
    ("note", "problem"),
    [
        (NOTE.replace("\n7\n", "\n8\n"), "signature is not valid"),
        (NOTE.replace(QUANTUM_LINE, ""), "signed it with ML-DSA-65"),
        (NOTE.replace(CLASSIC_LINE, ""), "signed it with Ed25519"),
        (CHECKPOINT.text + "\n", "not a signed note"),
        (NOTE.replace("\n7\n", "\n07\n"), "leading zeros"),
        (NOTE.replace("\n7\n", "\nseven\n"), "not a checkpoint"),
        (NOTE + "— nobody\n", "signature line cannot be read"),
        (NOTE[:-1], "not a signed note"),
    ],
    ids=[
        "changed",
        "no ML-DSA",
        "no Ed25519",
        "unsigned",
        "zeros",
        "word",
        "line",
        "cut",
    ],
)
def test_a_note_that_is_not_right_is_refused(note: str, problem: str) -> None:
    with pytest.raises(NoteError, match=problem):
        open_checkpoint(note, [CLASSIC, QUANTUM])


def test_unknown_signatures_are_passed_over() -> None:
    stranger = sign_line(PublicKey("other", ED25519, b"k" * 32), b"s" * 64)
    assert open_checkpoint(NOTE + stranger, [CLASSIC, QUANTUM]) == CHECKPOINT


def test_a_key_of_another_log_signs_nothing_here() -> None:
    text = CHECKPOINT.text.replace(ORIGIN, "example.com/other")
    line = sign_line(CLASSIC, _ed25519.sign(text.encode()))
    with pytest.raises(NoteError, match="no key that is trusted"):
        open_checkpoint(f"{text}\n{line}", [CLASSIC])


def test_no_key_opens_nothing() -> None:
    assert read_checkpoint(NOTE) == CHECKPOINT
    with pytest.raises(NoteError, match="any"):
        open_checkpoint(NOTE, [])
