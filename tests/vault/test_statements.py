"""What people add: kept as said, never changed, covered by the ledger."""

import pytest

from gawah.records.casework import Entry, Label, Party, Report
from gawah.records.custody import Agent
from gawah.records.disclosure import Dossier
from gawah.records.errors import AlreadyThere, NotFound
from gawah.records.when import When
from gawah.seal import ledger, merkle
from gawah.vault.local import Acting, LocalVault
from tests.vault.invented import AT, LATER, TOOL, acting, message, two_exports

WHEN = When(stated="2026-01-01", local="2026-01-01T00:00:00", utc=None, zone="unknown", precision="day")


def entry(vault: LocalVault, number: int) -> Entry:
    return Entry(
        id=f"{number:032x}",
        kind="event",
        recorded_at=AT,
        happened_at=WHEN,
        agent=vault.agents()[0].id,
        for_agent=None,
        place="canary place",
        body=f"canary body {number}",
    )


def report(vault: LocalVault, **changes: str) -> Report:
    fields = {"id": "a" * 32, "to": "canary office", "reference": ""} | changes
    return Report(
        recorded_at=AT,
        made_at=WHEN,
        agent=vault.agents()[0].id,
        for_agent=None,
        to_kind="authority",
        **fields,  # type: ignore[arg-type]
    )


def test_entries_come_back_in_order_and_are_never_changed(vault: LocalVault) -> None:
    made = [entry(vault, number) for number in (3, 1, 2)]
    seqs = [vault.add_entry(one, AT, acting(vault)) for one in made]
    assert vault.entries() == made
    assert [vault.entered_at(one.id) for one in made] == seqs == [1, 2, 3]
    with pytest.raises(AlreadyThere):
        vault.add_entry(made[0], AT, acting(vault))
    assert b"canary" not in b"".join(body or b"" for _, body in vault.leaves())


def test_what_is_stated_again_stands_for_the_earlier_form_and_both_are_told(vault: LocalVault) -> None:
    mine = vault.agents()[0].id
    first = Label(of="b" * 32, recorded_at=AT, agent=mine, for_agent=None, tactics=("threat",), severity=4, note="canary note")
    again = Label(of="b" * 32, recorded_at=LATER, agent=mine, for_agent=None, tactics=(), severity=0)
    assert first.id == again.id != first.of
    begun = vault.state(first, first.id, AT, acting(vault), method="label")
    ended = vault.state(again, again.id, LATER, acting(vault), method="label")
    assert vault.stated(Label) == [again]
    assert vault.earlier(Label, first.id) == [(begun, first), (ended, again)]
    assert vault.event(begun).method == "label"
    assert b"canary" not in b"".join(body or b"" for _, body in vault.leaves())


def test_statements_made_together_stand_in_one_entry(vault: LocalVault) -> None:
    parties = [
        Party(
            id=f"{number:032x}",
            recorded_at=AT,
            agent=vault.agents()[0].id,
            for_agent=None,
            shown="C.",
            role="protected",
            spellings=(f"canary {number}",),
        )
        for number in (1, 2)
    ]
    seq = vault.state_all([(one.id, one) for one in parties], AT, acting(vault), method="protect")
    assert vault.stated(Party) == parties
    assert [vault.entered_at(one.id) for one in parties] == [seq, seq]
    assert "canary" not in repr(parties)


def test_a_changed_report_stands_for_the_earlier_one_and_both_stay(vault: LocalVault) -> None:
    first, second = report(vault), report(vault, reference="canary 1")
    with pytest.raises(NotFound):
        vault.update_report(second, LATER, acting(vault))
    entered = vault.add_report(first, AT, acting(vault))
    with pytest.raises(AlreadyThere):
        vault.add_report(first, AT, acting(vault))
    changed = vault.update_report(second, LATER, acting(vault))
    assert vault.reports() == [second]
    assert vault.entered_at(first.id) == changed == entered + 1
    assert vault.event(changed).at == LATER
    assert vault._case.database.value("SELECT count(*) FROM statement WHERE kind = 'report'") == 2
    checkpoint = vault.latest_checkpoint()
    assert checkpoint is not None
    assert checkpoint.size == changed + 1


def test_every_statement_is_proved_by_its_entry(vault: LocalVault) -> None:
    two_exports(vault)
    vault.add_entry(entry(vault, 1), AT, acting(vault))
    vault.number_exhibits([("message", f"{n:032x}") for n in range(5)], AT, acting(vault))
    for name in (f"{1:032x}", "E0001", "E0004", "E0005", vault.agents()[0].id):
        leaf, index, size, path = vault.entry_proof(name)
        batch = ledger.read_entry(vault.leaf(vault.entered_at(name)))["batch"]
        assert isinstance(batch, dict)
        assert batch["size"] == size
        merkle.verify_inclusion(index, size, merkle.leaf_hash(leaf), path, bytes.fromhex(batch["root"]))
    with pytest.raises(NotFound):
        vault.entry_proof("E0006")


def test_exhibit_numbers_are_given_once_and_stay(vault: LocalVault) -> None:
    first = vault.number_exhibits([("message", "a" * 32), ("entry", "b" * 32)], AT, acting(vault))
    size = vault.size()
    again = vault.number_exhibits([("entry", "b" * 32), ("message", "a" * 32)], AT, acting(vault))
    assert again == first[::-1]
    assert vault.size() == size
    more = vault.number_exhibits([("item", "a" * 32), ("message", "a" * 32), ("item", "a" * 32)], AT, acting(vault))
    assert [exhibit.number for exhibit in more] == ["E0003", "E0001", "E0003"]
    assert [exhibit.number for exhibit in vault.exhibits()] == ["E0001", "E0002", "E0003"]


def test_a_helper_acts_for_the_person(vault: LocalVault) -> None:
    me = vault.agents()[0]
    helper = Agent(id="c" * 32, label="helper", role="helper", name="Canary Helper", acts_for=me.id)
    vault.add_agent(helper, AT, acting(vault))
    with pytest.raises(AlreadyThere):
        vault.add_agent(helper, AT, acting(vault))
    seq = vault.add_entry(entry(vault, 1), AT, Acting(agent=helper.id, for_agent=me.id, tool=TOOL))
    assert (vault.event(seq).agent, vault.event(seq).for_agent) == (helper.id, me.id)
    assert vault.agent("helper") == helper
    with pytest.raises(NotFound):
        vault.agent("stranger")
    with pytest.raises(NotFound):
        vault.agent_by_id("d" * 32)


def test_what_was_looked_at_is_counted_once_and_entered_each_time(vault: LocalVault) -> None:
    two_exports(vault)
    ids = [row.id for row in vault.page(limit=3)]
    assert vault.reveal(ids[:2], AT, acting(vault)) == 2
    assert vault.reveal(ids, LATER, acting(vault)) == 1
    assert vault.revealed_count() == 3
    assert [event.op for event in vault.events()[-2:]] == ["view", "view"]
    assert ledger.read_entry(vault.leaf(vault.size() - 1))["refs"] == ids


def test_thousands_looked_at_fill_several_entries(vault: LocalVault) -> None:
    size = vault.size()
    assert vault.reveal([f"{n:032x}" for n in range(1_200)], AT, acting(vault)) == 1_200
    assert vault.size() == size + 3


def test_a_dossier_is_an_export_entry_with_a_checkpoint(vault: LocalVault) -> None:
    dossier = Dossier(id="e" * 32, at=AT, agent="f" * 32, for_agent=None, audience="authority", bundle_sha256="0" * 64)
    seq = vault.add_dossier(dossier, AT, acting(vault), result={"exhibits": 3})
    assert vault.dossiers() == [dossier]
    assert (vault.event(seq).op, vault.checkpoint().size) == ("export", seq + 1)


def test_an_extract_is_entered_with_its_item(vault: LocalVault) -> None:
    one, _ = two_exports(vault)
    seq = vault.record_extract(one.id, AT, acting(vault))
    assert (vault.event(seq).op, vault.event(seq).items) == ("extract", (one.id,))
    with pytest.raises(NotFound):
        vault.record_extract("0" * 32, AT, acting(vault))


def test_a_failed_reading_is_entered_and_the_item_stays(vault: LocalVault) -> None:
    one, _ = two_exports(vault)
    seq = vault.import_failed(one.id, "reader-stopped", AT, acting(vault))
    fields = ledger.read_entry(vault.leaf(seq))
    assert (fields["op"], fields["result"], fields["reason"]) == ("import-check", "failed", "reader-stopped")
    assert one in vault.items()


def test_every_row_is_proved_up_to_the_checkpoint(vault: LocalVault) -> None:
    two_exports(vault)
    head = vault.checkpoint()
    for row in [vault.get(message(b"canary first export" * 40, 3, "").id), *vault.page(limit=4)]:
        leaf, index, size, path = vault.row_proof(row.key)
        assert (leaf, index) == (ledger.row_leaf(row.json, row.salt), row.index_in_batch)
        body = vault.leaf(row.reading_seq)
        batch = ledger.read_entry(body)["batch"]
        assert isinstance(batch, dict)
        assert size == vault.batch_size(row.reading_seq) == batch["size"]
        merkle.verify_inclusion(index, size, merkle.leaf_hash(leaf), path, bytes.fromhex(batch["root"]))
        up = vault.inclusion(row.reading_seq, head.size)
        merkle.verify_inclusion(row.reading_seq, head.size, merkle.leaf_hash(body), up, bytes.fromhex(head.root))
    with pytest.raises(NotFound):
        vault.row_proof(10_000)


def test_every_earlier_checkpoint_is_consistent_with_the_newest(vault: LocalVault) -> None:
    two_exports(vault)
    newest = vault.checkpoint()
    assert [head.size for head in vault.checkpoints()] == [1, 2, 3, 4, 5]
    for head in vault.checkpoints():
        path = vault.consistency(head.size, newest.size)
        merkle.verify_consistency(head.size, bytes.fromhex(head.root), newest.size, bytes.fromhex(newest.root), path)


def test_problems_are_those_of_the_newest_reading(vault: LocalVault) -> None:
    one, two = two_exports(vault)
    assert [problem.code for problem in vault.problems(one.id)] == ["time-ambiguous"]
    assert vault.problems(two.id) == []
    assert len(vault.problems()) == 1
