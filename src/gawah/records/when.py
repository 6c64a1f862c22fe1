"""When something happened, as its source states it, and how well the instant is known.

Three things are kept apart (export-formats: "keep three times"): the text or number as stated, what the source's own clock showed,
and the instant in UTC if it can be known. A zone is never taken from this machine.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

Zone: TypeAlias = Literal["stated", "format", "assumed", "unknown"]
"""How the zone is known: stated in the record; defined by the platform's format; assumed by a person; unknown."""

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - differences of clock readings, both without a zone
_MILLISECOND = timedelta(milliseconds=1)

Precision: TypeAlias = Literal["day", "minute", "second", "ms"]
"""The smallest unit that the source states."""


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A time as its source gives it.

    Attributes:
        stated: The text or number exactly as written.
        local: What the source's clock showed, `YYYY-MM-DDTHH:MM:SS[.mmm]` without a zone; None where the source gives none or the
            order of day and month cannot be told. The only naive time in gawah.
        utc: The instant, `YYYY-MM-DDTHH:MM:SS[.mmm]Z`; None only when the zone is unknown or the text cannot be read.
        zone: How the zone is known.
        precision: The smallest unit stated.
    """

    stated: str
    local: str | None
    utc: str | None
    zone: Zone
    precision: Precision


def from_epoch_ms(milliseconds: int, stated: str, precision: Precision = "ms") -> When:
    """A time given as milliseconds since 1970 UTC by a format that defines them so. Raises ValueError outside years 1–9999."""
    seconds, ms = divmod(milliseconds, 1000)
    try:
        moment = datetime.fromtimestamp(seconds, UTC).replace(microsecond=ms * 1000)
    except (OverflowError, OSError) as error:
        raise ValueError("out of range") from error
    timespec = "milliseconds" if precision == "ms" else "seconds"
    return When(stated=stated, local=None, utc=iso_utc(moment, timespec), zone="format", precision=precision)


def iso_utc(moment: datetime, timespec: str = "seconds") -> str:
    """`moment` (which must carry a zone) as `YYYY-MM-DDTHH:MM:SS[.mmm]Z`."""
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec=timespec).removesuffix("+00:00") + "Z"


def assume_zone(when: When, zone: ZoneInfo) -> When:
    """`when` with its instant computed in `zone`, marked as assumed; unchanged where the zone is known or `local` is missing.

    In the hour that a clock change repeats, the earlier instant is taken (PEP 495, fold=0).
    """
    if when.zone != "unknown" or when.local is None:
        return when
    moment = datetime.fromisoformat(when.local).replace(tzinfo=zone)
    timespec = "milliseconds" if when.precision == "ms" else "seconds"
    return replace(when, utc=iso_utc(moment, timespec), zone="assumed")


def position_ms(when: When) -> int | None:
    """Where the time stands on a line, in milliseconds: the instant if known, else the local time read as if it were UTC.

    Good for order within a case and for drawing; not an instant. None when nothing is known.
    """
    text = when.utc or when.local
    if text is None:
        return None
    moment = datetime.fromisoformat(text.removesuffix("Z"))
    return round((moment.replace(tzinfo=None) - _EPOCH) / _MILLISECOND)
