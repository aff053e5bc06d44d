"""The quick start, with the unmodified ``aws`` command."""

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.proofs.portal import Portal

_AWS = Path(sys.executable).with_name("aws")
_SECRET = b"the orders' secret\n"


class Cli:
    """The ``aws`` command with the lines that ``make up`` prints exported."""

    def __init__(self, portal: Portal, home: Path) -> None:
        self._environment = {
            "HOME": str(home),
            "PATH": "/usr/bin:/bin",
            "AWS_ENDPOINT_URL": portal.address.url,
            "AWS_SHARED_CREDENTIALS_FILE": str(portal.site.data_dir / "credentials"),
            "AWS_REGION": "us-east-1",
        }

    def __call__(self, *arguments: str) -> Any:
        done = self.attempt(*arguments)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout or "null")

    def attempt(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(_AWS), *arguments],
            env=self._environment,
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
        )


def test_the_quick_start_works(sqlite_portal: Portal, tmp_path: Path) -> None:
    aws = Cli(sqlite_portal, tmp_path)
    file = tmp_path / "secret.txt"
    file.write_bytes(_SECRET)
    made = aws("kms", "create-key", "--description", "orders database")
    key_id = made["KeyMetadata"]["KeyId"]
    alias = ("--alias-name", "alias/orders", "--target-key-id", key_id)
    aws("kms", "create-alias", *alias)

    sealed = tmp_path / "sealed"
    plain = ("--plaintext", f"fileb://{file}", "--encryption-context", "app=orders")
    answer = aws("kms", "encrypt", "--key-id", "alias/orders", *plain)
    sealed.write_bytes(base64.b64decode(answer["CiphertextBlob"]))

    blob = ("kms", "decrypt", "--ciphertext-blob", f"fileb://{sealed}")
    opened = aws(*blob, "--encryption-context", "app=orders")
    assert base64.b64decode(opened["Plaintext"]) == _SECRET

    refused = aws.attempt(*blob, "--encryption-context", "app=invoices")
    assert refused.returncode
    assert "(InvalidCiphertextException)" in refused.stderr

    size = ("--key-spec", "AES_256")
    key = aws("kms", "generate-data-key", "--key-id", "alias/orders", *size)
    assert len(base64.b64decode(key["Plaintext"])) == 32
