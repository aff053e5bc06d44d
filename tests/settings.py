"""Settings of the test suite: the portal's own, in a folder of their own."""

import os
import tempfile
from pathlib import Path

_data = Path(tempfile.mkdtemp(prefix="kmsportal-tests-"))
os.environ.setdefault("KMSPORTAL_DATA_DIR", str(_data))
os.environ.setdefault("KMSPORTAL_SECRET_KEY", "only-for-tests-" + "x" * 50)
os.environ.setdefault("KMSPORTAL_LEASE_MS", "1")
os.environ.setdefault("KMSPORTAL_ROOT_KEY_PROVIDER", "env")
os.environ.setdefault("KMSPORTAL_ROOT_KEY", "00" * 32)

from kmsportal.settings import *  # noqa: E402, F403
from kmsportal.settings import DATABASES, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A file, as in production: a database in memory locks otherwise.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": str(_data / "test.sqlite3")}

# Files are served from where they are; hashed names need `collectstatic`.
STATIC_ROOT = _data
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
