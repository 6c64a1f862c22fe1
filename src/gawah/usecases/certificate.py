"""Draft a certificate about a dossier: a form of a pack, filled from the ledger, with blanks for what only a person can say.

Nothing is stated that nobody stated: a line is either known from entries of the ledger, which it names, or left to whoever signs.
What a form asks, and what that is known from, stands in `packs/certificates`. The draft is entered in the ledger with its SHA-256.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from gawah.dossier import certificate as sheet
from gawah.packs import certificate as packs
from gawah.packs.certificate_guide import guides
from gawah.records.digest import sha256
from gawah.records.disclosure import Certificate
from gawah.records.errors import BadInput
from gawah.seal.keys import random_id
from gawah.usecases._certified import Facts, facts
from gawah.usecases._fresh import fresh_files
from gawah.usecases._language import words_in
from gawah.usecases._workspace import Workspace

Draft: TypeAlias = sheet.Certificate
"""What stands on the pages of a draft."""
DraftLine: TypeAlias = sheet.Line
"""One line of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """A draft that was printed.

    Attributes:
        made: As kept in the case.
        sheet: What stands on its pages.
        ledger_entry: Of the act.
    """

    made: Certificate
    sheet: Draft
    ledger_entry: int


def forms() -> list[packs.Form]:
    """All forms, by name."""
    return [packs.form(name) for name in packs.form_names()]


def draft(work: Workspace, kind: str, dossier: str, language: str = "en") -> Draft:
    """The form of this name about a dossier, filled as far as the ledger goes; nothing is written.

    Args:
        work: The case.
        kind: Name of the form.
        dossier: The folder of its bundle; or its id, or the first digits, and then the digests of single exhibits, which stand in
            the bundle, are not printed.
        language: en, ur, hi or ar, of what stands around the words of the form; those stay in English.

    Raises:
        BadInput: There is no such form or language, or the id names several.
        NotFound: The case has no such dossier.
        VerificationFailed, SourceUnreadable: The bundle is not as this case sealed it.
    """
    if kind not in packs.form_names():
        raise BadInput(f"the forms are {', '.join(packs.form_names())}")
    words, form = words_in(language), packs.form(kind)
    guide = guides(words.language)
    known = facts(work, dossier)
    numbers = {source.id: index for index, source in enumerate(form.sources, 1)}
    return sheet.Certificate(
        id=random_id(),
        made_at=work.clock(),
        tool=work.acting.tool,
        language=words.language,
        title=form.title,
        guide=guide.get(form.title, ""),
        jurisdiction=form.jurisdiction,
        jurisdiction_guide=guide.get(form.jurisdiction, ""),
        reviewed=form.reviewed,
        dossier=known.dossier,
        parts=tuple(_part(part, known, numbers, guide) for part in form.parts),
        sources=tuple(
            sheet.Source(title=source.title, guide=guide.get(source.title, ""), confidence=source.confidence, as_at=source.as_at)
            for source in form.sources
        ),
        notes=tuple(
            sheet.Note(
                text=note.text,
                guide=guide.get(note.text, ""),
                sources=tuple(numbers[one] for one in note.sources),
                confidence=note.confidence,
            )
            for note in form.notes
        ),
    )


def keep(work: Workspace, kind: str, drafted: Draft, out: Path) -> Drafted:
    """Print a draft to the file `out` and enter it in the ledger; both or neither.

    Raises:
        AlreadyThere, BadInput: `out` cannot be used.
        DiskFull, VaultUnwritable: It could not be written; nothing is left behind.
    """
    with fresh_files(work, (out, "--out")) as (sink,):
        pdf = sheet.typeset(drafted, words=words_in(drafted.language))
        sink.write(pdf)
        made = Certificate(
            id=drafted.id,
            recorded_at=drafted.made_at,
            agent=work.acting.agent,
            for_agent=work.acting.for_agent,
            form=kind,
            dossier=drafted.dossier,
            pdf_sha256=sha256(pdf),
        )
        entry = work.vault.state(made, made.id, work.clock(), work.acting, method="certificate")
    return Drafted(made=made, sheet=drafted, ledger_entry=entry)


def certificates(work: Workspace) -> list[Certificate]:
    """All drafts that were printed, in that order."""
    return work.vault.stated(Certificate)


def _part(part: packs.Part, known: Facts, numbers: Mapping[str, int], guide: Mapping[str, str]) -> sheet.Part:
    return sheet.Part(
        id=part.id,
        title=part.title,
        guide=guide.get(part.title, ""),
        signer=part.signer,
        lines=tuple(_filled(_line(line, part.signer, numbers, guide), line, known) for line in part.lines),
    )


def _line(line: packs.Line, signer: packs.Signer, numbers: Mapping[str, int], guide: Mapping[str, str]) -> sheet.Line:
    """The line, left to whoever signs."""
    return sheet.Line(
        id=line.id,
        text=line.text,
        guide=guide.get(line.text, ""),
        heading=line.heading,
        heading_guide=guide.get(line.heading, ""),
        origin=signer,
        options=line.options,
        option_guides=tuple(guide.get(one, "") for one in line.options) if guide else (),
        lines=0 if line.asked or line.fact is not None else line.lines,
        sources=tuple(numbers[one] for one in line.sources),
        confidence=line.confidence,
    )


def _filled(left: sheet.Line, line: packs.Line, known: Facts) -> sheet.Line:
    """The line with what the ledger knows, where it asks for that."""
    if line.fact is None:
        return left
    told = known.of[line.fact]
    return replace(
        left,
        origin="ledger",
        entries=told.entries,
        where=told.where,
        facts=told.facts,
        table=told.table,
        ticked=told.ticked,
    )
