"""The durable steps at which a test may stop the program (evidence-and-security 1.7, F1). In normal use nothing happens here."""

from collections.abc import Callable

POINTS = (
    "blob-write-before",
    "blob-write-half",
    "blob-write-after",
    "blob-fsync",
    "blob-rename",
    "blob-dirsync",
    "begin",
    "row",
    "commit-before",
    "commit",
    "checkpoint-half",
    "checkpoint-fsync",
    "checkpoint-rename",
    "checkpoint-dirsync",
    "erase-leaf",
    "erase-rows",
    "erase-unlink",
    "erase-done",
)
"""The names that `point` is called with in one import and one erasure, in order."""

PART_POINTS = ("part-read", "part-adopted")
"""The same in the erasure of a part, beside those of blobs, transactions, checkpoints and erasures."""

KEY_POINTS = (
    "slot-announce",
    "slot-write",
    "slot-rename",
    "slot-drop",
    "slot-settle",
    "rekey-begin",
    "rekey-sealed",
    "rekey-fsync",
    "rekey-rename",
    "rekey-dirsync",
    "rekey-moved",
    "rekey-unlink",
    "rekey-slot",
    "rekey-copy",
    "rekey-copied",
    "rekey-log",
    "rekey-switch",
)
"""The same in changes of keys, beside those of transactions and checkpoints."""

BACKUP_POINTS = (
    "backup-entry",
    "backup-file-half",
    "backup-files-sync",
    "backup-file-rename",
    "backup-files-dirsync",
    "backup-database-sync",
    "backup-slot-added",
    "backup-database-rename",
    "backup-slots",
    "backup-notes",
    "backup-marker",
    "backup-unlink",
    "backup-done",
)
"""The same of one backup to a place where there was none, or another."""

RESTORE_POINTS = (
    "restore-file-half",
    "restore-files-sync",
    "restore-file-rename",
    "restore-files-dirsync",
    "restore-opened",
    "restore-checked",
    "restore-entry",
    "restore-rename",
    "restore-done",
)
"""The same of one copy brought back."""

CHECK_POINTS = ("check-mark",)
"""The same of one full check: each time that marks were written."""

hook: Callable[[str], None] | None = None
"""Set by tests; called with the name of each step as it is reached."""


def point(name: str) -> None:
    """Say that the step `name` has been reached."""
    if hook is not None:
        hook(name)
