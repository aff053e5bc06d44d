import pytest

from billing.request_classes import RequestClass, classify


@pytest.mark.parametrize(
    ("operation", "key_spec", "expected"),
    [
        ("kms:Encrypt", "SYMMETRIC_DEFAULT", RequestClass.STANDARD),
        ("kms:GenerateMac", "HMAC_256", RequestClass.STANDARD),
        ("kms:ListKeys", "", RequestClass.STANDARD),
        ("kms:Encrypt", "", RequestClass.STANDARD),
        ("kms:DescribeKey", "RSA_4096", RequestClass.STANDARD),
        ("kms:Sign", "RSA_2048", RequestClass.ASYMMETRIC_RSA_2048),
        ("kms:GetPublicKey", "RSA_2048", RequestClass.ASYMMETRIC_RSA_2048),
        ("kms:Decrypt", "RSA_3072", RequestClass.ASYMMETRIC),
        ("kms:Verify", "ECC_NIST_P256", RequestClass.ASYMMETRIC),
        ("kms:DeriveSharedSecret", "ECC_NIST_P384", RequestClass.ASYMMETRIC),
        ("kms:Sign", "ML_DSA_65", RequestClass.ASYMMETRIC),
    ],
)
def test_a_call_is_classed_by_operation_and_key(
    operation: str, key_spec: str, expected: RequestClass
) -> None:
    assert classify(operation, key_spec=key_spec) is expected


@pytest.mark.parametrize(
    ("pair_spec", "expected"),
    [
        ("RSA_2048", RequestClass.DATA_KEY_PAIR_RSA),
        ("RSA_4096", RequestClass.DATA_KEY_PAIR_RSA),
        ("ECC_NIST_P521", RequestClass.DATA_KEY_PAIR_ECC),
        ("", RequestClass.STANDARD),
    ],
)
def test_a_data_key_pair_is_classed_by_the_pair_and_not_by_its_key(
    pair_spec: str, expected: RequestClass
) -> None:
    for operation in ("GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext"):
        action = f"kms:{operation}"
        found = classify(action, key_spec="SYMMETRIC_DEFAULT", pair_spec=pair_spec)
        assert found is expected
