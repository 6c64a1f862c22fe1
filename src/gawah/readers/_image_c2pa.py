"""What a C2PA manifest in a picture says of it: content credentials, when the optional package c2pa-python is installed.

Whether the manifest and the picture are as they were when somebody signed them is checked by the package (C2PA 2.1, section 15);
whether that somebody deserves belief is not: nothing is fetched, neither manifests that lie elsewhere, nor lists of revoked
certificates, nor lists of trusted signers. Anybody can make a certificate and sign with it.

The package loads a library, so it is imported here and not when a picture is read: the worker may load none once it is shut in.
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
VALID: Final = "present, valid: the picture and what its manifest says are as they were signed; who signed is not vouched for"
ALTERED: Final = "present, NOT VALID: the picture is not as it was signed"
REWRITTEN: Final = "present, NOT VALID: what the manifest says is not as it was signed"
UNREADABLE: Final = "present, NOT VALID: the manifest cannot be read"
UNCHECKED: Final = "present, not checked: the package c2pa-python is not installed"
_OF_THE_PICTURE: Final = ("assertion.dataHash.", "assertion.bmffHash.", "assertion.boxesHash.", "assertion.collectionHash.")
"""How the codes of section 15.2 begin that compare the picture itself; the others are about the manifest or its signature."""


def credentials(kind: str, data: bytes, *, present: bool) -> str:
    """`absent`, or one of the sentences above."""
    if not present:
        return "absent"
    if c2pa is None:
        return UNCHECKED
    try:
        context = c2pa.Context(settings=c2pa.Settings.from_dict(_SETTINGS))
        with c2pa.Reader(kind, io.BytesIO(data), context=context) as reader:
            state = str(reader.get_validation_state() or "").casefold()
            failures = _failures(reader.get_validation_results())
    except (c2pa.C2paError, OSError, ValueError, TypeError, AttributeError):
        return UNREADABLE
    if state in ("valid", "trusted"):
        return VALID
    return ALTERED if any(code.startswith(_OF_THE_PICTURE) for code in failures) else REWRITTEN


def _failures(results: object) -> list[str]:
    """The codes of what does not hold of the manifest that counts, the last one."""
    active = results.get("activeManifest") if isinstance(results, dict) else None
    failed = active.get("failure") if isinstance(active, dict) else None
    return [str(one.get("code")) for one in failed or () if isinstance(one, dict)]
