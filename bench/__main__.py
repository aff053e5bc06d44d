"""``python -m bench``: see ``docs/performance.md``."""

import sys

from bench import billing
from bench.run import main

if __name__ == "__main__":
    if "--billing" in sys.argv[1:]:
        billing.main()
    else:
        main()
