"""Suggestions are kept with a ledger entry, checked against it, superseded by a later model, and go with their record."""

import pytest

from gawah.records.errors import VaultUnwritable
from gawah.records.judgement import Judgement
from gawah.seal import ledger
from gawah.vault import suggestions
from gawah.vault.local import LocalVault
from gawah.vault.rows import Row
from tests.vault.invented import AT, acting, keep, message, read, two_exports
from tests.vault.judged import MODEL, NEXT_MODEL, quiet, sketch, suggest, threat


def judged(vault: LocalVault, model: str = MODEL) -> list[Row]:
    """All that the model has not judged is now: every third a threat."""
    rows = vault.unjudged(model)
    made = [threat(row.id, model=model, probability=700 + n) if n % 3 == 0 else quiet(row.id, model) for n, row in enumerate(rows)]
    suggest(vault, made, *(sketch(one.of, one.of) for one in made if one.abusive))
    return rows


def test_what_was_kept_comes_back_as_it_was(vault: LocalVault) -> None:
    two_exports(vault)
    rows = vault.unjudged(MODEL)
    made = [threat(rows[0].id, "names-a-time"), quiet(rows[1].id, probability=7)]
    suggest(vault, made)
    assert [vault.suggestion_of(one.of) for one in made] == made
    assert [one.judgement for one in vault.suggested()] == made[:1]
    assert vault.suggestion_of(rows[2].id) is None
    assert vault.models() == [MODEL]
    assert vault.quiet() == [rows[1].id]
    assert vault.check(full=True).problems == ()


def test_only_what_a_model_has_not_judged_is_asked_for(vault: LocalVault) -> None:
    two_exports(vault)
    assert len(judged(vault)) == 15  # events are no text of a person
    assert (vault.unjudged(MODEL), vault.judged(MODEL)) == ([], (15, 0))
    data = b"a third export"
    read(vault, keep(vault, data), [message(data, 40, "new")])
    assert [row.at_ms for row in vault.unjudged(MODEL)] == [row.at_ms for row in vault.page(limit=99) if b"new" in row.json]
    assert len(vault.unjudged(NEXT_MODEL)) == 16
    assert len(vault.unjudged(NEXT_MODEL, limit=5)) == 5
    last = vault.page(limit=99)[-1]
    assert [row.id for row in vault.unjudged(NEXT_MODEL, since_ms=last.at_ms)] == [last.id]
    assert len(vault.unjudged(NEXT_MODEL, reading=last.reading_seq)) == 1


def test_the_newest_judgement_of_a_record_holds_and_the_earlier_stays(vault: LocalVault) -> None:
    two_exports(vault)
    first = vault.unjudged(MODEL)[0].id
    suggest(vault, [threat(first)])
    suggest(vault, [quiet(first, NEXT_MODEL)])
    assert vault.suggestion_of(first) == quiet(first, NEXT_MODEL)
    assert list(vault.suggested()) == []
    assert vault._case.database.value("SELECT count(*) FROM suggestion") == 2
    assert vault.models() == [MODEL, NEXT_MODEL]


def test_what_alarms_is_found_apart(vault: LocalVault) -> None:
    two_exports(vault)
    ids = [row.id for row in vault.unjudged(MODEL)[:4]]
    calm = threat(ids[3], "names-a-time")
    spoken = Judgement(**{**{name: getattr(calm, name) for name in calm.__slots__}, "stance": "counter_speech"})
    suggest(vault, [threat(ids[0], "names-a-place"), threat(ids[1], "repeated"), threat(ids[2], "names-a-means", "x"), spoken])
    assert [one.judgement.of for one in vault.suggested(alarming=True)] == [ids[0], ids[2]]


def test_the_ledger_names_model_numbers_and_root(vault: LocalVault) -> None:
    two_exports(vault)
    seq = suggest(vault, [threat(vault.unjudged(MODEL)[0].id), quiet(vault.unjudged(MODEL)[1].id)])
    entry = ledger.read_entry(vault.leaf(seq))
    assert (entry["op"], entry["method"], entry["result"]) == (suggestions.OP, MODEL, {"suggested": 1})
    assert entry["batch"]["size"] == 2  # type: ignore[index]  # a batch is an object


CHANGES = {
    "probability": "UPDATE suggestion SET probability = 1 WHERE idx = 0",
    "form": "UPDATE form SET json = replace(CAST(json AS TEXT), 'attack', 'support') WHERE suggests",
    "flag": "UPDATE form SET suggests = 0",
    "model": "UPDATE judging SET model = 'another'",
    "missing row": "DELETE FROM suggestion WHERE idx = 1",
    "called erased": "UPDATE suggestion SET record = NULL, form = NULL, gone = zeroblob(32) WHERE idx = 1",
    "missing slice": "DELETE FROM suggestion",
    "stray copy": "INSERT INTO near VALUES (zeroblob(16), zeroblob(16), zeroblob(8))",
}


@pytest.mark.parametrize("change", sorted(CHANGES))
def test_check_finds_what_was_changed(vault: LocalVault, change: str) -> None:
    two_exports(vault)
    judged(vault)
    database = vault._case.database
    for name in ("suggestion_update", "suggestion_delete", "judging_update", "judging_delete"):
        database.run(f"DROP TRIGGER {name}")
    statement = (
        CHANGES[change].replace("SET json = replace(", "SET json = CAST(replace(").replace("'support')", "'support') AS BLOB)")
    )
    database.run(statement)
    found = {problem.what for problem in vault.check(full=True).problems}
    assert "suggestion" in found


def test_with_an_erased_record_its_suggestion_goes_and_the_root_stays_provable(vault: LocalVault) -> None:
    one, two = two_exports(vault)
    judged(vault)
    held = {row.id for row in vault.page(limit=99) if row.item == two.id}
    vault.erase(two.id, AT, acting(vault))
    database = vault._case.database
    kept = {record.hex() for (record,) in database.all("SELECT record FROM suggestion WHERE record IS NOT NULL")}
    assert kept
    assert not kept & held
    assert database.value("SELECT count(*) FROM suggestion WHERE gone IS NOT NULL") == len(held)
    for table in ("near", "near_band", "suggestion"):
        for row in database.all(f"SELECT * FROM {table}"):
            assert not {value.hex() for value in row if isinstance(value, bytes)} & held, table
    assert vault.check(full=True).problems == ()
    vault.erase(one.id, AT, acting(vault))
    assert database.all("SELECT * FROM form") == database.all("SELECT * FROM near") == []
    assert vault.check(full=True).problems == ()


def test_a_suggestion_cannot_be_called_erased_while_its_record_is_there(vault: LocalVault) -> None:
    two_exports(vault)
    judged(vault)
    with pytest.raises(VaultUnwritable):
        vault._case.database.run("UPDATE suggestion SET record = NULL, form = NULL, gone = zeroblob(32)")


def test_near_copies_share_a_cluster_and_what_comes_later_finds_it(vault: LocalVault) -> None:
    two_exports(vault)
    ids = [row.id for row in vault.unjudged(MODEL)[:5]]
    suggest(vault, [threat(ids[0]), threat(ids[1])], sketch(ids[0], "a", "b"), sketch(ids[1], "c", "d"))
    later = (sketch(ids[2], "b", "a"), sketch(ids[3], "a", "x", "y"), sketch(ids[4], "d", "b"))
    suggest(vault, [threat(one) for one in ids[2:]], *later)
    clusters = {one.judgement.of: one.cluster for one in vault.suggested()}
    assert clusters[ids[2]] == ids[0]
    assert clusters[ids[3]] == ids[3]  # one band of three is not enough
    assert clusters[ids[4]] in (ids[0], ids[1])  # alike to both: one of them, always the same
    suggest(vault, [threat(ids[2], model=NEXT_MODEL)], sketch(ids[2], "c", "d"))
    assert {one.judgement.of: one.cluster for one in vault.suggested()} == clusters  # what has its place keeps it


def test_what_shares_no_band_is_a_cluster_of_its_own(vault: LocalVault) -> None:
    two_exports(vault)
    ids = [row.id for row in vault.unjudged(MODEL)[:2]]
    suggest(vault, [threat(one) for one in ids], sketch(ids[0]), sketch(ids[1]))
    assert [one.cluster for one in vault.suggested()] == ids


def test_the_heir_of_a_cluster_is_found_like_the_first(vault: LocalVault) -> None:
    first, second, third = b"first", b"second", b"third"
    items = [keep(vault, data) for data in (first, second, third)]
    made = [message(data, n, f"words {n}") for n, data in enumerate((first, second, third))]
    for item, one in zip(items, made, strict=True):
        read(vault, item, [one])
    suggest(vault, [threat(one.id) for one in made[:2]], *(sketch(one.id, "a", "b") for one in made[:2]))
    vault.erase(items[0].id, AT, acting(vault))
    suggest(vault, [threat(made[2].id)], sketch(made[2].id, "a", "b"))
    assert {one.cluster for one in vault.suggested()} == {made[1].id}
    assert vault.check(full=True).problems == ()
