"""``python -m complaint_cli`` is ``complaint``."""

import sys

from complaint_cli.cli import main

if __name__ == "__main__":
    sys.exit(main())
