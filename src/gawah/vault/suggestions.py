"""What the machine suggests of records: kept in slices, each with its ledger entry, the newest of each record in force.

A row of the ledger's batch is the canonical JSON of a `Judgement` and a salt. Here it is kept in two parts, for most judgements are
the same but for whose they are: the form, once, and beside each record its number, the probability and the salt. Suggestions are no
evidence: records can be judged anew at any time, and what an earlier model said stays.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from gawah.records.judgement import Judgement
from gawah.records.triage import alarms, suggests
from gawah.seal import ledger, merkle
from gawah.vault import codec, near, rows
from gawah.vault.case import Case
from gawah.vault.ledger_table import Acting
from gawah.vault.near import Alike, Sketch
from gawah.vault.opener import Database, Value
from gawah.vault.preparing import salts
from gawah.vault.rows import TYPES, UNDATED, Row, RowType, id_bytes

OP = "suggest"
"""The act of the ledger under which suggestions are entered; `method` names the model."""

_JUDGED_TYPES = f"r.type IN ({', '.join(str(TYPES.index(one)) for one in ('message', 'capture', 'transcript'))})"
_NOT_YET = f"""
    r.same_as IS NULL AND +{_JUDGED_TYPES} AND NOT EXISTS (
        SELECT 1 FROM suggestion s JOIN judging j ON j.seq = s.seq WHERE s.record = r.id AND j.model = ?
    )
"""
_FORM = "INSERT INTO form (json, suggests, alarms) VALUES (?, ?, ?) ON CONFLICT (json) DO NOTHING"
_ROW = "INSERT INTO suggestion (seq, idx, record, form, probability, salt) VALUES (?, ?, ?, ?, ?, ?)"
_SHOWN = "substr(r.id, 1, 6) = substr(s.record, 1, 6) AND r.id = s.record AND r.same_as IS NULL"
_NEWEST = "s.seq = (SELECT max(o.seq) FROM suggestion o WHERE o.record = s.record)"
_CURRENT = f"""
    SELECT s.record, s.probability, f.json, j.model, ifnull(n.cluster, s.record), r.key, r.at_ms, c.id, r.type, r.reading
    FROM form f CROSS JOIN suggestion s ON s.form = f.n JOIN judging j ON j.seq = s.seq JOIN record r ON {_SHOWN}
    JOIN conversation c ON c.n = r.conversation LEFT JOIN near n ON n.record = s.record
    WHERE f.{{which}} AND {_NEWEST} ORDER BY r.at_ms, r.key
"""
_OF = """
    SELECT s.probability, f.json, j.model FROM suggestion s JOIN form f ON f.n = s.form JOIN judging j ON j.seq = s.seq
    WHERE s.record = ? ORDER BY s.seq DESC LIMIT 1
"""
_COPIES = """
    SELECT r.id FROM near n JOIN near s ON s.cluster = n.cluster JOIN record r ON substr(r.id, 1, 6) = substr(s.record, 1, 6)
    AND r.id = s.record AND r.same_as IS NULL WHERE n.record = ? ORDER BY r.at_ms, r.key
"""
_JUDGED = f"SELECT count(*) FROM record r WHERE r.same_as IS NULL AND {_JUDGED_TYPES}"
_OPEN = f"SELECT count(*) FROM record r WHERE {_NOT_YET}"
_QUIET = f"""
    SELECT r.id FROM suggestion s JOIN form f ON f.n = s.form JOIN record r ON {_SHOWN} JOIN shadow t ON t.key = r.key
    WHERE NOT f.suggests AND {_NEWEST} AND t.text <> ''
"""
_LOST = """
    SELECT s.seq, s.idx, s.probability, f.json, j.model, s.record, s.salt
    FROM suggestion s JOIN form f ON f.n = s.form JOIN judging j ON j.seq = s.seq
    WHERE s.record = ? AND NOT EXISTS (
        SELECT 1 FROM record r WHERE substr(r.id, 1, 6) = substr(s.record, 1, 6) AND r.id = s.record
    )
"""
_HELD = """
    SELECT DISTINCT s.record FROM record r JOIN reading g ON g.seq = r.reading JOIN item i ON i.n = g.item
    CROSS JOIN suggestion s ON s.record = r.id WHERE i.id = ?
"""
_DROP = "UPDATE suggestion SET record = NULL, form = NULL, probability = NULL, salt = NULL, gone = ? WHERE seq = ? AND idx = ?"
_UNUSED = "DELETE FROM form WHERE NOT EXISTS (SELECT 1 FROM suggestion s WHERE s.form = form.n)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """A record of which something is suggested, as the newest judgement has it.

    Attributes:
        judgement: What is suggested.
        cluster: Id of the first record that it is a near copy of; its own where it is of none.
        key, at_ms: Of the row that is shown; None for a time that is not known.
        conversation: Where it stands.
        type: message, capture or transcript.
        reading: The reading it came from.
    """

    judgement: Judgement
    cluster: str
    key: int
    at_ms: int | None
    conversation: str
    type: RowType
    reading: int


def keep(case: Case, made: Sequence[Judgement], sketches: Sequence[Sketch], alike: Alike, at: str, acting: Acting) -> int:
    """Keep what one model suggests of some records, with its ledger entry, all or none; near copies among what is suggested.

    Args:
        case: The open case.
        made: One judgement a record, all by one model, one or more.
        sketches: Of the records that a person is asked to look at, in the order in which they are placed.
        alike: Whether two signatures are of near copies.
        at: The time by this machine's clock.
        acting: Who acts.

    Returns the index of the entry.
    """
    spelt = [codec.canonical(one) for one in made]
    salted = salts(len(made))
    root = merkle.root(ledger.row_hashes(spelt, salted)).hex()
    told = {"suggested": sum(suggests(one) for one in made)}
    with case.ledger.act():
        batch = {"root": root, "size": len(made)}
        seq = case.ledger.append(OP, at, acting, method=made[0].model, batch=batch, result=told)
        case.database.run("INSERT INTO judging (seq, model, size) VALUES (?, ?, ?)", (seq, made[0].model, len(made)))
        forms = _forms(case.database, made)
        case.database.run_many(
            _ROW,
            [
                (seq, index, id_bytes(one.of), forms[form_of(one)], one.probability, salt)
                for index, (one, salt) in enumerate(zip(made, salted, strict=True))
            ],
        )
        near.place(case.database, sketches, alike)
    return seq


def form_of(judgement: Judgement) -> bytes:
    """The canonical JSON of a judgement without what differs from record to record."""
    return codec.canonical(replace(judgement, of="", probability=0, model=""))


def filled(form: bytes, record: bytes, probability: int, model: str) -> Judgement:
    """The judgement that a form and what stands beside a record give. Raises ValueError without content."""
    found = codec.decode("judgement", form)
    assert isinstance(found, Judgement)
    return replace(found, of=record.hex(), probability=probability, model=model)


def flags(form: bytes) -> tuple[int, int]:
    """What `suggests` and `alarms` of a form should be. Raises ValueError without content."""
    found = codec.decode("judgement", form)
    assert isinstance(found, Judgement)
    return int(suggests(found)), int(alarms(found))


def unjudged(
    database: Database, model: str, *, after: int, limit: int, since_ms: int | None = None, reading: int | None = None
) -> list[Row]:
    """The next `limit` rows with keys above `after` that this model has not judged; of a reading, or from a time on, if asked."""
    terms, values = [f"{_NOT_YET} AND r.key > ?"], list[Value]([model, after])
    if since_ms is not None:
        terms.append("+r.at_ms >= ?")
        values.append(since_ms)
    if reading is not None:
        terms.append("r.reading = ?")
        values.append(reading)
    statement = rows.SELECT.format(source="record r", where=" AND ".join(terms)) + " ORDER BY r.key LIMIT ?"
    return [rows.as_row(found) for found in database.all(statement, [*values, limit])]


def current(database: Database, *, alarming: bool = False) -> Iterator[Suggested]:
    """What is suggested of records that are shown, in order of time; only what alarms, if asked."""
    for record, probability, form, model, cluster, key, at_ms, conversation, row_type, reading in database.each(
        _CURRENT.format(which="alarms" if alarming else "suggests")
    ):
        yield Suggested(
            judgement=filled(form, record, probability, model),
            cluster=cluster.hex(),
            key=key,
            at_ms=None if at_ms == UNDATED else at_ms,
            conversation=conversation,
            type=TYPES[row_type],
            reading=reading,
        )


def copies(database: Database, record_id: str) -> list[str]:
    """Ids of the records shown that stand in one cluster with a record, itself among them, in order of time."""
    own = id_bytes(record_id)
    return [found.hex() for (found,) in database.all(_COPIES, (own,))] or [record_id]


def of(database: Database, record_id: str) -> Judgement | None:
    """The newest judgement of a record; None where there is none."""
    found = database.one(_OF, (id_bytes(record_id),))
    return None if found is None else filled(found[1], id_bytes(record_id), found[0], found[2])


def models(database: Database) -> list[str]:
    """Every model that judged something, the newest last."""
    return [model for (model,) in database.all("SELECT model FROM judging GROUP BY model ORDER BY max(seq)")]


def judged(database: Database, model: str) -> tuple[int, int]:
    """How many of the records shown can be judged, and how many of them this model has not judged."""
    return int(database.value(_JUDGED)), int(database.value(_OPEN, (model,)))


def quiet(database: Database) -> list[str]:
    """Ids of the records shown that have text, were judged, and of which nothing is suggested."""
    return [record.hex() for (record,) in database.each(_QUIET)]


def held(database: Database, item_id: str) -> list[bytes]:
    """Ids of the records that an item holds and of which something was suggested, before it is erased."""
    return [record for (record,) in database.all(_HELD, (item_id,))]


def forget(database: Database, records: Iterable[bytes]) -> None:
    """Take out what is suggested of these records where they are no longer in the case; the leaf hashes stay."""
    gone = set()
    for one in records:
        for seq, index, probability, form, model, record, salt in database.all(_LOST, (one,)):
            json = codec.canonical(filled(form, record, probability, model))
            database.run(_DROP, (merkle.leaf_hash(ledger.row_leaf(json, salt)), seq, index))
            gone.add(record)
    if gone:
        database.run(_UNUSED)
        near.forget(database, gone)


def _forms(database: Database, made: Sequence[Judgement]) -> dict[bytes, int]:
    """The number of each judgement's form, made where it is new."""
    spelt = {form_of(one): one for one in made}
    database.run_many(_FORM, [(form, int(suggests(one)), int(alarms(one))) for form, one in spelt.items()])
    return {form: int(database.value("SELECT n FROM form WHERE json = ?", (form,))) for form in spelt}
