"""Key policies: the default one, and texts compiled once and remembered."""

import json
from functools import lru_cache

from kmsportal.core.arn import root_arn
from kmsportal.iam.engine import (
    CompiledPolicy,
    PolicyLayer,
    PolicySource,
    compile_policy,
)

_KEY_POLICY = PolicySource(layer=PolicyLayer.RESOURCE, name="default")


def default_key_policy(account_id: str) -> str:
    """Return the policy of a key made through the API without one.

    AWS KMS Developer Guide, "Default key policy".
    """
    statement = {
        "Sid": "Enable IAM User Permissions",
        "Effect": "Allow",
        "Principal": {"AWS": root_arn(account_id)},
        "Action": "kms:*",
        "Resource": "*",
    }
    policy = {
        "Version": "2012-10-17",
        "Id": "key-default-1",
        "Statement": [statement],
    }
    return json.dumps(policy, indent=2)


@lru_cache(maxsize=4096)
def compiled_key_policy(text: str) -> CompiledPolicy:
    """Compile the text of a stored key policy."""
    return compile_policy(text, _KEY_POLICY)
