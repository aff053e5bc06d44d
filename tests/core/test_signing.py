from kmsportal.core.signing import SigningSecret

# IAM User Guide, "Create a signed AWS API request": the AKIDEXAMPLE user's secret.
SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"


def test_a_signing_key_is_the_published_one() -> None:
    key = SigningSecret(SECRET).key("20150830", "us-east-1", "iam")
    assert key.hex() == (
        "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9"
    )


def test_each_scope_has_its_own_key() -> None:
    secret = SigningSecret(SECRET)
    keys = {secret.key(f"202611{day:02}", "us-east-1", "kms") for day in range(1, 31)}
    keys |= {secret.key("20261101", "us-east-1", name) for name in ("kms", "sts", "a")}
    assert len(keys) == 32


def test_many_scopes_do_not_grow_it_without_end() -> None:
    secret = SigningSecret(SECRET)
    first = secret.key("20261101", "us-east-1", "0")
    for name in range(100):
        secret.key("20261101", "us-east-1", str(name))
    assert len(secret._keys) <= 32  # noqa: SLF001 - the bound is the point
    assert secret.key("20261101", "us-east-1", "0") == first


def test_it_shows_nothing() -> None:
    secret = SigningSecret(SECRET)
    secret.key("20261101", "us-east-1", "kms")
    assert repr(secret) == "SigningSecret(…)"
