"""Messages that leave the portal by themselves: signed webhooks, and e-mail."""

import hmac
from datetime import timedelta
from smtplib import SMTPException

import httpx
from django.core.mail import send_mail

SIGNATURE = "X-KMSPortal-Signature"
_TIMEOUT_SECONDS = 10.0
_LONGEST_PAUSE = timedelta(hours=1)
_FIRST_PAUSE = timedelta(seconds=15)
_MOST_DOUBLINGS = 8


class NotSentError(Exception):
    """A message did not get there; the sentence says why, for people."""


def signature(secret: bytes, body: bytes) -> str:
    """Return the MAC that a webhook's receiver compares: HMAC-SHA-256, hexadecimal."""
    return "sha256=" + hmac.digest(secret, body, "sha256").hex()


def post_signed(address: str, body: bytes, *, secret: bytes) -> None:
    """Post JSON to a webhook; NotSentError unless it answers with a status of 2xx.

    Redirects are not followed: the address is the one that was agreed to.
    """
    headers = {
        "Content-Type": "application/json",
        SIGNATURE: signature(secret, body),
    }
    try:
        answer = httpx.post(
            address, content=body, headers=headers, timeout=_TIMEOUT_SECONDS
        )
    except httpx.TimeoutException:
        raise NotSentError("The webhook did not answer within ten seconds.") from None
    except (httpx.HTTPError, httpx.InvalidURL):
        raise NotSentError("The webhook could not be reached.") from None
    if not answer.is_success:
        raise NotSentError(f"The webhook answered with status {answer.status_code}.")


def mail(address: str, *, subject: str, text: str) -> None:
    """Hand a message to the mail server; NotSentError when it does not take it."""
    try:
        send_mail(subject, text, None, [address])
    except (SMTPException, OSError):
        raise NotSentError("The mail server did not take the message.") from None


def pause_after(failures: int) -> timedelta:
    """Return how long to wait after so many failures before the one at hand."""
    factor = 1 << min(failures, _MOST_DOUBLINGS)
    return min(_FIRST_PAUSE * factor, _LONGEST_PAUSE)
