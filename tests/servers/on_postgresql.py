"""Run a command on a private PostgreSQL: ``python -m … on_postgresql COMMAND``."""

import os
import subprocess
import sys

from tests.servers.postgresql import postgresql
from tests.servers.processes import MissingServerError


def main(command: list[str]) -> int:
    """Run ``command``; without PostgreSQL skip it, or fail where CI is set."""
    try:
        with postgresql() as url:
            environment = {**os.environ, "KMSPORTAL_TEST_DATABASE_URL": url}
            return subprocess.run(command, env=environment, check=False).returncode
    except MissingServerError as error:
        sys.stderr.write(f"Skipped on PostgreSQL: {error}\n")
        return 1 if os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
