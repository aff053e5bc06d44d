"""Cost Explorer with the unmodified ``aws`` command."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.clients.test_cli import Cli
from tests.proofs.portal import Portal
