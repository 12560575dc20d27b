"""``python -m complaint_cli`` is ``complaint``."""

from complaint_cli.cli import run

if __name__ == "__main__":
    run()
