"""Whether two addresses are of one page: compared as text, never opened.

By the rules of RFC 3986, section 6.2: letters of scheme and host (6.2.2.1), percent-encoding (6.2.2.2, with the letters of other
scripts as in RFC 3987, section 3.2), the port that the scheme has anyway (6.2.3). And by what the web does: http and https, `www.`
and `m.`, a slash at the end, the part behind `#` and the marks that tell how somebody came to a page make no other page.
"""

import re
import unicodedata
from typing import Final

_PARTS: Final = re.compile(r"(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)
"""RFC 3986, appendix B."""
_ENCODED: Final = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_UNRESERVED: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SAME_SITE: Final = re.compile(r"(?:www|m|mobile)\.(?=[^.]+\.)")
_CAME_FROM: Final = frozenset({"fbclid", "gclid", "igsh", "igshid", "mibextid", "ref_src", "ref_url", "si"})


def page_key(address: str) -> str:
    """What two addresses of one page have in common. An address that is not of the web stays as it is."""
    text = address.strip()
    found = _PARTS.fullmatch(text)
    if found is None or (found[1] or "").lower() not in ("http", "https") or not found[2]:
        return text
    host = re.sub(r":(?:80|443)?$", "", found[2].lower()).removesuffix(".")
    query = "&".join(one for one in _plain(found[4] or "").split("&") if one and not _of_the_way(one))
    route = found[5] if found[5] and found[5][0] in "!/" else ""
    path = _plain(found[3]).rstrip("/")
    return _SAME_SITE.sub("", host, count=1) + path + (f"?{query}" if query else "") + (f"#{route}" if route else "")


def host_labels(address: str) -> tuple[str, ...]:
    """The parts of the host's name, such as `("www", "instagram", "com")`; () for what is no address of the web."""
    found = _PARTS.fullmatch(address.strip())
    if found is None or (found[1] or "").lower() not in ("http", "https"):
        return ()
    return tuple(one for one in re.sub(r":\d*$", "", (found[2] or "").lower()).split(".") if one)


def _of_the_way(parameter: str) -> bool:
    name = parameter.partition("=")[0].lower()
    return name.startswith("utm_") or name in _CAME_FROM


def _plain(text: str) -> str:
    """Percent-encoding in its one form: of letters and digits none, of all else capitals."""
    return unicodedata.normalize("NFC", _ENCODED.sub(lambda found: _decoded(found[0]), text))


def _decoded(run: str) -> str:
    try:
        text = bytes.fromhex(run.replace("%", "")).decode("utf-8")
    except UnicodeDecodeError:
        return run.upper()
    return "".join(one if one in _UNRESERVED or one > "\x9f" else f"%{ord(one):02X}" for one in text)
