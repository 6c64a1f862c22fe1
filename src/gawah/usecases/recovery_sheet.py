"""The recovery sheet as a page to be printed."""

from gawah.dossier import recovery_sheet


def pdf(recovery: str, fingerprint: str, made_at: str) -> bytes:
    """The sheet as PDF: the key in letters and as a QR code, what it opens, what to do with it, with and without gawah.

    Args:
        recovery: The recovery key.
        fingerprint: Of the vault's signing key.
        made_at: `YYYY-MM-DDTHH:MM:SSZ`.

    Raises GlyphMissing: The page engine refused it.
    """
    return recovery_sheet.typeset(recovery, fingerprint, made_at)
