"""Take away at once what a passphrase could open: for a moment in which there is no time for anything else."""

from pathlib import Path

from gawah.vault import unlock

LIMITS = (
    "The recovery key on paper still opens the vault, and `gawah recover` then sets a new passphrase.",
    "A program that has the vault open now goes on having it open until it is closed.",
    "On an SSD, and in backups and snapshots, a copy of a key slot may survive; with the passphrase it would open the vault.",
    "The encrypted files are still there: whoever takes the drive sees that there is a vault.",
)
"""What quick destruction does not do, in sentences for the person."""


def slots(folder: Path) -> int:
    """How many key slots there are. Raises NotAVault, VaultUnwritable."""
    return unlock.count_slots(folder)


def destroy(folder: Path) -> int:
    """Overwrite and remove every key slot, at once, whoever has the vault open; how many there were. Needs no passphrase.

    Raises NotAVault, VaultUnwritable: A slot could not be overwritten; it and the others were removed where that was possible.
    """
    return unlock.destroy_slots(folder)
