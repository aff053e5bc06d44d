"""Examples of the routes that most applications use."""

from typing import Any

import msgspec


class Example(msgspec.Struct, frozen=True):
    """A body, and an answer to it."""

    request: dict[str, Any]
    answer: dict[str, Any] | None = None


_ID = "1f3ac0de-96b5-4a0f-8a77-7b7a2d1c9e10"
_ARN = f"arn:aws:kms:us-east-1:111122223333:key/{_ID}"
_MATERIAL = "9b1d7c3e5f" + "0" * 54
_CONTEXT = {"app": "orders"}
_BLOB = "AQICAHjTqvXz0yVwzQ=="
_PLAINTEXT = "b3JkZXIgNDcxMQ=="
_SYMMETRIC = "SYMMETRIC_DEFAULT"

EXAMPLES: dict[str, Example] = {
    "create_key": Example(
        {
            "description": "orders database",
            "tags": [{"tag_key": "team", "tag_value": "shop"}],
        },
        {
            "key_metadata": {
                "aws_account_id": "111122223333",
                "key_id": _ID,
                "arn": _ARN,
                "creation_date": "2026-11-23T12:00:00.000Z",
                "enabled": True,
                "description": "orders database",
                "key_usage": "ENCRYPT_DECRYPT",
                "key_state": "Enabled",
                "origin": "AWS_KMS",
                "key_manager": "CUSTOMER",
                "customer_master_key_spec": _SYMMETRIC,
                "key_spec": _SYMMETRIC,
                "encryption_algorithms": [_SYMMETRIC],
                "multi_region": False,
            }
        },
    ),
    "create_alias": Example({"alias_name": "alias/orders", "target_key_id": _ID}),
    "schedule_key_deletion": Example(
        {"pending_window_in_days": 7},
        {
            "key_id": _ARN,
            "deletion_date": "2026-11-30T12:00:00.000Z",
            "key_state": "PendingDeletion",
            "pending_window_in_days": 7,
        },
    ),
    "encrypt": Example(
        {"plaintext": _PLAINTEXT, "encryption_context": _CONTEXT},
        {
            "ciphertext_blob": _BLOB,
            "key_id": _ARN,
            "encryption_algorithm": _SYMMETRIC,
        },
    ),
    "decrypt": Example(
        {"ciphertext_blob": _BLOB, "encryption_context": _CONTEXT},
        {
            "key_id": _ARN,
            "plaintext": _PLAINTEXT,
            "encryption_algorithm": _SYMMETRIC,
            "key_material_id": _MATERIAL,
        },
    ),
    "generate_data_key_without_plaintext": Example(
        {"key_spec": "AES_256", "encryption_context": _CONTEXT},
        {"ciphertext_blob": _BLOB, "key_id": _ARN, "key_material_id": _MATERIAL},
    ),
    "create_api_token": Example(
        {"name": "nightly backup", "expires_in_days": 90},
        {
            "token_id": "5f0c3e1d9a7b2846",
            "token": "kmsp_5f0c3e1d9a7b2846_<secret>",
            "name": "nightly backup",
            "created_at": "2026-11-23T12:00:00.000Z",
            "expires_at": "2027-02-21T12:00:00.000Z",
        },
    ),
}
