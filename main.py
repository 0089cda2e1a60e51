"""The front door of a checkout: `python main.py COMMAND`."""

import sys

from desktop.cli import main

if __name__ == "__main__":
    sys.exit(main())
