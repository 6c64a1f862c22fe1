"""What a dossier prints of conduct: the figures of `gawah conduct`, for whomever the dossier is made."""

from collections.abc import Collection, Sequence

from gawah.analysis.conduct import MONTH_DAYS
from gawah.analysis.interval import Interval, figure
from gawah.dossier import conduct as sheet
from gawah.dossier import wording
from gawah.dossier.words import Said, say
from gawah.records.casework import Report
from gawah.records.incident import Incident
from gawah.usecases import conduct, log
from gawah.usecases._anchors import Anchor, named
from gawah.usecases._log_sheets import APART, goes_to
from gawah.usecases._workspace import Workspace
from gawah.usecases.complaints import told_of
from gawah.usecases.conduct import Around, Compared, LongGap, Side, Windows, of_kind
from gawah.usecases.label import TACTICS

MOST_ROWS = 6
"""Conversations and senders in one table of the full form; the others are summed up in a sentence below it."""
WINDOW_DAYS = 30
NAMED_FOR = frozenset({"person", "lawyer", "authority"})
"""Who sees conversations and senders by name; all others get the counts of platforms, without anybody's name."""


def shown_incidents(work: Workspace, audience: str) -> list[Incident]:
    """The entries of the log that this audience may know of; those that stand in a dossier only when picked are left out."""
    standing = [one.entry for one in log.log(work, withdrawn=False)]
    return [one for one in standing if goes_to(one, audience) and not APART & set(one.sensitivity)]


def conduct_sheet(work: Workspace, audience: str, *, short: bool = False, exhibited: Collection[str] = ()) -> sheet.Conduct:
    """The section; empty where there is neither a complaint nor a notice nor a label.

    Args:
        work: The case.
        audience: For whom the dossier is.
        short: A line for each complaint and notice, instead of a table for each.
        exhibited: Ids of the conversations that hold an exhibit of the dossier: the short form names these and no others.
    """
    found = conduct.conduct(work, days=WINDOW_DAYS, incidents=shown_incidents(work, audience), every=False)
    anchors = [one for one in found.anchors if _told_of(audience, one.anchor)]
    if not anchors and not found.months:
        return sheet.Conduct()
    names = exhibited if audience in NAMED_FOR else ()
    tactics = [one for one in TACTICS if any(one in month.tactics for month in found.months)]
    return sheet.Conduct(
        anchors=() if short else tuple(_anchor(one, audience) for one in anchors),
        lines=tuple(_line(one, names) for one in anchors) if short else (),
        named=tuple(_named(anchors, audience, names, short=short)) if anchors else (),
        gaps=tuple(
            sheet.Gap(label=wording.span(gap.first, gap.last), days=gap.days, recorded=gap.recorded_days) for gap in found.gaps
        ),
        tactics=tuple(say(f"tactics.{one}") for one in tactics),
        months=tuple(
            sheet.Month(
                label=wording.month(month.start),
                messages=month.messages,
                labelled=month.labelled,
                counts=tuple(month.tactics.get(one, 0) for one in tactics),
            )
            for month in found.months
        ),
    )


def _named(anchors: Sequence[conduct.AroundAnchor], audience: str, exhibited: Collection[str], *, short: bool) -> list[Said]:
    """What is named in the section and what is not, so that nothing is left out unsaid."""
    said = [] if audience in NAMED_FOR else [say("conduct.unnamed")]
    if short:
        held = {part.key for one in anchors for part in _conversations(one.near)}
        return [*said, say("conduct.short_named", shown=len(held & set(exhibited)), count=len(held)), say("conduct.short_rest")]
    return said or [say("conduct.first_ones", count=MOST_ROWS)]


def _conversations(around: Around) -> list[Compared]:
    return [part for part in around.messages if part.kind == "conversation"]


def _line(one: conduct.AroundAnchor, exhibited: Collection[str]) -> sheet.Line:
    """The anchor in the short form."""
    silent = say("conduct.no_gap") if one.gap is None else _silent(one.gap)
    return sheet.Line(
        title=named(one.anchor),
        row=_row(one.near.messages[0]),
        notes=(_windows(one.near.windows), silent),
        conversations=tuple(_row(part) for part in _conversations(one.near) if part.key in exhibited),
    )


def _silent(gap: LongGap) -> Said:
    return say("conduct.reaching_gap", days=wording.span(gap.first, gap.last), count=gap.days, recorded=gap.recorded_days)


def _told_of(audience: str, anchor: Anchor) -> bool:
    return not isinstance(anchor.what, Report) or told_of(audience, anchor.what)


def _anchor(one: conduct.AroundAnchor, audience: str) -> sheet.Anchor:
    everything = one.near.messages[0]
    before, after = everything.before.recorded_days, everything.after.recorded_days
    sentences = [_windows(one.near.windows)]
    if not before and not after:
        return sheet.Anchor(title=named(one.anchor), sentences=(*sentences, say("conduct.not_reached")), parts=())
    sentences.append(say("conduct.reached", before=before, after=after))
    if others := [named(other) for other in one.near.others if _told_of(audience, other)]:
        sentences.append(say("conduct.also", what=wording.listed(others)))
    return sheet.Anchor(
        title=named(one.anchor), sentences=tuple(sentences), parts=tuple(_parts(one, named_parts=audience in NAMED_FOR))
    )


def _windows(windows: Windows) -> Said:
    before, after = windows.before, windows.after
    assert before is not None
    assert after is not None
    first, then = wording.span(before.first, before.last), wording.span(after.first, after.last)
    return say("conduct.windows", count=before.days, before=first, after=then)


def _parts(one: conduct.AroundAnchor, *, named_parts: bool) -> list[sheet.Part]:
    near = one.near
    parts = [_part(say("conduct.by_platform"), near, "platform")]
    parts[0] = sheet.Part(heading=parts[0].heading, rows=(_row(near.messages[0]), *parts[0].rows))
    if named_parts:
        parts += [_part(say(f"conduct.by_{kind}"), near, kind) for kind in ("conversation", "sender")]
    if near.labelled:
        everything = near.messages[0]
        heading = say(
            "conduct.labelled",
            before=near.labelled_before,
            all_before=everything.before.count,
            after=near.labelled_after,
            all_after=everything.after.count,
        )
        parts.append(sheet.Part(heading=heading, rows=tuple(map(_row, near.labelled))))
    parts += [
        sheet.Part(heading=say(f"conduct.{kind}"), rows=tuple(_row(part) for part in near.log if part.kind == kind))
        for kind in ("recipient", "log_tactic")
    ]
    parts.append(sheet.Part(heading=say("conduct.whole"), rows=(_row(one.whole.messages[0]),)))
    return [part for part in parts if part.rows]


def _part(heading: Said, around: Around, kind: str) -> sheet.Part:
    found = of_kind(around.messages, kind, MOST_ROWS)
    more: str = ""
    if found.left:
        more = say("conduct.more", count=found.left, before=found.before, same_day=found.same_day, after=found.after)
    return sheet.Part(heading=heading, rows=tuple(map(_row, found.shown)), more=more)


def _row(part: Compared) -> sheet.Row:
    ratio, limits = _ratio(part)
    return sheet.Row(
        label=_label(part), before=_side(part.before), after=_side(part.after), same_day=part.same_day, ratio=ratio, limits=limits
    )


def _label(part: Compared) -> str:
    if part.kind == "all":
        return say("conduct.all")
    if part.kind in ("tactic", "log_tactic"):
        return say(f"{'log_' if part.kind == 'log_tactic' else ''}tactics.{part.key}")
    if part.kind == "sender" and not part.key:
        return say("conduct.no_sender")
    return say(f"log_recipients.{part.key}") if part.kind == "recipient" else part.label


def _side(side: Side) -> sheet.Side:
    rate, limits = "", ""
    if side.per_day is not None and side.interval is not None:
        rate, limits = figure(side.per_day * MONTH_DAYS), _limits(side.interval, MONTH_DAYS)
    return sheet.Side(count=side.count, on_days=side.days_with, recorded=side.recorded_days, rate=rate, limits=limits)


def _limits(found: Interval, times: int = 1) -> Said:
    if found.high is None:
        return say("conduct.over", low=figure(found.low * times))
    return say("conduct.limits", low=figure(found.low * times), high=figure(found.high * times))


def _ratio(part: Compared) -> tuple[str, Said]:
    found = part.ratio
    if found is None:
        return "", say(f"conduct.{part.no_ratio.replace('-', '_')}")
    return "" if found.value is None else figure(found.value), _limits(found.interval)
