"""Translations by people or programs, kept beside what they translate and never in its place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from gawah.records.casework import Report, Translation
from gawah.records.errors import BadInput
from gawah.records.evidence import EvidenceItem
from gawah.seal.keys import random_id
from gawah.usecases._stated import stated_time
from gawah.usecases._targets import one_of, target
from gawah.usecases._workspace import Workspace
from gawah.usecases._written import written

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""The form of a language tag (RFC 5646, section 2.1, without its rarer parts)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the person says of a translation.

    Attributes:
        language: Of the translation, such as `en` or `ur`.
        from_language: Of the original; "" where nobody says.
        translator: Who translated: a name, or a program with its version.
        at: When it was translated; None where nobody says.
        certified: A sworn or certified translator vouches for it.
        certificate: Id, or its first digits, of the item that shows this; it means certified.
    """

    language: str
    from_language: str = ""
    translator: str = field(repr=False)
    at: str | None = None
    certified: bool = False
    certificate: str | None = None


def translation(work: Workspace, prefix: str, body: str, told: Told) -> Translation:
    """The translation as it would be kept; nothing is written. `prefix`: of a message, event, capture, item or own entry.

    Raises:
        BadInput: There are no words or no translator, a language or time has another form, or a complaint was named.
        NotFound: An id names nothing.
    """
    if not body.strip():
        raise BadInput("there are no words to keep")
    if not told.translator.strip():
        raise BadInput("say who translated it: a name, or a program with its version")
    for tag in (told.language, told.from_language):
        if tag and not _LANGUAGE.fullmatch(tag):
            raise BadInput("a language is a tag such as en, ur, hi, ar or ur-Latn")
    thing = target(work, prefix)
    if isinstance(thing, Report | Translation):
        raise BadInput("what is translated is a message, event, capture, file or own entry")
    shown = None if told.certificate is None else one_of(work.vault.items(), told.certificate).id
    return Translation(
        id=random_id(),
        of=thing.id,
        **written(work),
        language=told.language,
        from_language=told.from_language,
        body=body,
        translator=told.translator,
        made_at=None if told.at is None else stated_time(told.at),
        certified=told.certified or shown is not None,
        certificate=shown,
    )


def keep_translation(work: Workspace, made: Translation) -> int:
    """Keep the translation. A better one is a further one; none is taken away. The ledger entry."""
    return work.vault.state(made, made.id, work.clock(), work.acting, method="translation")


def translations(work: Workspace) -> list[Translation]:
    """All translations, in the order in which they were entered."""
    return work.vault.stated(Translation)


def certificate_of(work: Workspace, one: Translation) -> EvidenceItem | None:
    """The item that shows that it is certified; None where there is none."""
    return None if one.certificate is None else work.vault.item(one.certificate)


def translations_by_id(work: Workspace) -> Mapping[str, list[Translation]]:
    """The same by the id of what they translate."""
    found: dict[str, list[Translation]] = {}
    for one in translations(work):
        found.setdefault(one.of, []).append(one)
    return found
