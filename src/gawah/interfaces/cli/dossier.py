"""`gawah dossier --out DIR`: choose, number, set and seal what is to be handed over."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gawah.interfaces.cli import _ask, _rows, diary
from gawah.interfaces.cli._output import facts, plural, result, result_json
from gawah.interfaces.cli._session import opened, session, signing_passphrase
from gawah.interfaces.cli._text import visible
from gawah.interfaces.cli.stamp import LONGEST_FILE, outcome_json
from gawah.records.errors import BadInput, SourceUnreadable

if TYPE_CHECKING:
    from gawah.records.incident import Impact as DiaryEntry
    from gawah.usecases._log_sheets import LogChoice
    from gawah.usecases._pdf_signature import SignWith
    from gawah.usecases._workspace import Workspace
    from gawah.usecases.disclose import Disclosed

Out = Annotated[Path, typer.Option(help="Folder to be made; its parent must exist.", show_default=False)]
Audience = Annotated[str, typer.Option(help="authority, lawyer, platform, employer, person (whose case it is) or public.")]
Items = Annotated[
    str | None, typer.Option(help="Ids of messages, files and own entries, with commas between them.", show_default=False)
]
Short = Annotated[
    bool,
    typer.Option(
        "--first-three-worst",
        help="The short form: the first, the three gravest by your labels, the three latest; of what you labelled, if you did.",
    ),
]
Extends = Annotated[
    str,
    typer.Option(help="Id of the dossier for the same reader that it extends; the newest when left out; none.", show_default=False),
]
Query = Annotated[
    str | None,
    typer.Option(help="What holds these words, in any script; - reads them from standard input.", show_default=False),
]
Language = Annotated[
    str, typer.Option(help="en, ur, hi or ar: of the program's own words in the PDF; what people wrote stays as it is.")
]
Title = Annotated[str, typer.Option(help="Title of the case, for page 1; - reads it from standard input.")]
NoEntries = Annotated[bool, typer.Option("--without-entries", help="Leave own notes and events out of a dossier of everything.")]
By = Annotated[
    str,
    typer.Option(
        help="week or month: the periods of the chronology; weeks where the case is of 26 weeks or fewer when left out.",
        show_default=False,
    ),
]
WithContext = Annotated[
    bool,
    typer.Option("--with-context", help="Print the conversation around each exhibit for a platform or an employer too."),
]
Shown = Annotated[
    str | None,
    typer.Option(
        "--shown",
        help="Numbers of files and pictures, with commas, that you looked at: no protected person shows in them.",
        show_default=False,
    ),
]

Log = Annotated[
    str | None,
    typer.Option(
        "--log",
        help="Entries of the incident log: ids with commas between them, all, or both; or none. Else all"
        " that go to this reader, in a dossier of everything.",
        show_default=False,
    ),
]
Impact = Annotated[
    str | None,
    typer.Option(
        "--impact", help="Entries of the diary to hand over: ids with commas between them, or all; needs --for.", show_default=False
    ),
]
For = Annotated[
    str,
    typer.Option(
        "--for",
        help="To whom it is handed, printed on every page; --impact needs it; - reads it from standard input.",
        show_default=False,
    ),
]

Stamp = Annotated[
    bool,
    typer.Option(
        "--stamp", help="Ask a time-stamping authority for stamps over the PDF's signature, the PDF and the folder's list."
    ),
]
KeyFile = Annotated[
    Path | None,
    typer.Option("--sign-with", help="Sign the PDF with this key and certificate (PKCS#12); not kept.", show_default=False),
]
KeyPassphrase = Annotated[
    Path | None,
    typer.Option("--sign-passphrase-file", help="With --sign-with: a file whose first line opens it.", show_default=False),
]
StampAuthority = Annotated[
    str | None, typer.Option("--stamp-authority", help="With --stamp: whom to ask; the newest when left out.", show_default=False)
]


def dossier(
    context: typer.Context,
    *,
    out: Out,
    audience: Audience = "authority",
    items: Items = None,
    query: Query = None,
    extends: Extends = "",
    first_three_worst: Short = False,
    language: Language = "en",
    by: By = "",
    title: Title = "",
    platform: _rows.Platform = None,
    conversation: _rows.Conversation = None,
    sender: _rows.Sender = None,
    kind: _rows.Kind = None,
    since: _rows.Since = None,
    until: _rows.Until = None,
    tactic: _rows.Tactic = None,
    severity: _rows.Severity = None,
    without_entries: NoEntries = False,
    log: Log = None,
    impact: Impact = None,
    recipient: For = "",
    diary_passphrase_file: diary.PassphraseFile = None,
    diary_recovery_file: diary.RecoveryFile = None,
    sign_with: KeyFile = None,
    sign_passphrase_file: KeyPassphrase = None,
    with_context: WithContext = False,
    shown: Shown = None,
    stamp: Stamp = False,
    stamp_authority: StampAuthority = None,
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Write a dossier: a PDF with numbered exhibits and both sides around each, their files and proofs, and how to check them.

    Without --items and --query it takes every message, event and own entry that the other options allow.
    """
    from gawah.usecases import choose
    from gawah.usecases import disclose as use
    from gawah.usecases._pdf_signature import key_for
    from gawah.usecases.review import Selection
    from gawah.usecases.stamp import authority

    choice = choose.Choice(
        ids=() if items is None else _ids(items),
        query="" if query is None else _words(query),
        where=Selection(
            platform=platform,
            conversation=conversation,
            sender=sender,
            kind=kind,
            since=since,
            until=until,
            tactic=tactic,
            severity=severity,
        ),
        entries=not without_entries,
        short=first_three_worst,
        extends=extends,
    )
    own_key = _own_key(sign_with, sign_passphrase_file)
    care = use.Care(language=language, looked_at=_numbers(shown), with_context=with_context, by=by)
    words = _ask.line("Title: ").strip() if title == "-" else title
    whom_for = _ask.line("For: ").strip() if recipient == "-" else recipient
    with opened(context) as work:
        whom = authority(work, stamp_authority) if stamp else None
        choice = replace(choice, log=_log_choice(work, log, whom_for, impact, (diary_passphrase_file, diary_recovery_file)))
        _warned(context, impact)
        if dry_run:
            key_for(work, own_key)
            _planned(*use.planned(work, choice, audience=audience), None if whom is None else whom.url, as_json=as_json)
            return
        session(context).voice.say("setting the pages and proofs")
        made = use.disclose(work, out, choice, audience=audience, title=words, sign_with=own_key, stamp_by=whom, care=care)
    _told(context, out, made, as_json=as_json)


def _warned(context: typer.Context, impact: str | None) -> None:
    """Say what private journals can come to, where entries of the diary are handed over."""
    from gawah.usecases.diary import JOURNALS

    if impact is not None:
        session(context).voice.say(f"private entries stay out. {JOURNALS}")


def _log_choice(
    work: "Workspace", listed: str | None, recipient: str, impact: str | None, keys: tuple[Path | None, Path | None]
) -> "LogChoice":
    """What of the log and of the diary is to stand in the dossier. Raises BadInput, NotFound, WrongDiaryPassphrase."""
    from gawah.usecases._log_sheets import LogChoice
    from gawah.usecases.diary import to_disclose

    names = () if listed is None else _named(listed, "--log")
    chosen: tuple[DiaryEntry, ...] = ()
    if impact is not None:
        chosen = tuple(to_disclose(work, _named(impact, "--impact"), diary.unlocked(work, *keys)))
    return LogChoice(
        ids=tuple(name for name in names if name not in ("all", "none")),
        rest=None if listed is None else "all" in names,
        impact=chosen,
        recipient=recipient,
    )


def _told(context: typer.Context, out: Path, made: "Disclosed", *, as_json: bool) -> None:
    if as_json:
        result_json("dossier", _made_json(out, made))
    else:
        tell(out, made)
    _unstamped(context, made)


def _unstamped(context: typer.Context, made: "Disclosed") -> None:
    """Say which stamps did not come, and fail with the first reason. The dossier stands."""
    listed = None if made.stamp is None else made.stamp.error
    if made.pdf.error is not None:
        missing = "no time stamp" if made.pdf.level == "B-B" else "no time stamp over the whole of it"
        session(context).voice.say(f"the dossier is whole and entered; its PDF is signed, with {missing} (PAdES {made.pdf.level})")
    if listed is not None:
        session(context).voice.say("the dossier is whole and entered; it has no time stamp over its list")
    error = made.pdf.error or listed
    if error is not None:
        raise error


def _own_key(file: Path | None, passphrase_file: Path | None) -> "SignWith | None":
    from gawah.usecases._pdf_signature import SignWith

    if file is None:
        if passphrase_file is not None:
            raise BadInput("--sign-passphrase-file goes with --sign-with")
        return None
    try:
        with file.open("rb") as stream:
            data = stream.read(LONGEST_FILE + 1)
    except OSError:
        raise SourceUnreadable("the key cannot be read") from None
    if len(data) > LONGEST_FILE:
        raise BadInput("the file is too long to be a key")
    return SignWith(data=data, passphrase=signing_passphrase(passphrase_file))


def _made_json(out: Path, made: "Disclosed") -> dict[str, Any]:
    return {
        "id": made.dossier.id,
        "out": str(out),
        "exhibits": list(made.dossier.exhibits),
        "bundle_sha256": made.dossier.bundle_sha256,
        "ledger_entry": made.ledger_entry,
        "checkpoint": {"size": made.head.size, "root": made.head.root},
        "fingerprint": made.fingerprint,
        "language": {"code": made.language, "reviewed": made.reviewed, "sentences_in_english": made.untranslated},
        "characters_without_a_glyph": [token.strip("[]") for token in made.undrawable],
        "pdf_signature": {
            "level": made.pdf.level,
            "certificate": made.pdf.fingerprint,
            "subject": made.pdf.subject,
            "own_key": made.pdf.own,
            "error": None if made.pdf.error is None else made.pdf.error.code,
        },
        "shown_in_part": list(made.in_part),
        "withheld": list(made.withheld),
        "stamp": None if made.stamp is None else outcome_json(made.stamp),
    }


def tell(out: Path, made: "Disclosed") -> None:
    """Say what was written and where to look."""
    numbers = made.dossier.exhibits
    span = f" ({min(numbers)} to {max(numbers)})" if numbers else ""
    result(f"{out}: a dossier of {plural(len(numbers), 'exhibit')}{span}")
    facts(
        [
            ("read", str(out / "data" / "dossier.pdf")),
            ("check", f"gawah verify {out}    or without gawah: see {out / 'VERIFY.txt'}"),
            ("signing key", made.fingerprint),
            (
                "PDF signature",
                f"PAdES {made.pdf.level}, {'by ' + visible(made.pdf.subject) if made.pdf.own else 'by the case itself'}",
            ),
            ("PDF certificate", made.pdf.fingerprint),
            ("ledger head", f"{made.head.root} over {plural(made.head.size, 'entry', 'entries')}"),
            *_stamped(made),
        ]
    )
    if made.in_part:
        result(
            f"{plural(len(made.in_part), 'exhibit')} shown in part: what names protected people, and what you redacted, is replaced"
        )
    if made.withheld:
        result(
            f"{plural(len(made.withheld), 'file')} withheld, for a protected person may be named or shown in it:"
            f" {', '.join(made.withheld)}. Look at it; if nobody shows, make the dossier again with"
            f" --shown {','.join(made.withheld)}"
        )
    if not made.reviewed:
        result("its sentences were translated and no native speaker has reviewed them; its last page says so")
    if made.untranslated:
        result(f"{plural(made.untranslated, 'sentence')} of this version stand in English in it")
    if made.undrawable:
        result(
            f"{plural(len(made.undrawable), 'character')} without a glyph printed as [U+XXXX]; the exact text is in exhibits.json"
        )


def _stamped(made: "Disclosed") -> list[tuple[str, str]]:
    if made.stamp is None or made.stamp.token is None:
        return []
    token = made.stamp.token
    return [("time stamp", f"the folder's list existed by {token.latest}, according to {visible(token.authority)}")]


def _ids(items: str) -> tuple[str, ...]:
    """The ids named. None at all is a slip, such as a variable that is not set; it must not hand over everything."""
    return _named(items, "--items")


def _named(text: str, option: str) -> tuple[str, ...]:
    found = tuple(part.strip() for part in text.split(",") if part.strip())
    if not found:
        raise BadInput(f"{option} names nothing; leave it out to follow the rest")
    return found


def _numbers(shown: str | None) -> tuple[str, ...]:
    return () if shown is None else tuple(part.strip() for part in shown.split(",") if part.strip())


def _words(query: str) -> str:
    """What to look for; nothing at all is a slip as well."""
    words = (_ask.line("Look for: ") if query == "-" else query).strip()
    if not words:
        raise BadInput("--query names no words; leave it out to take everything")
    return words


def _planned(count: int, log: int, url: str | None, *, as_json: bool) -> None:
    if as_json:
        result_json("dossier", {"dry_run": True, "exhibits": count, "log_entries": log, "would_ask": url})
        return
    result(f"a dossier of {plural(count, 'exhibit')} would be written; nothing was")
    if url is not None:
        result(f"three times a SHA-256 and a random number would be sent to {visible(url)}; nothing was")
