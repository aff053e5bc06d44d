"""Settings of the test suite: the portal's own, in a folder of their own.

Whatever a developer's shell sets for her own portal stays out of it; only
``KMSPORTAL_TEST_DATABASE_URL`` chooses another database than SQLite.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_data = Path(tempfile.mkdtemp(prefix="kmsportal-tests-"))
atexit.register(shutil.rmtree, _data, ignore_errors=True)
_given = os.environ.get("KMSPORTAL_TEST_DATABASE_URL", "")

for _name in list(os.environ):
    if _name.startswith("KMSPORTAL_") and not _name.startswith("KMSPORTAL_TEST_"):
        del os.environ[_name]
os.environ.pop("REDIS_URL", None)
os.environ.update(
    DATABASE_URL=_given or f"sqlite:///{_data / 'portal.sqlite3'}",
    KMSPORTAL_DATA_DIR=str(_data),
    KMSPORTAL_SECRET_KEY="only-for-tests-" + "x" * 50,
    KMSPORTAL_ROOT_KEY_PROVIDER="env",
    KMSPORTAL_ROOT_KEY="5eed" * 16,
)

from kmsportal.settings import *  # noqa: E402, F403
from kmsportal.settings import DATABASES, SQLITE_OPTIONS, STORAGES  # noqa: E402

# One process holds no lease, so none has to run out; portals that tests start do.
KMSPORTAL_LEASE_MS = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if not _given:
    # A file, because threads and processes must meet in it as they do in production;
    # no test pulls the plug, so none needs the disk to have it.
    DATABASES["default"]["TEST"] = {"NAME": str(_data / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"] = {
        **SQLITE_OPTIONS,
        "init_command": str(SQLITE_OPTIONS["init_command"]).replace(
            "synchronous=FULL", "synchronous=OFF"
        ),
    }

# Files are served from where they are; hashed names need `collectstatic`.
STATIC_ROOT = _data
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
