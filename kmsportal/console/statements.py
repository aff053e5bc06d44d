"""Statements with their proofs, prices and what others would be, reconciliation."""

import base64
import hashlib

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.http import HttpResponse

from kmsportal.console.forms import WhatIfForm
from kmsportal.console.request import Answer, ConsoleRequest
from kmsportal.console.views import page

_MOST_LINES = 200


class Line(msgspec.Struct, rename="pascal", kw_only=True):
    """A line of a statement, as far as the page shows it."""

    amount: str
    sku: str = ""
    key_arn: str = ""
    operation: str = ""
    waiver: str = ""
    paid_by: str = ""
    key_hours: int = 0
    rotation_hours: int = 0
    requests: int = 0


class Document(msgspec.Struct, rename="pascal", kw_only=True):
    """The account's part of a statement."""

    currency: str
    subtotal: str
    rounding: str
    total: str
    lines: list[Line]
    corrections: list[Line]


@page
def index(request: ConsoleRequest) -> HttpResponse:
    context = {
        "found": request.perform("portal:ListStatements").statements,
        "checked": request.panel("portal:GetReconciliation"),
        "before": request.panel(
            "portal:GetReconciliation", month=_month_before(request)
        ),
    }
    return request.page("cost/statements.html", context)


@page
def detail(request: ConsoleRequest, month: str) -> HttpResponse:
    found = request.perform("portal:GetStatement", month=month)
    document = msgspec.json.decode(found.account.document, type=Document)
    context = {
        "month": month,
        "found": found,
        "document": document,
        "lines": document.lines[:_MOST_LINES],
        "left_out": max(0, len(document.lines) - _MOST_LINES),
        "problem": _problem(found.account, found.public_key),
    }
    return request.page("cost/statement.html", context)


@page
def prices(request: ConsoleRequest) -> HttpResponse:
    """Show the books, and a month at the prices of the chosen one."""
    books = request.perform("portal:ListPriceBooks").price_books
    form = WhatIfForm(request.query)
    asked = None
    if request.query and form.is_valid():
        chosen = {name: value for name, value in form.cleaned_data.items() if value}
        asked = request.panel("portal:PriceWhatIf", **chosen)
    context = {
        "books": books,
        "names": sorted({book.name for book in books}),
        "form": form,
        "asked": asked,
        "this_month": f"{request.time:%Y-%m}",
    }
    return request.page("cost/prices.html", context)


def _month_before(request: ConsoleRequest) -> str:
    year, number = request.time.year, request.time.month
    return f"{year - (number == 1)}-{(number - 2) % 12 + 1:02}"


def _problem(signed: Answer, public_key: str) -> str:
    """Say what is wrong with a signed document; empty where it is as it was issued."""
    document = signed.document.encode()
    if hashlib.sha256(document).hexdigest() != signed.digest:
        return "The document is not the one its digest tells."
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key))
    try:
        key.verify(base64.b64decode(signed.signature), document)
    except InvalidSignature:
        return "The signature does not fit."
    return ""
