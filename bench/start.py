"""`start`: the whole of `gawah --help`, beside an empty Python."""

import subprocess
import sys
from pathlib import Path

from bench.timing import seconds, spread


def measure(*, repeat: int) -> bool:
    """Print the figure; True."""
    command = str(Path(sys.executable).with_name("gawah"))
    print("\nstart: gawah --help")
    subprocess.run([command, "--help"], check=True, stdout=subprocess.DEVNULL)
    times = [seconds(lambda: subprocess.run([command, "--help"], check=True, stdout=subprocess.DEVNULL)) for _ in range(3 * repeat)]
    bare = [seconds(lambda: subprocess.run([sys.executable, "-c", ""], check=True)) for _ in range(3 * repeat)]
    print(f"  {spread(times, '.3f')} s   (wanted: < 0.25); an empty Python: {spread(bare, '.3f')} s")
    return True
