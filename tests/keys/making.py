"""Keys of every kind, made through CreateKey."""

from keys.algorithms import algorithms_of
from keys.specs import KeySpec, KeyUsage
from tests.world import Client

SIGN, CRYPT = "SIGN_VERIFY", "ENCRYPT_DECRYPT"
MAC, AGREE, CAPSULE = "GENERATE_VERIFY_MAC", "KEY_AGREEMENT", "ENCAPSULATE_DECAPSULATE"

SIGNING_SPECS = (
    "RSA_2048",
    "ECC_NIST_P256",
    "ECC_NIST_P384",
    "ECC_NIST_P521",
    "ECC_SECG_P256K1",
    "ECC_NIST_EDWARDS25519",
    "ML_DSA_44",
    "ML_DSA_65",
    "ML_DSA_87",
)
CURVES = ("ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521")
KEMS = ("ML_KEM_512", "ML_KEM_768", "ML_KEM_1024")
HMACS = ("HMAC_224", "HMAC_256", "HMAC_384", "HMAC_512")


def make_key(client: Client, spec: str, usage: str) -> str:
    """Make a key and return its ARN."""
    made = client.create_key(KeySpec=spec, KeyUsage=usage)
    arn: str = made["KeyMetadata"]["Arn"]
    return arn


def names_of_algorithms(spec: str, usage: str) -> list[str]:
    found = algorithms_of(KeySpec(spec), KeyUsage(usage))
    return [algorithm.value for algorithm in found]
