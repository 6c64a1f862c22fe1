"""How the queue and what was decided of it are told: descriptors, never text."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gawah.interfaces.cli import _rows
from gawah.interfaces.cli._output import Voice, columns, facts, plural, result, result_json
from gawah.interfaces.cli._rows import SHORT, name_of, time_text
from gawah.interfaces.cli._text import short, visible

if TYPE_CHECKING:
    from gawah.records.triage import Decision
    from gawah.usecases.triage import ByHand, Queue, QueueRow
    from gawah.usecases.triage_audit import Audit
    from gawah.usecases.triage_budget import Budget
    from gawah.usecases.triage_decide import Decided
    from gawah.usecases.triage_explain import Explained

_HEAD = ("id", "suggested", "for sorting", "time", "platform", "who", "side", "language", "lines", "near copies", "remarks")
_SIDES = {True: "by the owner", False: "to the owner", None: "–"}
SUGGESTED = "Suggested by a machine, for sorting. What it does not suggest, or did not assess, is not said to be harmless."


def print_queue(found: "Queue", voice: Voice) -> None:
    """The queue as a table, or the pause."""
    if found.model is None:
        result("Nothing was judged yet: gawah triage run. Without it: gawah triage --by-hand.")
        return
    counts = found.counts
    if found.paused:
        from gawah.usecases.triage_budget import PAUSE

        for line in PAUSE:
            result(line)
    elif not found.rows:
        result(f"Nothing waiting. {counts.undecided} undecided.")
    else:
        columns(_HEAD, [_cells(one) for one in found.rows], right=(2, 8, 9))
        result()
        result(SUGGESTED)
    left = f"{plural(found.clusters, 'row')} in all; {plural(counts.undecided, 'message')} undecided, {counts.later:,} for later,"
    voice.say(f"{left} {counts.needs_helper:,} for a helper, {counts.decided:,} decided; {budget_words(found.budget)}")
    if found.unjudged:
        voice.say(f"{plural(found.unjudged, 'record')} not judged yet: gawah triage run")


def queue_json(found: "Queue") -> dict[str, Any]:
    """The queue, without text."""
    counts = found.counts
    return {
        "rows": [_row_json(one) for one in found.rows],
        "clusters": found.clusters,
        "counts": {
            "suggested": counts.suggested,
            "undecided": counts.undecided,
            "later": counts.later,
            "needs_helper": counts.needs_helper,
            "decided": counts.decided,
        },
        "budget": budget_json(found.budget),
        "paused": found.paused,
        "model": found.model,
        "unjudged": found.unjudged,
        "learnt_from": found.learnt_from,
    }


def say_by_hand(found: "ByHand", *, as_json: bool) -> None:
    """What nothing is suggested of."""
    if as_json:
        result_json("triage-by-hand", {"rows": _rows.rows_json(found.rows, ()), "after": found.after})
    elif found.rows:
        _rows.print_rows(found.rows)
        result()
        result("Decide with `gawah triage change ID --tactic` or `gawah triage not-abuse ID`.")
    else:
        result("Nothing waiting.")


def _row_json(one: "QueueRow") -> dict[str, Any]:
    return {
        **_rows.row_json(one.row),
        "suggestion": _rows.judgement_json(one.judgement, one.tactics),
        "waiting": list(one.waiting),
        "near_copies": one.copies,
        "state": one.state,
        "by_owner": one.by_owner,
        "decided_before": None if one.like is None else {"of": one.like.of, "tactics": list(one.like.tactics)},
    }


def budget_json(found: "Budget") -> dict[str, Any]:
    """Where the day stands."""
    return {"a_day": found.a_day, "today": found.today, "left": found.left, "reached": found.reached}


def budget_words(found: "Budget") -> str:
    """Such as `12 of 30 texts looked at today`."""
    return (
        f"{found.today:,} texts looked at today"
        if found.a_day is None
        else f"{found.today:,} of {found.a_day:,} texts looked at today"
    )


def decision_json(one: "Decision") -> dict[str, Any]:
    """A decision."""
    return {
        "id": one.id,
        "act": one.act,
        "of": one.of,
        "about": list(one.about),
        "tactics": list(one.tactics),
        "suggested": list(one.suggested),
        "model": one.model or None,
        "recorded_at": one.recorded_at,
        "agent": one.agent,
        "for_agent": one.for_agent,
        "active": one.active,
    }


def decided_json(made: "Decided") -> dict[str, Any]:
    """What was decided just now."""
    labels = [
        {"of": one.of, "tactics": list(one.tactics), "by_likeness_with": one.by_likeness_with or None, "taken_back": one.taken_back}
        for one in made.labels
    ]
    return {"decision": decision_json(made.decision), "labels": labels, "ledger_entry": made.entry, "dry_run": made.entry is None}


def decided_words(made: "Decided") -> str:
    """What was decided just now, in a sentence."""
    one = made.decision
    also = len(one.about) - 1
    copies = f", and so are {plural(also, 'near copy', 'near copies')}, whose labels say so" if also else ""
    put = f" with {plural(also, 'near copy', 'near copies')}" if also else ""
    start = one.of[:SHORT]
    if not one.active:
        words = f"{start}: taken back{put}; what was said before holds again"
    elif one.act == "later":
        words = f"{start}: put behind everything else that waits{put}"
    elif one.act == "needs-helper":
        words = f"{start}: left to a helper{put}"
    else:
        words = f"{start}: labelled {', '.join(one.tactics) or 'none of the tactics'}{copies}"
    return f"{words} (nothing was written)" if made.entry is None else words


def print_activity(found: "Sequence[tuple[Decision, str]]", total: int) -> None:
    """Decisions, the newest first."""
    if not found:
        result("nothing decided yet: gawah triage")
        return
    rows = [
        (
            one.recorded_at,
            by,
            one.act if one.active else f"{one.act}, taken back",
            one.of[:SHORT],
            ", ".join(one.tactics) or "–",
            f"{len(one.about) - 1:,}",
        )
        for one, by in found
    ]
    columns(("recorded", "by", "decision", "of", "tactics", "near copies"), rows, right=(5,))
    if total > len(found):
        result(f"… and {total - len(found):,} earlier")


def print_explained(found: "Explained", voice: Voice) -> None:
    """What a suggestion rests on."""
    judgement = found.judgement
    _rows.print_rows([found.row])
    result()
    if judgement is None:
        result("It was not judged: gawah triage run.")
        return
    named = ", ".join(f"{one.tactic} ({one.band})" for one in judgement.tactics if one.assessed)
    missing = ", ".join(one.tactic for one in judgement.tactics if not one.assessed)
    facts(
        [
            ("suggested", named or ("abusive, no tactic named" if judgement.abusive else "nothing")),
            ("not assessed", f"{missing or 'nothing left out'}; not assessed never means harmless"),
            ("language", f"{judgement.language} {judgement.script}".rstrip()),
            ("target, stance", f"{judgement.target}, {judgement.stance}"),
            ("for sorting", f"{judgement.severity} of 4; {', '.join(judgement.reasons) or 'no reasons'}"),
            ("near copies", f"{found.copies - 1:,}"),
            ("stands", found.state),
            ("learnt here", ", ".join(found.learnt) or "nothing that moves it"),
            ("model", judgement.model),
        ]
    )
    for span in judgement.spans:
        result(f"    characters {span.start}–{span.end}: {span.cue}")
    for span, words in found.words:
        result(f"    {span.cue} | {visible(words)}")
    if found.paused:
        from gawah.usecases.triage_budget import PAUSE

        for line in PAUSE:
            voice.say(line[0].lower() + line[1:].rstrip("."))


def explain_json(found: "Explained", *, show_text: bool) -> dict[str, Any]:
    """The same; words only where they were asked for."""
    judgement = found.judgement
    body: dict[str, Any] = {
        "row": _rows.row_json(found.row),
        "suggestion": None,
        "spans": [],
        "state": found.state,
        "near_copies": found.copies,
        "learnt": list(found.learnt),
        "budget": budget_json(found.budget),
        "paused": found.paused,
    }
    if judgement is not None:
        body["suggestion"] = _rows.judgement_json(judgement)
        body["spans"] = [[span.start, span.end, span.cue] for span in judgement.spans]
    if show_text:
        body["words"] = [words for _, words in found.words]
    return body


def say_audit(found: "Audit", *, as_json: bool) -> None:
    """Where the audit stands, and what comes next."""
    if as_json:
        body: dict[str, Any] = {"sample": found.sample.id, "seed": found.sample.seed, "drawn_at": found.sample.recorded_at}
        body |= {"per_thousand": found.sample.per_thousand, "population": found.population, "drawn": found.drawn}
        body |= {"judged": found.judged, "hits": found.hits, "missed_low": found.missed_low, "missed_high": found.missed_high}
        result_json("triage-audit", {**body, "next": _rows.rows_json(found.rows, ())})
        return
    facts([("not suggested", plural(found.population, "text")), ("drawn of these", f"{found.drawn:,}, seed {found.sample.seed}")])
    result(_estimate(found))
    if found.rows:
        result()
        _rows.print_rows(found.rows)


def _estimate(found: "Audit") -> str:
    if not found.drawn:
        return "None of them was drawn: for a sample of 5 % they are too few. `gawah triage --by-hand` lists them all."
    if not found.judged:
        return "None of the sample is judged yet; judge it in this order, whatever you find."
    between = f"between {found.missed_low:,} and {found.missed_high:,} of {found.population:,}"
    return (
        f"{found.judged:,} judged, {found.hits:,} with a tactic: the machine missed {between} (exact 95 % interval, if you judge"
        f" in the order given)."
    )


def _cells(one: "QueueRow") -> list[str]:
    remarks: list[str] = [] if one.state == "undecided" else [one.state]
    if one.like is not None:
        remarks.append(f"a near copy was labelled {'+'.join(one.like.tactics) or 'none'}: gawah triage same")
    if one.row.reading is not None:
        remarks.append(one.row.reading.words)
    if one.judgement.stance != "attack":
        remarks.append(one.judgement.stance)
    remarks += [reason for reason in one.judgement.reasons if reason.startswith("names-")]
    named = " ".join(f"{tactic.tactic}/{tactic.band}" for tactic in one.tactics)
    return [
        one.row.id[:SHORT],
        named or "abusive",
        f"{one.judgement.severity}/4",
        time_text(one.row.sent_at),
        one.row.platform,
        short(name_of(one.row.sender), 24),
        _SIDES[one.by_owner],
        one.judgement.language,
        str(one.row.lines),
        f"{one.copies - 1:,}" if one.copies > 1 else "–",
        ", ".join(remarks) or "–",
    ]
