import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import msgspec
import pytest

from billing.catalogue import SHIPPED
from billing.prices import canonical_form, digest, parse_price_book
from billing.request_classes import RequestClass


def shipped(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((SHIPPED / f"{name}.json").read_bytes())
    return document


def refused(document: dict[str, Any], reason: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=reason):
        parse_price_book(json.dumps(document))


def test_the_default_book_prices_every_call_alike_and_gives_none_away() -> None:
    book = parse_price_book(json.dumps(shipped("default")))
    for name in RequestClass:
        price = book.request_price(name.value)
        assert price is not None
        assert price.unit_price == Fraction("0.000003")
        assert price.free_per_month == 0
    assert book.key_month.price == Decimal(1)
    assert book.key_rotation is None


@pytest.mark.parametrize(
    ("name", "unit_price", "free"),
    [
        (RequestClass.STANDARD, "0.000003", 20_000),
        (RequestClass.ASYMMETRIC_RSA_2048, "0.000003", 0),
        (RequestClass.ASYMMETRIC, "0.000015", 0),
        (RequestClass.DATA_KEY_PAIR_ECC, "0.00001", 0),
        (RequestClass.DATA_KEY_PAIR_RSA, "0.0012", 0),
    ],
)
def test_the_book_of_aws_prices_each_class_as_aws_does(
    name: RequestClass, unit_price: str, free: int
) -> None:
    book = parse_price_book(json.dumps(shipped("aws-2024-05")))
    price = book.request_price(name.value)
    assert price is not None
    assert (price.unit_price, price.free_per_month) == (Fraction(unit_price), free)
    assert book.key_rotation is not None
    assert book.key_rotation.charged_rotations == 2


def test_scheduled_deletion_alone_stops_the_monthly_price() -> None:
    states = parse_price_book(json.dumps(shipped("default"))).rules.charged_key_states
    assert {"Creating", "Enabled", "Disabled", "PendingImport", "Unavailable"} <= states
    assert not {"PendingDeletion", "PendingReplicaDeletion"} & states


def test_a_class_that_no_item_names_has_no_price() -> None:
    book = parse_price_book(json.dumps(shipped("default")))
    assert book.request_price("KMS-Requests-Unheard-Of") is None


@pytest.mark.parametrize("price", ["-1.00", "NaN", "Infinity", "0.0000000000001"])
def test_what_is_no_price_is_refused(price: str) -> None:
    document = shipped("default")
    document["KeyMonth"]["Price"] = price
    refused(document, "A price")


def test_a_price_of_one_call_that_never_ends_is_refused() -> None:
    document = shipped("default")
    document["Requests"][0]["Per"] = 7
    refused(document, "not exact")


def test_a_class_priced_twice_is_refused() -> None:
    document = shipped("aws-2024-05")
    document["Requests"][1]["Classes"] = ["KMS-Requests"]
    refused(document, "once")


def test_two_items_of_one_name_are_refused() -> None:
    document = shipped("aws-2024-05")
    document["Requests"][1]["Sku"] = "KMS-KEY"
    refused(document, "once")


def test_a_misspelt_rule_is_refused() -> None:
    document = shipped("default")
    document["Rules"]["ChargesFailedCals"] = False
    refused(document, "unknown field")


@pytest.mark.parametrize("moment", ["2026-11-01T00:30:00Z", "2026-11-01T00:00:00"])
def test_a_book_takes_effect_on_an_hour_in_a_known_zone(moment: str) -> None:
    document = shipped("default") | {"EffectiveFrom": moment}
    refused(document, "on the hour|timezone")


def test_the_digest_depends_on_what_a_book_says_and_not_on_its_spelling() -> None:
    document = shipped("default")
    backwards = json.dumps(dict(reversed(document.items())), indent=8)
    dearer = document | {"KeyMonth": {"Sku": "KMS-KEY", "Price": "2.00"}}
    expected = digest(canonical_form(json.dumps(document)))
    assert digest(canonical_form(backwards)) == expected
    assert digest(canonical_form(json.dumps(dearer))) != expected
