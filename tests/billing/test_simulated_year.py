"""A year of three tenants against an independent calculation by hand."""

import msgspec
import pytest
from django.db import transaction

from billing.catalogue import SHIPPED
from billing.months import Month
from billing.publishing import publish
from billing.statement_checks import verify_statements
from billing.terms import NO_TERMS
from kmsportal.core.record import KeyTransition, LedgerEvent
from kmsportal.pricing import assign_price_book, record_adjustment
from tests.billing.bills import close, happen, moment, organisation, sheet
from tests.billing.ledger import (
    ACCOUNT,
    OTHER,
    arn,
    asking,
    call,
    enters,
    service_event,
    use,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("books")]

THIRD = "777788889999"

# Subtotals in USD, to twelve places, calculated by hand:
#
# Alpha, book `default`: a key 1.00 a month until 16 June and 2.00 from then on, a call
# 0.000003 and then 0.000006. Key a is there all year and has 5 calls a month.
#   02  b is imported on the 10th at noon: 444 of 672 hours = 0.660714285714
#   03  b is to be deleted from the 1st on: nothing
#   04  b's deletion is cancelled: its April 1.00, and 1.00 of March as a correction
#   05  c is replicated on the 20th: 288 of 744 hours = 0.387096774194
#   06  a and b: 360 of 720 at 1.00 and 360 at 2.00 = 1.50 each; c goes on the 30th:
#       360 of 720 at 1.00 = 0.50 and 336 of 720 at 2.00 = 0.933333333333
#   08  a call of July comes late: 0.000006 as a correction
#   09  a credit of 1.50
#   12  b is to be deleted from the 4th on: 72 of 744 at 2.00 = 0.193548387097
# Beta, book `aws-2024-05`: a key 1.00, each of its first two rotations 1.00 more (1
# March, 1 May), 20,000 calls free; 02: two RSA data key pairs at 0.0012; 04: one
# signature with an ECC key at 0.000015.
# Gamma owns nothing and calls key a four times in January, at 0.000003.
BY_HAND = """
01  1.000015000000  1.000000000000  0.000012000000
02  1.660729285714  1.002400000000  0.000000000000
03  1.000015000000  2.000000000000  0.000000000000
04  3.000015000000  2.000015000000  0.000000000000
05  2.387111774194  3.000000000000  0.000000000000
06  4.433348333333  3.000000000000  0.000000000000
07  4.000030000000  3.000000000000  0.000000000000
08  4.000036000000  3.000000000000  0.000000000000
09  2.500030000000  3.000000000000  0.000000000000
10  4.000030000000  3.000000000000  0.000000000000
11  4.000030000000  3.000000000000  0.000000000000
12  2.193578387097  3.000000000000  0.000000000000
"""


def of_beta(event: LedgerEvent) -> LedgerEvent:
    return msgspec.structs.replace(event, account_id=OTHER)


def pairs(time: str) -> LedgerEvent:
    pair = call("kms:GenerateDataKeyPair", time, use("r", OTHER), account_id=OTHER)
    return asking(pair, keyPairSpec="RSA_2048")


def beginning(name: str, account_id: str, time: str) -> LedgerEvent:
    entered = KeyTransition(
        arn=arn(name, account_id), account_id=account_id, state="Enabled"
    )
    return service_event(
        "kms:Change", time, transitions=(entered,), account_id=account_id
    )


EVENTS: dict[str, list[LedgerEvent]] = {
    "01": [
        beginning("a", ACCOUNT, "2026-01-01T00:00"),
        beginning("r", OTHER, "2026-01-01T00:00"),
        *[call("kms:Encrypt", "2026-01-09T10:00", use("a"), account_id=THIRD)] * 4,
    ],
    "02": [
        enters("b", "PendingImport", "2026-02-10T12:00"),
        enters("b", "Enabled", "2026-02-10T12:20"),
        *[pairs("2026-02-11T12:00")] * 2,
    ],
    "03": [
        enters("b", "PendingDeletion", "2026-03-01T00:00"),
        of_beta(service_event("kms:RotateKey", "2026-03-01T00:00", use("r", OTHER))),
        *[call("kms:Decrypt", "2026-03-02T00:00", use("r", OTHER), account_id=OTHER)]
        * 3,
    ],
    "04": [
        enters("b", "Disabled", "2026-04-05T10:30", since="2026-03-01T00:00"),
        call(
            "kms:Sign",
            "2026-04-06T00:00",
            use("r", OTHER, spec="ECC_NIST_P256"),
            account_id=OTHER,
        ),
    ],
    "05": [
        enters("c", "Creating", "2026-05-20T00:00"),
        enters("c", "Enabled", "2026-05-20T00:00"),
        of_beta(service_event("kms:RotateKey", "2026-05-01T00:00", use("r", OTHER))),
    ],
    "06": [enters("c", "Deleted", "2026-06-30T00:00")],
    "09": [
        of_beta(service_event("kms:RotateKey", "2026-09-01T00:00", use("r", OTHER)))
    ],
    "12": [
        enters("b", "PendingDeletion", "2026-12-04T00:00"),
        enters("b", "Deleted", "2026-12-11T00:00"),
    ],
}


def second_version() -> bytes:
    book = msgspec.json.decode((SHIPPED / "default.json").read_bytes())
    book |= {"Version": 2, "EffectiveFrom": "2026-06-16T00:00:00Z"}
    book["KeyMonth"]["Price"] = "2.00"
    book["Requests"][0]["Price"] = "0.06"
    return msgspec.json.encode(book)


def test_a_year_of_statements_is_what_was_calculated_by_hand() -> None:
    organisation("Alpha", ACCOUNT, since="2026-01-01T00:00")
    beta = organisation("Beta", OTHER, since="2026-01-01T00:00")
    organisation("Gamma", THIRD, since="2026-01-01T00:00")
    begins = moment("2026-01-01T00:00")
    assign_price_book(
        beta.id, "aws-2024-05", effective_from=begins, terms=NO_TERMS, now=begins
    )
    with transaction.atomic():
        publish(second_version())
    for name in (f"{number:02}" for number in range(1, 13)):
        live_through(name)
    found = [
        (month, *(sheet(one, f"2026-{month}")["Subtotal"] for one in ACCOUNTS))
        for month, *_ in table()
    ]
    assert found == table()
    assert verify_statements() == (36, [])


ACCOUNTS = (ACCOUNT, OTHER, THIRD)


def table() -> list[tuple[str, ...]]:
    return [tuple(line.split()) for line in BY_HAND.strip().splitlines()]


def live_through(name: str) -> None:
    calls = [call("kms:Encrypt", f"2026-{name}-10T10:00", use("a"))] * 5
    happen(*EVENTS.get(name, ()), *calls)
    month = Month.parse(f"2026-{name}")
    if name == "09":
        record_adjustment(
            ACCOUNT,
            month.previous,
            amount="-1.50",
            reason="Agreed",
            now=moment("2026-09-15T00:00"),
        )
        happen()
    assert close(f"{Month.at(month.ordinal + 1)}-03T00:00") == 3
    if name == "07":
        happen(call("kms:Encrypt", "2026-07-31T23:59", use("a")))
