"""Times of chat.db: since 2001-01-01 UTC, in seconds until macOS 10.12, in nanoseconds since then; told by their size."""

from gawah.records.when import When, from_epoch_ms

_EPOCH_MS = 978_307_200_000
"""2001-01-01 00:00:00 UTC in milliseconds since 1970."""
_NANOSECONDS = 10**11
"""A larger number is nanoseconds: as seconds it would lie after the year 5000, as nanoseconds this is less than two minutes."""
_LATEST_MS = 4_102_444_800_000
"""2100: what lies behind it is no time."""


def since_2001(value: object) -> When | None:
    """The time that a number of the database states; None when it cannot be one, or is 0, which stands for none."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1 << 63:
        return None
    fine = value > _NANOSECONDS
    since = int(value) // 1_000_000 if fine else round(value * 1000)
    if since + _EPOCH_MS >= _LATEST_MS:
        return None
    whole = not fine and isinstance(value, int)
    return from_epoch_ms(_EPOCH_MS + since, str(value), "second" if whole else "ms")


def unread(value: object) -> When:
    """What stands for a time that cannot be read."""
    stated = str(value)[:64] if isinstance(value, int | float | str) else ""
    return When(stated=stated, local=None, utc=None, zone="unknown", precision="second")
