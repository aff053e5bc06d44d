"""``python -m audit.verifier`` is ``kmsportal-verify``."""

import sys

from audit.verifier.cli import main

sys.exit(main())
