"""``python -m bench``: see ``docs/performance.md``."""

from bench.run import main

if __name__ == "__main__":
    main()
