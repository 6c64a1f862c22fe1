-- What a change of keys, a check that goes on where it broke off, and time stamps need.

-- Originals can be sealed anew with other keys: where an original lies (`blob`) and under which generation of keys is not evidence and
-- may change; what it is may not. `header` is the SHA-256 of the age header and nonce as they were written and `payload_key` the key of
-- the chunks that follow, so that a check need not open the header anew; null for what was kept before this schema.
ALTER TABLE item ADD COLUMN generation INTEGER NOT NULL DEFAULT 1;
ALTER TABLE item ADD COLUMN header BLOB;
ALTER TABLE item ADD COLUMN payload_key BLOB;
DROP TRIGGER item_update;
CREATE TRIGGER item_update BEFORE UPDATE OF n, id, sha256, part_of, json, salt, acquisition, leaf ON item
BEGIN SELECT RAISE (ABORT, 'append-only'); END;
INSERT INTO meta (name, value) VALUES ('generation', X'31');
DROP TRIGGER meta_update;
CREATE TRIGGER meta_update BEFORE UPDATE ON meta WHEN OLD.name NOT IN ('slots', 'generation')
BEGIN SELECT RAISE (ABORT, 'append-only'); END;

-- A change of keys under way, for the next opening after a crash: `root` is the recovery key that the vault is being sealed with anew,
-- `slots` the MAC that holds once a slot file has been replaced, `drop` names slot files that go, parted by spaces.
CREATE TABLE key_change (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;

-- Originals that a full check, begun `at`, found whole in the file `blob`, until it has come to its end.
CREATE TABLE checked (item TEXT PRIMARY KEY, blob TEXT NOT NULL, at TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- The newest copy at each place that came to its end: the index of its `backup` entry. What is not here may be half done.
CREATE TABLE backup_done (place TEXT PRIMARY KEY, leaf INTEGER NOT NULL REFERENCES leaf) STRICT, WITHOUT ROWID;

-- Time stamps as they were asked for, and every answer that came, raw. `size` is that of the checkpoint, null for the list of a
-- bundle; `subject` the SHA-256 of what is stamped. An answer was accepted when its ledger entry is an `anchor`.
CREATE TABLE stamp (
    n INTEGER PRIMARY KEY, size INTEGER, authority TEXT NOT NULL, subject BLOB NOT NULL, query BLOB NOT NULL, at TEXT NOT NULL,
    leaf INTEGER NOT NULL REFERENCES leaf
) STRICT;
CREATE TABLE answer (
    n INTEGER PRIMARY KEY, stamp INTEGER NOT NULL REFERENCES stamp, reply BLOB NOT NULL, leaf INTEGER NOT NULL REFERENCES leaf
) STRICT;
CREATE TRIGGER stamp_update BEFORE UPDATE ON stamp BEGIN SELECT RAISE (ABORT, 'append-only'); END;
CREATE TRIGGER stamp_delete BEFORE DELETE ON stamp BEGIN SELECT RAISE (ABORT, 'append-only'); END;
CREATE TRIGGER answer_update BEFORE UPDATE ON answer BEGIN SELECT RAISE (ABORT, 'append-only'); END;
CREATE TRIGGER answer_delete BEFORE DELETE ON answer BEGIN SELECT RAISE (ABORT, 'append-only'); END;

-- Rows without what they share: most of a row's JSON is the same in all rows of one sender in one conversation. `shape` holds those
-- parts, one a line; `record.json` then holds what stands between them, one a line (docs/spec/vault.md, section 3). Null: the whole JSON.
-- How many rows of one likeness came before in a reading follows from their order and is no longer kept. Six bytes of a likeness and of
-- an id are enough to find the few rows that are then compared in full.
DROP TRIGGER record_update;
ALTER TABLE record DROP COLUMN occurrence;
UPDATE record SET likeness = substr(likeness, 1, 6);
DROP INDEX record_id;
CREATE INDEX record_id ON record (substr(id, 1, 6));
ALTER TABLE record ADD COLUMN shape INTEGER;
CREATE TRIGGER record_update
BEFORE UPDATE OF key, id, reading, idx, type, kind, conversation, sender, at_ms, likeness, json, salt, shape ON record
BEGIN SELECT RAISE (ABORT, 'append-only'); END;
CREATE TABLE shape (n INTEGER PRIMARY KEY, reading INTEGER NOT NULL, text BLOB NOT NULL) STRICT;
CREATE INDEX shape_reading ON shape (reading);
CREATE TRIGGER shape_update BEFORE UPDATE ON shape BEGIN SELECT RAISE (ABORT, 'append-only'); END;
CREATE TRIGGER shape_delete BEFORE DELETE ON shape
WHEN NOT EXISTS (
    SELECT 1 FROM reading JOIN item ON item.n = reading.item JOIN erasing ON erasing.item = item.id WHERE reading.seq = OLD.reading
)
BEGIN SELECT RAISE (ABORT, 'append-only'); END;
-- Every row with its whole JSON, for whoever reads the case with another program.
CREATE VIEW whole AS
SELECT r.key, r.id, r.reading, r.idx, r.type, r.at_ms, r.same_as, r.salt,
    CASE WHEN r.shape IS NULL THEN CAST(r.json AS TEXT) ELSE (
        SELECT group_concat(c.value || ifnull(v.value, ''), '' ORDER BY c.key)
        FROM json_each('["' || replace(replace(replace(CAST(s.text AS TEXT), '\', '\\'), '"', '\"'), char(10), '","') || '"]') c
        LEFT JOIN json_each('["' || replace(replace(replace(CAST(r.json AS TEXT), '\', '\\'), '"', '\"'), char(10), '","') || '"]') v
        ON v.key = c.key
    ) END AS json
FROM record r LEFT JOIN shape s ON s.n = r.shape;

-- Stretches of keys in which keys follow time, so that what search finds there comes in order of time: a list of first and last key as
-- JSON. Null for a reading of an earlier version, whose keys follow none.
ALTER TABLE reading ADD COLUMN stretches TEXT;

-- Rows a day, platform and type: what a line over years, a list's length and the state of the case are read from.
CREATE TABLE daily (
    day INTEGER NOT NULL, platform TEXT NOT NULL, type INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (day, platform, type)
) STRICT, WITHOUT ROWID;
INSERT INTO daily (day, platform, type, n)
SELECT t.day, c.platform, t.type, sum(t.n) FROM tally t JOIN conversation c ON c.n = t.conversation GROUP BY 1, 2, 3;

-- The search indexes anew: two pages of theirs fit into one of the database, positions only where phrases are looked for, no lengths.
DROP TABLE words;
DROP TABLE trigrams;
CREATE VIRTUAL TABLE words USING fts5 (
    text, content = 'shadow', content_rowid = 'key', columnsize = 0, detail = none, prefix = '1 2',
    tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* Co'"
);
CREATE VIRTUAL TABLE trigrams USING fts5 (
    text, content = 'shadow', content_rowid = 'key', columnsize = 0, tokenize = 'trigram case_sensitive 1'
);
INSERT INTO words (words, rank) VALUES ('pgsz', 4000), ('hashsize', 16777216), ('automerge', 8), ('secure-delete', 1);
INSERT INTO trigrams (trigrams, rank) VALUES ('pgsz', 4000), ('hashsize', 16777216), ('automerge', 8), ('secure-delete', 1);
INSERT INTO words (words) VALUES ('rebuild');
INSERT INTO trigrams (trigrams) VALUES ('rebuild');
