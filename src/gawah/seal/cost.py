"""How much work a passphrase slot should ask for on this machine (evidence-and-security 1.5; RFC 9106, section 4).

About one second a try: whoever guesses pays it each time, the owner once a day. Never less than `DEFAULT_COST` asks for in work,
and never more than a part of this machine's memory, so that the vault still opens beside other programs, or on a smaller machine.
"""

from collections.abc import Callable

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from gawah.seal.keys import DEFAULT_COST, KEY_SIZE, MEMORY_FLOOR_KIB, Cost

WANTED_SECONDS = 1.0
"""Of one try at a passphrase."""

MOST_KIB = 1024 * 1024
"""Memory is not raised above 1 GiB, however large the machine: the vault may have to open on a smaller one."""

_MOST_PASSES = 16
_STEP_KIB = 1024


def calibrate(seconds_of: Callable[[Cost], float], most_kib: int) -> Cost:
    """The cost that takes about `WANTED_SECONDS` here.

    Args:
        seconds_of: Carries out one try of a cost and says how many seconds it took; called once.
        most_kib: Memory in KiB that a try may take; less than `MEMORY_FLOOR_KIB` counts as that.
    """
    most = max(MEMORY_FLOOR_KIB, min(most_kib, MOST_KIB))
    memory = min(DEFAULT_COST.memory_kib, most)
    # Less memory is made good with more passes, so that the work is never less.
    least = Cost(memory, -(-DEFAULT_COST.passes * DEFAULT_COST.memory_kib // memory), DEFAULT_COST.lanes)
    factor = WANTED_SECONDS / max(seconds_of(least), 0.001)
    if factor <= 1:
        return least
    more = min(int(memory * factor), most) // _STEP_KIB * _STEP_KIB
    passes = int(least.passes * factor * memory / more)
    return Cost(max(more, memory), max(least.passes, min(passes, _MOST_PASSES)), least.lanes)


def try_once(cost: Cost) -> None:
    """One try at a passphrase of this cost, for nothing (RFC 9106)."""
    kdf = Argon2id(salt=bytes(16), length=KEY_SIZE, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib)
    kdf.derive(b"")
