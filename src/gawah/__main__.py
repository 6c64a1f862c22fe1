"""`gawah` and `python -m gawah`: starts the command line."""

import sys


def main() -> None:
    """Run the command line and exit with its code."""
    from gawah.interfaces.cli.app import run

    sys.exit(run())


if __name__ == "__main__":
    main()
