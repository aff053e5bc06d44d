#!/usr/bin/env python
"""The operator's commands."""

import os
import sys

from django.core.management import execute_from_command_line

from kmsportal.management.commands import up


def main() -> None:
    """Run one command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kmsportal.settings")
    if sys.argv[1:2] == ["up"]:
        # It makes what the settings need, and stays light while its children work.
        up.Command().run_from_argv(sys.argv)
    else:
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
