"""`gawah` and `python -m gawah`: starts the command line."""

import sys


def main() -> None:
    """Run the command line and exit with its code."""
    from gawah.usecases.process import leave_no_core

    leave_no_core()
    from gawah.interfaces.cli.app import run

    sys.exit(run())


if __name__ == "__main__":
    main()
