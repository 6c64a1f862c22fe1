"""What a picture says of itself: EXIF, words packed into PNG, XMP. Recorded, never trusted; where it was taken stays in the
original.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from gawah.readers._capture import UNTIMED, stated_time, timed
from gawah.readers._image_pixels import DAMAGE, quietly
from gawah.records.when import When

if TYPE_CHECKING:
    from PIL.Image import Image

_EXIF: Final = {
    0x010E: "ImageDescription",
    0x010F: "Make",
    0x0110: "Model",
    0x0131: "Software",
    0x0132: "DateTime",
    0x013B: "Artist",
    0x8298: "Copyright",
}
"""Of the first directory (EXIF 2.32, section 4.6.4)."""
_EXIF_MORE: Final = {
    0x829A: "ExposureTime",
    0x829D: "FNumber",
    0x8827: "ISOSpeedRatings",
    0x9003: "DateTimeOriginal",
    0x9004: "DateTimeDigitized",
    0x9010: "OffsetTime",
    0x9011: "OffsetTimeOriginal",
    0x9291: "SubSecTimeOriginal",
    0x920A: "FocalLength",
    0x9286: "UserComment",
    0xA434: "LensModel",
}
_TAKEN = ("exif:ExposureTime", "exif:FNumber", "exif:ISOSpeedRatings", "exif:FocalLength")
_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_TIME = re.compile(r"(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)")
_XMP = re.compile(
    r"\b(xmp:(?:CreatorTool|CreateDate|ModifyDate)|photoshop:(?:DateCreated|Source))(?:=\"([^\"]{1,400})\"|>([^<]{1,400})<)"
)
_XMP_GPS = re.compile(rb"exif:GPS(?:Latitude|Longitude)\b")
_LONGEST = 4_000


def stated(image: "Image") -> tuple[list[tuple[str, str]], bool]:
    """Names and values, and whether a place on earth is among what it says; [] for what cannot be read.

    To be asked after the pixels were decoded, or found too large: Pillow decodes for some of it.
    """
    found: list[tuple[str, str]] = []
    try:
        exif = quietly(image.getexif)
        found += _tags(exif, _EXIF)
        found += _tags(quietly(lambda: exif.get_ifd(_EXIF_IFD)), _EXIF_MORE)
        located = bool(quietly(lambda: exif.get_ifd(_GPS_IFD)))
    except DAMAGE:
        located = False
    packed = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    xmp = packed if isinstance(packed, bytes) else str(packed).encode("utf-8", "replace")
    found += [(match[1], match[2] or match[3]) for match in _XMP.finditer(xmp[: 1 << 18].decode("utf-8", "replace"))]
    found += _words(image)
    return found, located or bool(_XMP_GPS.search(xmp))


def _tags(directory: Any, names: dict[int, str]) -> Iterator[tuple[str, str]]:
    for tag, name in names.items():
        value = directory.get(tag)
        if value is None:
            continue
        if isinstance(value, bytes):
            # A comment begins with eight bytes that name its encoding (EXIF 2.32, section 4.6.5).
            value = value.removeprefix(b"ASCII\0\0\0").removeprefix(b"UNICODE\0").replace(b"\0", b"").decode("utf-8", "replace")
        yield f"exif:{name}", str(value).strip("\0 ")[:_LONGEST]


def _words(image: "Image") -> Iterator[tuple[str, str]]:
    """Chunks of text of a PNG (`tEXt`, `zTXt`, `iTXt`), and a comment of a JPEG or GIF."""
    # Not `image.text`: that decodes the picture first. What stands behind the pixels is among these once they were decoded.
    texts = [(name, value) for name, value in image.info.items() if isinstance(value, str)] if image.format == "PNG" else []
    for name, value in texts[:40]:
        if name not in ("XML:com.adobe.xmp", "xmp"):
            yield f"png:{str(name)[:79]}", str(value)[:_LONGEST]
    comment = image.info.get("comment")
    if isinstance(comment, bytes | str):
        yield "comment", (comment if isinstance(comment, str) else comment.decode("utf-8", "replace"))[:_LONGEST]


def by_camera(found: dict[str, str]) -> bool:
    """Whether a camera says that it took the picture: a maker or model, and how it was exposed. Screens are not exposed."""
    return any(found.get(name) for name in ("exif:Make", "exif:Model")) and any(found.get(name) for name in _TAKEN)


def when(found: dict[str, str]) -> When:
    """When it was made, as it says: taken, else changed; its instant only with an offset from UTC beside it."""
    for name, offset in (("exif:DateTimeOriginal", "exif:OffsetTimeOriginal"), ("exif:DateTime", "exif:OffsetTime")):
        match = _TIME.match(found.get(name, ""))
        if match is not None:
            zone = found.get(offset) or found.get("exif:OffsetTime") or ""
            made = stated_time(f"{match[1]}-{match[2]}-{match[3]}T{match[4]}:{match[5]}:{match[6]}{zone if _offset(zone) else ''}")
            if made.local is not None:
                return When(stated=found[name], local=made.local, utc=made.utc, zone=made.zone, precision=made.precision)
    for name in ("xmp:CreateDate", "photoshop:DateCreated", "png:Creation Time", "png:date:create"):
        if name in found and (made := stated_time(found[name])).local is not None:
            return made
    return UNTIMED


def _offset(text: str) -> bool:
    return re.fullmatch(r"[+-]\d\d:\d\d|Z", text) is not None


def since_1904(seconds: int) -> When:
    """The time that a film or sound states: seconds since 1904 in UTC (ISO/IEC 14496-12, 8.2.2); untimed for 0."""
    try:
        moment = datetime.fromtimestamp(seconds - 2_082_844_800, UTC)
    except (OverflowError, OSError, ValueError):
        return UNTIMED
    return timed(str(seconds), moment, zoned=True, zone="format") if seconds else UNTIMED
