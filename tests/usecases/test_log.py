"""The incident log: what an entry must and may say, corrections that supersede, evidence that is needed, what may not be kept."""

from dataclasses import fields, replace
from pathlib import Path

import pytest

from gawah.records.custody import Agent
from gawah.records.errors import BadInput, NotFound
from gawah.records.incident import Incident
from gawah.usecases import _log_form, collect, log, start
from gawah.usecases._workspace import Workspace
from tests.interfaces.program import CHAT, CHAT_NAME

FULL = """
occurred_at = "2024-03-05 21:30 Asia/Karachi"
until = "2024-03-05 22:10 Asia/Karachi"
displayed = "Tuesday 9:30 PM"
first_noted = "2024-03-06"
delay_reason = "I was ill."
platform = "Instagram"
surface = "comment"
physical_place = "at home"
url = "https://example.org/p/7?t=12"
item_id = "post 7"
source_label = "An account"
source_handle = "@an.account"
how_known = "It wrote from the number that I know."
recipient = "parent"
recipient_label = "my mother, ill since March"
what_happened = "A comment named the hospital."
exact_words = "تم مجھ سے نہیں چھپ سکتیں"
language = "ur"
translation = "You cannot hide from me."
translator = "my cousin"
tactics = ["threat", "in person", "family", "third-party"]
demand = "Answer."
demand_deadline = "by Friday"
demand_complied = "no"
claim = "that I owe money"
evidence_note = "a photograph on my sister's phone"
reported_to = "the ward"
reference = "W-12"
sensitivity = ["medical"]
visibility = "authority"

[[witnesses]]
name = "Sami Lark"
contact = "+92 300 0000000"
saw = "the comment"

[[missing]]
what = "the call record"
holder = "the phone company"
vanishes_by = "2024-05-01"

[[actions]]
what = "blocked the account"
who = "I"
when = "the same evening"
"""


def form(text: str) -> _log_form.Form:
    return _log_form.of_text(text)


def kept(work: Workspace, text: str) -> Incident:
    made = log.new_incident(work, form(text))
    log.keep(work, made)
    return made


def plain(day: str, more: str = "") -> str:
    return f'occurred_at = "{day}"\nplatform = "X"\nrecipient = "self"\nwhat_happened = "A reply."\n{more}'


def with_chat(work: Workspace, folder: Path) -> tuple[str, str]:
    """A message and the conversation it stands in."""
    path = folder / CHAT_NAME
    path.write_text(CHAT, encoding="utf-8")
    collect.collect(work, [path])
    row = work.vault.page(limit=1)[0]
    return row.id, row.conversation


def test_every_field_of_the_schema_is_kept_as_stated(work: Workspace) -> None:
    made = kept(work, FULL)
    (one,) = log.log(work)
    assert one.entry == made
    assert made.occurred_at.utc == "2024-03-05T16:30:00Z"
    assert (made.known, made.tactics) == ("exact", ("threat", "in_person", "family_target", "third_party"))
    unsaid = {"supersedes", "for_agent", "withdrawn", "held", "own_part", "notices", "reports", "source"}
    assert [each.name for each in fields(made) if not getattr(made, each.name) and each.name not in unsaid] == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('platform = "X"\nrecipient = "self"\nwhat_happened = "x"', "occurred_at"),
        ('occurred_at = "2024-03-05"\nrecipient = "self"\nwhat_happened = "x"', "platform, surface or physical_place"),
        ('occurred_at = "2024-03-05"\nplatform = "X"\nwhat_happened = "x"', "recipient"),
        ('occurred_at = "2024-03-05"\nplatform = "X"\nrecipient = "self"', "what_happened"),
        (plain("yesterday"), "a time is written as"),
        (plain("2024-03-05", 'until = "2024-03-04"'), "until lies before"),
        (plain("2024-03-05", 'tactics = ["canary"]'), "a tactic is one of"),
        (plain("2024-03-05", 'visibility = "canary"'), "visibility is one of"),
        (plain("2024-03-05", 'translation = "canary"'), "exact_words"),
        (plain("2024-03-05", 'own_part = "excerpt"'), "whole conversation"),
        (plain("2024-03-05", "canary = 1"), "a key that no entry has"),
        (plain("2024-03-05", "url = 1"), "at $.url"),
        (plain("2024-03-05", '[[missing]]\nwhat = ""'), "says what it is"),
        (plain("2024-03-05", '[[missing]]\nwhat = "canary"\nvanishes_by = "soon"'), "a time is written as"),
        ("canary = [", "neither TOML nor JSON"),
        ("{", "neither TOML nor JSON"),
    ],
)
def test_what_says_too_little_or_cannot_be_used_is_refused_without_repeating_it(work: Workspace, text: str, says: str) -> None:
    with pytest.raises(BadInput, match=r".") as refused:
        log.new_incident(work, form(text))
    assert says in str(refused.value)
    assert "canary" not in str(refused.value)


@pytest.mark.parametrize(
    ("typed", "known", "day"),
    [("2024-03", "month", "2024-03-01"), ("2024-03-05", "day", "2024-03-05"), ("about 2024-03-05", "about", "2024-03-05")],
)
def test_how_well_a_time_is_known_follows_from_how_it_is_typed(work: Workspace, typed: str, known: str, day: str) -> None:
    made = log.new_incident(work, form(plain(typed)))
    assert (made.known, made.occurred_at.stated, (made.occurred_at.local or "")[:10]) == (known, typed, day)


def test_evidence_must_be_in_the_case(work: Workspace, tmp_path: Path) -> None:
    message, conversation = with_chat(work, tmp_path)
    said = f'own_part = "{conversation[:8]}"\n[[held]]\ntarget = "{message[:8]}"\nhow_obtained = "export"\n'
    made = kept(work, plain("2024-03-05", said))
    assert [(one.target, one.how_obtained) for one in made.held] == [(message, "export")]
    assert made.own_part == conversation
    with pytest.raises(NotFound, match="does not hold evidence"):
        log.new_incident(work, form(plain("2024-03-05", '[[held]]\ntarget = "ffffffff"\nhow_obtained = "export"')))
    with pytest.raises(BadInput, match="whole conversation"):
        log.new_incident(work, form(plain("2024-03-05", f'own_part = "{message}"')))
    for key in ("notices", "reports"):
        with pytest.raises(NotFound):
            log.new_incident(work, form(plain("2024-03-05", f'{key} = ["ffffffff"]')))


def test_an_exhibit_number_names_evidence_too(work: Workspace, tmp_path: Path) -> None:
    message, _ = with_chat(work, tmp_path)
    (exhibit,) = work.vault.number_exhibits([("message", message)], work.clock(), work.acting)
    made = log.new_incident(work, form(plain("2024-03-05", f'[[held]]\ntarget = "{exhibit.number}"\nhow_obtained = "export"')))
    assert made.held[0].target == message


def test_of_what_must_not_be_kept_only_where_when_and_the_report(work: Workspace) -> None:
    allowed = (
        'occurred_at = "2024-03-05"\nsensitivity = ["minor-possible"]\nurl = "https://example.org/x"\nsource_handle = "@h"\n'
        'reported_to = "police"\nreference = "7"\n'
    )
    made = kept(work, allowed)
    assert (made.url, made.recipient, made.what_happened) == ("https://example.org/x", None, "")
    apart = {"occurred_at", "known", "sensitivity", "url", "source_handle", "reported_to", "reference", "visibility"}
    values = {
        "until": '"2024-03-06"',
        "first_noted": '"2024-03-06"',
        "recipient": '"self"',
        "language": '"ur"',
        "tactics": '["sexual"]',
        "witnesses": '[{name = "x"}]',
        "held": None,
        "missing": '[{what = "x"}]',
        "actions": '[{what = "x"}]',
        "own_part": None,
        "notices": None,
        "reports": None,
    }
    for key in _log_form.Form.__struct_fields__:
        if key in apart or (value := values.get(key, '"x"')) is None:
            continue
        with pytest.raises(BadInput, match="gawah add no-capture") as refused:
            log.new_incident(work, form(allowed + f"{key} = {value}\n"))
        assert f"leave out {key};" in str(refused.value)
    with pytest.raises(BadInput, match="holds or opens the file itself"):
        log.new_incident(work, form(allowed.replace("https://example.org/x", "data:image/png;base64,AAAA")))


def test_a_correction_supersedes_and_both_stay(work: Workspace) -> None:
    first = kept(work, plain("2024-03-05", 'tactics = ["threat"]'))
    before, second = log.corrected(work, first.id[:8], form('what_happened = "Two replies."'))
    log.keep(work, second)
    assert (before.entry, second.supersedes, second.tactics) == (first, first.id, ("threat",))
    assert log.changes(first, second) == ("what_happened",)
    (one,) = log.log(work)
    assert (one.entry, one.earlier) == (second, (first,))
    assert log.logged(work, first.id).entry == second
    with pytest.raises(BadInput, match="nothing of the entry changes"):
        log.corrected(work, first.id, form('what_happened = "Two replies."'))
    _, gone = log.corrected(work, second.id, form(""), withdraw=True)
    log.keep(work, gone)
    assert log.log(work, withdrawn=False) == []
    assert [each.entry.withdrawn for each in log.log(work)] == [True]
    with pytest.raises(BadInput, match="taken back"):
        log.corrected(work, first.id, form('what_happened = "again"'))
    assert work.vault.check(full=True).problems == ()


def test_who_may_read_it_is_no_correction(work: Workspace) -> None:
    made = kept(work, plain("2024-03-05"))
    changed = log.shown_to(work, [], "authority")
    log.handle(work, changed)
    (one,) = log.log(work)
    assert (one.entry, one.earlier) == (replace(made, visibility="authority"), ())
    assert work.vault.earlier(Incident, made.id)[0] == (one.ledger_entry, made)
    assert log.shown_to(work, [made.id], "authority") == []


def test_what_is_needed_is_listed_soonest_first_until_it_is_got(work: Workspace) -> None:
    def need(what: str, day: str) -> str:
        return f'[[missing]]\nwhat = "{what}"\nvanishes_by = "{day}"\n'

    later = kept(work, plain("2024-01-05", need("c", "2024-09-01") + need("nobody knows", "")))
    sooner = kept(work, plain("2024-02-05", need("a", "2024-04-30") + need("b", "2024-06-01")))
    found = log.needed(work)
    assert [(one.entry.id, one.number, one.missing.what) for one in found] == [
        (sooner.id, 1, "a"),
        (sooner.id, 2, "b"),
        (later.id, 1, "c"),
        (later.id, 2, "nobody knows"),
    ]
    log.handle(work, [log.got(work, sooner.id[:6], 1)])
    assert [one.missing.what for one in log.needed(work)] == ["b", "c", "nobody knows"]
    with pytest.raises(BadInput, match="got before"):
        log.got(work, sooner.id, 1)
    with pytest.raises(NotFound):
        log.got(work, sooner.id, 3)


@pytest.mark.parametrize(
    ("happened", "days", "late"), [("2024-03-30 10:00 UTC", 0, ""), ("2024-03-01", 30, ""), ("2024-02-28", 32, "late")]
)
def test_the_delay_is_counted_in_whole_days_and_its_reason_asked_for_after_thirty(
    work: Workspace, happened: str, days: int, late: str
) -> None:
    then = replace_clock(work, "2024-03-31T09:00:00Z")
    made = log.new_incident(then, form(plain(happened)))
    assert log.delay_days(made.recorded_at, made.occurred_at) == days
    assert ("delay_reason" in log.lacking(made)) == bool(late)


def replace_clock(work: Workspace, at: str) -> Workspace:
    return Workspace(work.vault, work.acting, lambda: at)


def test_what_the_schema_asks_for_and_nobody_said(work: Workspace) -> None:
    made = log.new_incident(work, form(plain("2024-03-05", 'source_label = "A"\nexact_words = "x"\ntranslation = "y"')))
    assert set(log.lacking(made)) >= {"url", "how_known", "language", "translator"}
    assert log.lacking(log.new_incident(work, form(FULL))) == ()


def test_a_helpers_entry_says_for_whom(work: Workspace) -> None:
    me = work.vault.agents()[0]
    helper = Agent(id="5" * 32, label="clinic", name="", role="helper", acts_for=me.id)
    work.vault.add_agent(helper, work.clock(), work.acting)
    theirs = start.workspace(work.vault, "clinic", work.clock)
    made = log.new_incident(theirs, form(plain("2024-03-05")))
    assert (made.agent, made.for_agent) == (helper.id, me.id)


def test_nothing_an_entry_says_is_in_its_repr(work: Workspace) -> None:
    told = "\n".join(
        f'{key} = "canary"' for key in ("what_happened", "url", "source_label", "exact_words", "claim", "delay_reason")
    )
    made = log.new_incident(work, form(f'occurred_at = "2024-03-05"\nplatform = "canary"\nrecipient = "self"\n{told}'))
    needed = log.Needed(entry=made, number=1, missing=made.missing[0]) if made.missing else made
    assert "canary" not in repr(made) + repr(needed)


def test_the_blank_form_is_a_form_with_every_key(work: Workspace) -> None:
    told = form(_log_form.BLANK)
    with pytest.raises(BadInput):
        log.new_incident(work, told)
    assert [
        key for key in _log_form.Form.__struct_fields__ if f"{key} =" not in _log_form.BLANK and f"[[{key}]]" not in _log_form.BLANK
    ] == []
    spelt = "\n".join(line.removeprefix("# ") for line in _log_form.BLANK.splitlines()[2:])
    assert set(form(spelt).stated()) == set(_log_form.Form.__struct_fields__)
