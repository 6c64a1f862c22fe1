"""`python -m tools.words`: which sentences of a dossier stand in English in each language, for want of a translation that fits.

Prints a line for each, language and key, also for translations of what English no longer has; the last line counts. It ends with 0
all the same: a dossier itself says what is not translated.
"""

import sys

from gawah.dossier.words import LANGUAGES, load, read, stale


def main() -> int:
    """Print them. Raises WordsError when a file is wrong."""
    english = load().entries
    missing = [(language, key) for language in LANGUAGES for key in load(language).missing]
    gone = [(language, key) for language in LANGUAGES for key in stale(read(language), english) if key not in english]
    for language, key in missing:
        sys.stdout.write(f"{language}: {key}\n")
    for language, key in gone:
        sys.stdout.write(f"{language}: {key} is no sentence any more\n")
    sys.stdout.write(f"{len(missing)} sentences are not translated, of {len(english)} in each of {len(LANGUAGES)} languages\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
