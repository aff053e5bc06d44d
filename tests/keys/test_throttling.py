"""Request rates, counted by account, Region and quota."""

from datetime import timedelta

import msgspec
import pytest
from django.conf import LazySettings
from django.core.exceptions import ImproperlyConfigured

from keys import throttling
from keys.algorithms import EncryptionAlgorithm, SigningAlgorithm
from keys.request_quotas import AWS_RATES, NAMES, SHARED, quota_of, rates
from keys.throttling import Counts, QuotaName, Sharing, forget_counts
from kmsportal import gateway
from kmsportal.core.errors import ThrottlingException
from kmsportal.core.operation import WouldBlockError
from kmsportal.registry import all_operations
from kmsportal.tenancy.snapshots import forget_all
from tests.keys.ledger import events_of, last_record
from tests.keys.test_model import MODEL
from tests.world import NOW, Client, refused

SECOND = timedelta(seconds=1)
ORDERS = QuotaName("111122223333", "us-east-1", "symmetric")
PAIR_SPECS: list[str] = MODEL.shapes["DataKeyPairSpec"]["enum"]
SENTENCE = (
    "You have exceeded the rate at which you may call KMS. Reduce the frequency of your"
    " calls."
)


@pytest.fixture(autouse=True)
def _counted_from_nothing() -> None:
    forget_counts()


@pytest.fixture
def two_a_second(settings: LazySettings, key: str) -> None:
    settings.KMSPORTAL_REQUEST_QUOTAS = ["aws", "symmetric=2"]


def encrypt(client: Client, key: str) -> None:
    client.encrypt(KeyId=key, Plaintext=b"order")


def test_nothing_is_limited_unless_asked_for() -> None:
    assert rates() == {}


def test_the_third_request_of_a_second_is_one_too_many(
    alice: Client, key: str, two_a_second: None
) -> None:
    encrypt(alice, key)
    alice.generate_random(NumberOfBytes=8)
    with refused("ThrottlingException", SENTENCE):
        encrypt(alice, key)
    alice.describe_key(KeyId=key)
    alice.time = NOW + SECOND
    encrypt(alice, key)


def test_what_is_throttled_is_on_record(
    alice: Client, key: str, two_a_second: None
) -> None:
    encrypt(alice, key)
    encrypt(alice, key)
    before = len(events_of(alice))
    with refused("ThrottlingException"):
        encrypt(alice, key)
    record = last_record(alice)
    assert len(events_of(alice)) == before + 1
    assert (record["eventName"], record["errorCode"]) == (
        "Encrypt",
        "ThrottlingException",
    )


def test_a_throttled_change_does_not_happen(
    alice: Client, settings: LazySettings
) -> None:
    settings.KMSPORTAL_REQUEST_QUOTAS = ["CreateKey=1"]
    alice.create_key()
    with refused("ThrottlingException"):
        alice.create_key()
    assert len(alice.list_keys()["Keys"]) == 1


def test_a_call_that_is_put_off_counts_once(
    alice: Client, key: str, two_a_second: None
) -> None:
    call = alice.call("kms", "Encrypt", KeyId=key, Plaintext=b"order")
    for _ in range(3):
        forget_all()
        with pytest.raises(WouldBlockError):
            gateway.decide(msgspec.structs.replace(call, may_wait=False))
    encrypt(alice, key)
    encrypt(alice, key)
    with refused("ThrottlingException"):
        encrypt(alice, key)


def test_accounts_and_regions_have_counts_of_their_own(
    alice: Client, mallory: Client, key: str, two_a_second: None
) -> None:
    encrypt(alice, key)
    encrypt(alice, key)
    mallory.generate_random(NumberOfBytes=8)
    alice.in_region("eu-central-1").generate_random(NumberOfBytes=8)
    with refused("ThrottlingException"):
        encrypt(alice, key)


def test_every_operation_has_a_quota_that_can_be_set() -> None:
    names = {name for service, name in all_operations() if service == "kms"}
    assert names - SHARED.keys() <= NAMES


def test_every_algorithm_counts_towards_some_quota(alice: Client) -> None:
    for encryption in EncryptionAlgorithm:
        members = {"KeyId": "x", "Plaintext": b"x"}
        call = alice.call(
            "kms", "Encrypt", EncryptionAlgorithm=encryption.value, **members
        )
        assert quota_of(call) in NAMES
    for signing in SigningAlgorithm:
        call = alice.call(
            "kms", "Sign", KeyId="x", Message=b"x", SigningAlgorithm=signing.value
        )
        assert quota_of(call) in NAMES
    for pair in PAIR_SPECS:
        call = alice.call("kms", "GenerateDataKeyPair", KeyId="x", KeyPairSpec=pair)
        assert quota_of(call) in NAMES


@pytest.mark.parametrize(
    ("members", "quota"),
    [
        ({}, "symmetric"),
        ({"SourceEncryptionAlgorithm": "RSAES_OAEP_SHA_256"}, "rsa"),
        ({"DestinationEncryptionAlgorithm": "RSAES_OAEP_SHA_1"}, "rsa"),
    ],
)
def test_re_encrypt_counts_as_its_dearer_side(
    alice: Client, members: dict[str, str], quota: str
) -> None:
    call = alice.call(
        "kms", "ReEncrypt", CiphertextBlob=b"x", DestinationKeyId="x", **members
    )
    assert quota_of(call) == quota


@pytest.mark.parametrize(
    ("algorithm", "quota"),
    [
        ("RSASSA_PSS_SHA_256", "rsa"),
        ("ECDSA_SHA_384", "ecc"),
        ("ED25519_SHA_512", "ecc"),
        ("ML_DSA_SHAKE_256", "ml-dsa"),
    ],
)
def test_signatures_count_by_their_kind(
    alice: Client, algorithm: str, quota: str
) -> None:
    call = alice.call(
        "kms", "Sign", KeyId="x", Message=b"x", SigningAlgorithm=algorithm
    )
    assert quota_of(call) == quota


def test_single_figures_go_over_those_of_aws(settings: LazySettings) -> None:
    settings.KMSPORTAL_REQUEST_QUOTAS = ["aws", "CreateKey=50", "rsa=0"]
    assert rates()["CreateKey"] == 50
    assert rates()["DescribeKey"] == AWS_RATES["DescribeKey"] == 2000
    assert "rsa" not in rates()


@pytest.mark.parametrize("entry", ["Encrypt=5", "symmetric", "rsa=-1", "rsa=x", ""])
def test_what_is_no_quota_is_told_at_once(settings: LazySettings, entry: str) -> None:
    settings.KMSPORTAL_REQUEST_QUOTAS = [entry]
    with pytest.raises(ImproperlyConfigured, match="KMSPORTAL_REQUEST_QUOTAS"):
        rates()


def test_old_counts_are_dropped() -> None:
    counts = Counts()
    for number in range(throttling._MOST_COUNTS):  # noqa: SLF001 - the bound itself
        counts.take(QuotaName(str(number), "us-east-1", "rsa"), second=1, limit=1)
    counts.take(ORDERS, second=2, limit=1)
    assert len(counts.current()) == 1


def test_processes_share_a_count_through_redis(redis_url: str) -> None:
    here, there = Counts(), Counts()
    for _ in range(3):
        here.take(ORDERS, second=7, limit=5)
    there.take(ORDERS, second=7, limit=5)
    Sharing(here, redis_url).share()
    Sharing(there, redis_url).share()
    there.take(ORDERS, second=7, limit=5)
    with pytest.raises(ThrottlingException):
        there.take(ORDERS, second=7, limit=5)
    Sharing(there, redis_url).share()
    Sharing(here, redis_url).share()
    with pytest.raises(ThrottlingException):
        here.take(ORDERS, second=7, limit=5)


def test_two_lookups_of_events_a_second_are_enough(
    alice: Client, two_a_second: None
) -> None:
    for _ in range(2):
        alice.perform("cloudtrail", "LookupEvents")
    with refused("ThrottlingException", "Rate exceeded"):
        alice.perform("cloudtrail", "LookupEvents")
    alice.in_region("us-west-2").perform("cloudtrail", "LookupEvents")
