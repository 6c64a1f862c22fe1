"""What a C2PA manifest in a picture says of it: content credentials, when the optional package c2pa-python is installed.

The package loads a library, so it is imported here and not when a picture is read: the worker may load none once it is shut in.
Nothing is fetched: neither manifests that lie elsewhere, nor lists of revoked certificates, nor lists of trusted ones; so who
signed is not judged.
"""

import io
from typing import Final

try:
    import c2pa
except (ImportError, OSError, RuntimeError):
    c2pa = None  # the extra is not installed

_SETTINGS: Final = {
    "verify": {"verify_trust": False, "ocsp_fetch": False, "remote_manifest_fetch": False, "verify_after_reading": True},
}


def credentials(kind: str, data: bytes, *, present: bool) -> str:
    """One of: absent; present, not checked (the package is not installed); present, valid; present, invalid.

    Valid: what is signed is unchanged and the signature fits. Whose it is is not judged.
    """
    if not present:
        return "absent"
    if c2pa is None:
        return "present, not checked: the package c2pa-python is not installed"
    try:
        context = c2pa.Context(settings=c2pa.Settings.from_dict(_SETTINGS))
        with c2pa.Reader(kind, io.BytesIO(data), context=context) as reader:
            state = str(reader.get_validation_state() or "").casefold()
    except (c2pa.C2paError, OSError, ValueError, TypeError, AttributeError):
        return "present, invalid: it cannot be read"
    return "present, valid; whose signature it is was not judged" if state in ("valid", "trusted") else "present, invalid"
