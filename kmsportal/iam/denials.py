"""Encoded authorization messages: why a call was refused, for those who may know.

API reference, DecodeAuthorizationMessage. A message is sealed under the key of the
refused caller's account, so nobody reads or makes one elsewhere.
"""

import base64
import binascii
import json
import zlib
from typing import Any

from kmsportal.core.call import Call
from kmsportal.core.errors import InvalidAuthorizationMessageException
from kmsportal.core.operation import Need
from kmsportal.iam.engine import Outcome, Verdict
from kmsportal.sealing.accounts import seal, unseal
from kmsportal.sealing.envelope import SealBrokenError

_ROW = "denial"
_VERSION = b"\x01"


def encode_denial(call: Call, need: Need, verdict: Verdict) -> str:
    """Return the message of a refusal, for the caller to pass on."""
    text = json.dumps(_told(call, need, verdict)).encode()
    sealed = seal(call.account_id, _ROW, plaintext=zlib.compress(text, 9))
    return base64.urlsafe_b64encode(_VERSION + sealed).decode()


def decode_denial(account_id: str, message: str) -> str:
    """Return what a message says, as JSON; InvalidAuthorizationMessageException."""
    try:
        raw = base64.urlsafe_b64decode(message.encode("ascii"))
        if raw[:1] != _VERSION:
            raise InvalidAuthorizationMessageException(_INVALID)
        packed = unseal(account_id, _ROW, sealed=raw[1:])
    except (binascii.Error, UnicodeEncodeError, SealBrokenError):
        raise InvalidAuthorizationMessageException(_INVALID) from None
    return zlib.decompress(packed).decode()


_INVALID = "Message is not valid."


def _told(call: Call, need: Need, verdict: Verdict) -> dict[str, Any]:
    is_explicit = verdict.outcome is Outcome.EXPLICIT_DENY
    matched = []
    # Another account's statements are not this caller's to see.
    if is_explicit and verdict.policy is not None and not verdict.is_concealed:
        matched = [
            {
                "statementId": verdict.sid or "",
                "effect": "DENY",
                "sourcePolicyId": verdict.policy.arn or verdict.policy.name,
                "sourcePolicyType": verdict.policy.layer.value,
            }
        ]
    principal = call.caller.principal
    return {
        "allowed": False,
        "explicitDeny": is_explicit,
        "matchedStatements": {"items": matched},
        "failures": {"items": []},
        "context": {
            "principal": {"id": principal.unique_id, "arn": principal.arn},
            "action": need.action,
            "resource": need.resource,
            "conditions": {
                "items": [
                    {"key": "aws:Region", "values": {"items": [{"value": call.region}]}}
                ]
            },
        },
    }
