"""Zip files that come out the same every time."""

import zipfile
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO


def zipped(members: Mapping[str, bytes], at: datetime) -> bytes:
    """A zip of these members, in this order, each dated `at` (local time, as zips have it; two-second steps)."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in members.items():
            entry = zipfile.ZipInfo(name, (at.year, at.month, at.day, at.hour, at.minute, at.second // 2 * 2))
            entry.create_system = 3  # Unix, whatever machine writes it
            entry.external_attr = 0o644 << 16
            # Stored: a packed stream would differ between versions of zlib.
            entry.compress_type = zipfile.ZIP_STORED
            archive.writestr(entry, data)
    return stream.getvalue()
