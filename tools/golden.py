"""Writes golden files: `python -m tools.golden whatsapp/urdu-digits …`; `whatsapp` for all of a reader, no name for all.

Prints what changed. Tests never write them; read the difference before you commit it.
"""

import difflib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from tests.readers.golden import lines, samples


def main(wanted: list[str]) -> int:
    """Write the golden files of the samples whose names are `wanted`, or begin so. Returns 1 when there is none."""
    prefixes = tuple(f"{name.strip('/')}/" for name in wanted) or ("",)
    chosen = [sample for sample in samples() if f"{sample.name}/".startswith(prefixes)]
    for sample in chosen:
        before = sample.expected.read_text("utf-8").split("\n")[:-1] if sample.expected.exists() else []
        after = lines(sample)
        sample.expected.write_text("".join(f"{line}\n" for line in after), "utf-8", newline="\n")
        difference = list(difflib.unified_diff(before, after, sample.name, sample.name, n=0, lineterm=""))
        print(f"{sample.name}: {len(after)} records, {'changed' if difference else 'as before'}")
        for line in difference:
            print(f"  {line}")
    return 0 if chosen else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
