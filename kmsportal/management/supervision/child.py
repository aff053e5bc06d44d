"""The entry of every supervised process: ``python -m … child ROLE``."""

import sys

from kmsportal.management.supervision import lifeline
from kmsportal.management.supervision.roles import ROLES

if __name__ == "__main__":
    lifeline.hold()
    ROLES[sys.argv[1]]()
