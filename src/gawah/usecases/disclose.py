"""Write a dossier: choose, number, set the pages, add the proofs, seal the folder, enter it in the ledger.

A selection is always shown as a selection: the first page counts what the case holds and what stands in the dossier. Around every
exhibit stands what was said before and after it, by both sides.
"""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import get_args

from gawah.dossier import annex, bundle, leak_check, pages, timeline_plot
from gawah.dossier.bundle import Bundle, ExhibitFiles
from gawah.dossier.document import Audience, Document, Head
from gawah.dossier.log_sheet import LogSection
from gawah.dossier.volumes import volumes
from gawah.dossier.words import Language, Words, say
from gawah.records.custody import Authority, Checkpoint
from gawah.records.disclosure import Dossier
from gawah.records.errors import BadInput, NothingSelected
from gawah.seal.keys import random_id
from gawah.seal.pdf_key import PdfKey
from gawah.usecases import _case_sheets, _complaint_sheets, _log_sheets
from gawah.usecases._completeness import completeness
from gawah.usecases._conduct_sheet import conduct_sheet
from gawah.usecases._laid_out import laid_out, numbered
from gawah.usecases._language import words_in
from gawah.usecases._log_sheets import LogChoice
from gawah.usecases._pdf_signature import SignedPdf, SignWith, key_for, signed
from gawah.usecases._place import refuse_taken
from gawah.usecases._protected import Protected, protected
from gawah.usecases._since import earlier, since
from gawah.usecases._stamp_files import Timed
from gawah.usecases._workspace import Workspace
from gawah.usecases.choose import Choice, Thing, chosen, fit_for, rule
from gawah.usecases.stamp import Outcome, answered, stamp_bundle
from gawah.vault.durable import GroupSync, drive_errors
from gawah.vault.rows import Row

BY_CHOICE = frozenset({"platform", "employer"})
"""Audiences to whom the conversation around an exhibit is shown by choice only."""

AUDIENCES: tuple[Audience, ...] = get_args(Audience)
"""For whom a dossier can be."""

UNTITLED = say("first.untitled")
"""Stands on page 1 where the person gave no title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosed:
    """A dossier that was written.

    Attributes:
        dossier: As entered in the ledger.
        folder: Where it lies.
        ledger_entry: Of its export.
        head: The signed head that its proofs lead to.
        fingerprint: Of the key that signed; printed on page 1.
        undrawable: The tokens, such as `[U+6C49]`, that are printed for what no font of the package has.
        language: Of the program's sentences in it.
        reviewed: Whether a native speaker has reviewed these.
        untranslated: How many sentences of this version stand in English in a dossier of that language.
        pdf: How its PDF is signed.
        stamp: How it went with the time stamp over the list of the bundle; None when none was asked for.
        in_part, withheld: Numbers of exhibits of which a part, and of files and pictures of which nothing is shown.
    """

    dossier: Dossier
    folder: Path
    ledger_entry: int
    head: Checkpoint
    fingerprint: str
    undrawable: tuple[str, ...] = field(repr=False)
    pdf: SignedPdf
    language: Language = "en"
    reviewed: bool = True
    untranslated: int = 0
    stamp: Outcome | None = None
    in_part: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Care:
    """What the person says of what may show, and how.

    Attributes:
        language: en, ur, hi or ar: of the program's sentences in the PDF and the plot. What people wrote stays as it is, and
            exhibits.json, which holds, is in English.
        looked_at: Numbers of exhibits that are files or pictures: no protected party shows in them.
        with_context: Print the conversation around each exhibit for a platform or an employer too; all others always get it.
        by: month or week: the periods of the chronology; "" for weeks where the case is of 26 weeks or fewer, else months.

    Raises BadInput for a period that is neither.
    """

    language: str = "en"
    looked_at: tuple[str, ...] = ()
    with_context: bool = False
    by: str = ""

    def __post_init__(self) -> None:
        if self.by not in {"", "month", "week"}:
            raise BadInput("the chronology is by month or by week")


def disclose(
    work: Workspace,
    out: Path,
    choice: Choice,
    *,
    audience: str = "authority",
    title: str = "",
    sign_with: SignWith | None = None,
    stamp_by: Authority | None = None,
    care: Care | None = None,
) -> Disclosed:
    """Write the dossier to the folder `out`, all or nothing.

    Args:
        work: The case.
        out: Must not exist; its parent must.
        choice: What should stand in it.
        audience: authority, lawyer, platform, employer, person or public.
        title: Of the case, in the person's words; `UNTITLED` when empty.
        sign_with: A key of one's own for the PDF; None for the case's.
        stamp_by: The authority to be asked for time stamps over the PDF's signature, the PDF (its first volume) and the finished
            bundle; None to send nothing. When one cannot be had, the dossier stands all the same.
        care: What of protected people and of the conversation around exhibits may show.

    Raises:
        AlreadyThere: Something stands at `out`.
        NothingSelected: The choice names nothing.
        BadInput, NotFound: An id, a condition, a number or the place of `out` cannot be used.
        LeakFound: Something that must stay hidden would be handed over; nothing is left behind.
        VaultError: It could not be written; nothing is left behind.
        EvidenceError: Something in the vault is not as it was sealed.
    """
    care = care or Care()
    known, words = _audience(audience), words_in(care.language)
    refuse_taken(work, out)
    key = key_for(work, sign_with)
    things = _chosen(work, known, choice)
    before = earlier(work, known, choice.extends)
    parts = numbered(work, things)
    head = work.vault.checkpoint()
    made_at, dossier_id = work.clock(), random_id()
    timed = Timed(work, head)
    laid = laid_out(work, parts, timed, choice, context=care.with_context or known not in BY_CHOICE)
    log = _log(work, known, choice)
    document = Document(
        id=dossier_id,
        made_at=made_at,
        title=title if title.strip() else UNTITLED,
        audience=known,
        recipient=choice.log.recipient.strip(),
        **_case_sheets.made_by(work),
        **_case_sheets.period(work),
        tool=work.acting.tool,
        head=_head(work, head, key),
        selection=_case_sheets.selection(work, things, rule=rule(choice), log=0 if log is None else len(log.entries)),
        chronology=_case_sheets.chronology(_complaint_sheets.over_time(work, known, care.by)),
        conduct=conduct_sheet(work, known, short=choice.short, exhibited=_held_in(things)),
        exhibits=laid.sheets,
        annexes=laid.annexes,
        custody=_case_sheets.custody(work),
        sources=_case_sheets.sources(work, things),
        since=since(work, before, [sheet.number for sheet in laid.sheets], head.size),
        completeness=completeness(work),
        stamps=timed.sentences(),
        log=log,
        held_back=(),
        complaints=_complaint_sheets.section(work, known, laid.sheets, log),
    )
    safe = protected(work, document, parts, laid.files, _numbers(care.looked_at, document))
    set_pages, sealed = _set(work, safe, timed, key, words)
    pdf, pdf_signature = signed(work, set_pages[0].pdf, key, made_at, stamp_by)
    further = tuple(signed(work, one.pdf, key, made_at, None)[0] for one in set_pages[1:])
    roots = (*timed.roots(), *([] if stamp_by is None else [stamp_by.root.encode("ascii")]))
    sealed = replace(sealed, pdf=pdf, further=further, tsa_roots=roots)
    with drive_errors(), GroupSync(out.resolve().parent) as syncing:
        tag_manifest = bundle.write(out, sealed, work.vault.sign, syncing=syncing, looked_through=_looking(safe))
    made = _entered(work, out, safe.document, head, tag_manifest, _undrawable(set_pages), pdf_signature, choice.log)
    made = replace(made, language=words.language, reviewed=words.reviewed, untranslated=len(words.missing))
    stamp = None if stamp_by is None else _stamped(work, out, stamp_by)
    return replace(made, in_part=safe.in_part, withheld=safe.withheld, stamp=stamp)


def _held_in(things: Sequence[Thing]) -> set[str]:
    """The conversations that hold what was chosen."""
    return {thing.conversation for thing in things if isinstance(thing, Row)}


def _chosen(work: Workspace, audience: Audience, choice: Choice) -> list[Thing]:
    """What the choice names; nothing at all where the log stands alone. Raises NothingSelected."""
    try:
        return fit_for(audience, chosen(work, choice), picked=bool(choice.ids))
    except NothingSelected:
        if choice.ids or choice.query or _log(work, audience, choice) is None:
            raise
        return []


def planned(work: Workspace, choice: Choice, *, audience: str) -> tuple[int, int]:
    """How many exhibits and entries of the log a dossier would hold; nothing is written. Raises as `disclose`."""
    known = _audience(audience)
    log = _log(work, known, choice)
    return len(_chosen(work, known, choice)), 0 if log is None else len(log.entries)


def _log(work: Workspace, audience: Audience, choice: Choice) -> LogSection | None:
    return _log_sheets.section(work, audience, choice.log, where=choice.where, everything=choice.everything)


def _audience(audience: str) -> Audience:
    known = next((one for one in AUDIENCES if one == audience), None)
    if known is None:
        raise BadInput("the audience is authority, lawyer, platform, employer, person or public")
    return known


def _undrawable(set_pages: list[pages.Pages]) -> tuple[str, ...]:
    return tuple(sorted({token for one in set_pages for token in one.undrawable}))


def _set(work: Workspace, safe: Protected, timed: Timed, key: PdfKey, words: Words) -> tuple[list[pages.Pages], Bundle]:
    """The pages of each volume, not signed yet, and what goes into the folder beside them. The first has the annexes inside."""
    annexes = annex.exhibits_json(safe.document), annex.hash_report(safe.document)
    inside = _case_sheets.attached(*annexes)
    set_pages = [pages.typeset(one, inside if one.volume == 1 else (), words=words) for one in volumes(safe.document)]
    return set_pages, replace(_bundle(work, safe.document, safe.files, timed, annexes, words), pdf_certificate=key.pem())


def _bundle(
    work: Workspace, document: Document, files: list[ExhibitFiles], timed: Timed, annexes: tuple[bytes, bytes], words: Words
) -> Bundle:
    """What goes into the folder, but for the PDF."""
    listed, report = annexes
    return Bundle(
        dossier_id=document.id,
        date=document.made_at[:10],
        tool=work.acting.tool,
        fingerprint=work.vault.fingerprint,
        pdf=b"",
        exhibits_json=listed,
        hash_report=report,
        timeline_svg=timeline_plot.draw(document.chronology.plot, words=words).encode() if document.chronology.plot else None,
        checkpoint_size=timed.head.size,
        checkpoint=timed.head.note,
        public_pem=work.vault.public_pem,
        exhibits=tuple(sorted(files, key=lambda each: each.number)),
        growth=timed.growth(),
        stamps=timed.files(),
    )


def _head(work: Workspace, head: Checkpoint, key: PdfKey) -> Head:
    return Head(
        origin=head.origin,
        size=head.size,
        root=head.root,
        fingerprint=work.vault.fingerprint,
        certificate=key.fingerprint(),
        certificate_of=key.subject() if key.own else "",
    )


def _numbers(looked_at: Sequence[str], document: Document) -> list[str]:
    """The numbers as exhibits have them. Raises BadInput for one that no exhibit has: a slip must not show the wrong file."""
    known = {sheet.number for sheet in document.exhibits}
    numbers = [number.strip().upper() for number in looked_at]
    if set(numbers) - known:
        raise BadInput("one of the numbers is that of no exhibit of this dossier")
    return numbers


def _looking(safe: Protected) -> Callable[[Path], None] | None:
    """What looks through the folder before it gets its name; None where nothing is hidden."""
    guard = safe.guard
    return None if guard is None else lambda folder: leak_check.check(folder, guard)


def _stamped(work: Workspace, out: Path, authority: Authority) -> Outcome:
    """Have the list of the finished bundle stamped; the answer goes into its seal."""
    outcome = stamp_bundle(work, authority, (out / bundle.TAG_MANIFEST).read_bytes())
    reply = answered(work, outcome)
    if reply is not None:
        bundle.add_stamp(out, reply)
    return outcome


def _entered(
    work: Workspace,
    out: Path,
    document: Document,
    head: Checkpoint,
    tag_manifest: str,
    undrawable: tuple[str, ...],
    pdf: SignedPdf,
    log: LogChoice,
) -> Disclosed:
    """Enter the export; when that fails, the folder goes again: nothing is handed out that the ledger does not know."""
    made = Dossier(
        id=document.id,
        at=document.made_at,
        agent=work.acting.agent,
        for_agent=work.acting.for_agent,
        audience=document.audience,
        exhibits=tuple(sheet.number for sheet in document.exhibits),
        bundle_sha256=tag_manifest,
        impact=tuple(one.id for one in log.impact),
        impact_for=log.recipient if log.impact else "",
    )
    handed = {"refs": [f"impact {one}" for one in made.impact]} if made.impact else {}
    try:
        seq = work.vault.add_dossier(made, work.clock(), work.acting, blob=f"sha256:{tag_manifest}", **handed)
    except BaseException:
        shutil.rmtree(out, ignore_errors=True)
        raise
    return Disclosed(
        dossier=made,
        folder=out,
        ledger_entry=seq,
        head=head,
        fingerprint=work.vault.fingerprint,
        undrawable=undrawable,
        pdf=pdf,
    )
