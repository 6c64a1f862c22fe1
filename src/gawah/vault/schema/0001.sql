-- One case. Evidence tables are append-only: triggers refuse UPDATE, DELETE and (with recursive_triggers on) REPLACE, except for the
-- rows of an item for which an `erase` leaf already stands in the ledger (table `erasing`).

CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;

-- The ledger: a leaf's hash stays for ever; its body goes when the item it speaks of is erased.
CREATE TABLE leaf (seq INTEGER PRIMARY KEY, hash BLOB NOT NULL) STRICT;
CREATE TABLE leaf_body (seq INTEGER PRIMARY KEY REFERENCES leaf, op TEXT NOT NULL, item TEXT, body BLOB NOT NULL) STRICT;
CREATE INDEX leaf_item ON leaf_body (item) WHERE item IS NOT NULL;
CREATE TABLE head (size INTEGER PRIMARY KEY, note BLOB NOT NULL) STRICT;

-- Originals. `n` is the item's short number inside this file only.
CREATE TABLE acquisition (id TEXT PRIMARY KEY, json BLOB NOT NULL, salt BLOB NOT NULL) STRICT;
CREATE TABLE item (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL UNIQUE, blob TEXT NOT NULL UNIQUE, part_of TEXT,
    json BLOB NOT NULL, salt BLOB NOT NULL, acquisition TEXT NOT NULL REFERENCES acquisition, leaf INTEGER NOT NULL REFERENCES leaf
) STRICT;
CREATE INDEX item_part ON item (part_of) WHERE part_of IS NOT NULL;

-- What readers found. A reading's rows are the leaves of its batch, in the order of `idx`; `aside` holds what is not a row of its own:
-- conversations, duplicates, problems.
CREATE TABLE reading (
    seq INTEGER PRIMARY KEY REFERENCES leaf, item INTEGER NOT NULL REFERENCES item, reader TEXT NOT NULL, version TEXT NOT NULL,
    summary BLOB NOT NULL, at TEXT NOT NULL, root BLOB NOT NULL, size INTEGER NOT NULL, aside_root BLOB NOT NULL,
    aside_size INTEGER NOT NULL, known INTEGER NOT NULL
) STRICT;
CREATE INDEX reading_item ON reading (item);
CREATE TABLE aside (
    reading INTEGER NOT NULL, idx INTEGER NOT NULL, kind TEXT NOT NULL, id TEXT, json BLOB NOT NULL, salt BLOB NOT NULL,
    PRIMARY KEY (reading, idx)
) STRICT, WITHOUT ROWID;
CREATE INDEX aside_id ON aside (id) WHERE id IS NOT NULL;
CREATE TABLE record (
    key INTEGER PRIMARY KEY, id BLOB NOT NULL, reading INTEGER NOT NULL, idx INTEGER NOT NULL, type INTEGER NOT NULL, kind TEXT NOT NULL,
    conversation INTEGER NOT NULL, sender INTEGER, at_ms INTEGER NOT NULL, likeness BLOB NOT NULL, occurrence INTEGER NOT NULL,
    json BLOB NOT NULL, salt BLOB NOT NULL, same_as INTEGER
) STRICT;

-- Derived from the above, checked by recount: who and where, and how many a day.
CREATE TABLE conversation (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, platform TEXT NOT NULL, title TEXT) STRICT;
CREATE TABLE account (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, platform TEXT NOT NULL, json BLOB NOT NULL) STRICT;
CREATE TABLE tally (
    day INTEGER NOT NULL, conversation INTEGER NOT NULL, sender INTEGER NOT NULL, type INTEGER NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY (day, conversation, sender, type)
) STRICT, WITHOUT ROWID;

-- What people add: entries, reports, exhibits, agents, dossiers. A later row with the same kind and id replaces the earlier one to the
-- eye; both stay.
CREATE TABLE statement (
    n INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, json BLOB NOT NULL, salt BLOB NOT NULL,
    leaf INTEGER NOT NULL REFERENCES leaf, idx INTEGER NOT NULL
) STRICT;
CREATE INDEX statement_id ON statement (kind, id, n);
CREATE TABLE revealed (record BLOB NOT NULL, leaf INTEGER NOT NULL REFERENCES leaf, PRIMARY KEY (record, leaf)) STRICT, WITHOUT ROWID;

-- An erasure under way, so that one that was broken off is finished; `blob` is the file still to be removed.
CREATE TABLE erasing (item TEXT PRIMARY KEY, leaf INTEGER NOT NULL, blob TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- Search: the folded shadow of each record's text, a word index and an index of every three letters.
CREATE TABLE shadow (key INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
CREATE VIRTUAL TABLE words USING fts5 (
    text, content = 'shadow', content_rowid = 'key', tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* Co'"
);
CREATE VIRTUAL TABLE trigrams USING fts5 (
    text, content = 'shadow', content_rowid = 'key', tokenize = 'trigram case_sensitive 1'
);
INSERT INTO words (words, rank) VALUES ('secure-delete', 1);
INSERT INTO trigrams (trigrams, rank) VALUES ('secure-delete', 1);

CREATE TRIGGER erasing_insert BEFORE INSERT ON erasing
WHEN NOT EXISTS (SELECT 1 FROM leaf_body WHERE seq = NEW.leaf AND op = 'erase' AND item = NEW.item)
BEGIN SELECT RAISE (ABORT, 'an erasure needs its ledger entry first'); END;

CREATE TRIGGER meta_update BEFORE UPDATE ON meta WHEN OLD.name <> 'slots' BEGIN SELECT RAISE (ABORT, 'append-only'); END;
CREATE TRIGGER meta_delete BEFORE DELETE ON meta BEGIN SELECT RAISE (ABORT, 'append-only'); END;
CREATE TRIGGER leaf_update BEFORE UPDATE ON leaf BEGIN SELECT RAISE (ABORT, 'append-only'); END;
CREATE TRIGGER leaf_delete BEFORE DELETE ON leaf BEGIN SELECT RAISE (ABORT, 'append-only'); END;
CREATE TRIGGER leaf_body_update BEFORE UPDATE ON leaf_body BEGIN SELECT RAISE (ABORT, 'append-only'); END;
CREATE TRIGGER leaf_body_delete BEFORE DELETE ON leaf_body
WHEN OLD.op = 'erase' OR OLD.item IS NULL OR NOT EXISTS (SELECT 1 FROM erasing WHERE item = OLD.item)
BEGIN SELECT RAISE (ABORT, 'append-only'); END;
CREATE TRIGGER head_update BEFORE UPDATE ON head BEGIN SELECT RAISE (ABORT, 'append-only'); END;
CREATE TRIGGER head_delete BEFORE DELETE ON head BEGIN SELECT RAISE (ABORT, 'append-only'); END;
CREATE TRIGGER statement_update BEFORE UPDATE ON statement BEGIN SELECT RAISE (ABORT, 'append-only'); END;
CREATE TRIGGER statement_delete BEFORE DELETE ON statement BEGIN SELECT RAISE (ABORT, 'append-only'); END;
CREATE TRIGGER revealed_update BEFORE UPDATE ON revealed BEGIN SELECT RAISE (ABORT, 'append-only'); END;
CREATE TRIGGER revealed_delete BEFORE DELETE ON revealed BEGIN SELECT RAISE (ABORT, 'append-only'); END;
CREATE TRIGGER acquisition_update BEFORE UPDATE ON acquisition BEGIN SELECT RAISE (ABORT, 'append-only'); END;
CREATE TRIGGER acquisition_delete BEFORE DELETE ON acquisition
WHEN EXISTS (SELECT 1 FROM item WHERE acquisition = OLD.id) OR NOT EXISTS (SELECT 1 FROM erasing)
BEGIN SELECT RAISE (ABORT, 'append-only'); END;
CREATE TRIGGER item_update BEFORE UPDATE ON item BEGIN SELECT RAISE (ABORT, 'append-only'); END;
CREATE TRIGGER item_delete BEFORE DELETE ON item WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE item = OLD.id)
BEGIN SELECT RAISE (ABORT, 'append-only'); END;
CREATE TRIGGER reading_update BEFORE UPDATE ON reading BEGIN SELECT RAISE (ABORT, 'append-only'); END;
CREATE TRIGGER reading_delete BEFORE DELETE ON reading
WHEN NOT EXISTS (SELECT 1 FROM item JOIN erasing ON erasing.item = item.id WHERE item.n = OLD.item)
BEGIN SELECT RAISE (ABORT, 'append-only'); END;
CREATE TRIGGER aside_update BEFORE UPDATE ON aside BEGIN SELECT RAISE (ABORT, 'append-only'); END;
CREATE TRIGGER aside_delete BEFORE DELETE ON aside
WHEN NOT EXISTS (
    SELECT 1 FROM reading JOIN item ON item.n = reading.item JOIN erasing ON erasing.item = item.id WHERE reading.seq = OLD.reading
)
BEGIN SELECT RAISE (ABORT, 'append-only'); END;
CREATE TRIGGER record_update
BEFORE UPDATE OF key, id, reading, idx, type, kind, conversation, sender, at_ms, likeness, occurrence, json, salt ON record
BEGIN SELECT RAISE (ABORT, 'append-only'); END;
CREATE TRIGGER record_delete BEFORE DELETE ON record
WHEN NOT EXISTS (
    SELECT 1 FROM reading JOIN item ON item.n = reading.item JOIN erasing ON erasing.item = item.id WHERE reading.seq = OLD.reading
)
BEGIN SELECT RAISE (ABORT, 'append-only'); END;

CREATE INDEX record_id ON record (id);
CREATE INDEX record_likeness ON record (likeness);
CREATE UNIQUE INDEX record_place ON record (reading, idx);
CREATE INDEX record_same ON record (same_as) WHERE same_as IS NOT NULL;
CREATE INDEX record_time ON record (at_ms, key) WHERE same_as IS NULL;
CREATE INDEX record_conversation ON record (conversation, at_ms, key) WHERE same_as IS NULL;
CREATE INDEX record_sender ON record (sender, at_ms, key) WHERE same_as IS NULL;
