"""What is asked of a server: one request replayed, or many different ones."""

import base64
from collections.abc import Sequence
from typing import Any

from bench.requests import Signer, Target, client_of
from bench.servers import Server

_CONTEXT = {"app": "orders"}
_PLAINTEXT = b"0123456789abcdef0123456789abcdef"


class Workload:
    """A server with a few keys on it, and the requests for them."""

    def __init__(self, server: Server, *, keys: int = 10) -> None:
        """Make ``keys`` keys, and call each operation once to see that it works."""
        self.server = server
        self._client = client_of(server)
        made = [self._client.create_key() for _ in range(keys)]
        self.key_ids = [answer["KeyMetadata"]["KeyId"] for answer in made]
        sealed = self._client.encrypt(
            KeyId=self.key_ids[0], Plaintext=_PLAINTEXT, EncryptionContext=_CONTEXT
        )["CiphertextBlob"]
        opened = self._client.decrypt(CiphertextBlob=sealed, EncryptionContext=_CONTEXT)
        if opened["Plaintext"] != _PLAINTEXT:
            raise ValueError(f"{server.name} does not decrypt what it encrypted.")
        self._sealed = _text(sealed)

    def one(self, operation: str) -> list[bytes]:
        """Return one request, signed now: Signature Version 4 lets it be repeated."""
        return [Signer(self.server).request(self._target(operation, self.key_ids[0]))]

    def many(
        self, key_ids: Sequence[str], credentials: Sequence[tuple[str, str]]
    ) -> list[bytes]:
        """Return an Encrypt for each key, with other callers and contexts."""
        signers = [Signer(self.server, credentials=who) for who in credentials]
        return [
            signers[turn % len(signers)].request(
                Target(
                    "Encrypt",
                    {
                        "KeyId": key_id,
                        "Plaintext": _text(_PLAINTEXT),
                        "EncryptionContext": {"app": "orders", "order": str(turn)},
                    },
                )
            )
            for turn, key_id in enumerate(key_ids)
        ]

    def _target(self, operation: str, key_id: str) -> Target:
        return Target(operation, self._members(operation, key_id))

    def _members(self, operation: str, key_id: str) -> dict[str, Any]:
        context = {"EncryptionContext": _CONTEXT}
        match operation:
            case "Encrypt":
                return {"KeyId": key_id, "Plaintext": _text(_PLAINTEXT), **context}
            case "Decrypt":
                return {"CiphertextBlob": self._sealed, **context}
            case "GenerateDataKey":
                return {"KeyId": key_id, "KeySpec": "AES_256", **context}
            case "DescribeKey":
                return {"KeyId": key_id}
            case _:
                return {"Limit": 10}


def _text(blob: bytes) -> str:
    return base64.b64encode(blob).decode()
