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

-- Originals that a full check found whole, until it has come to its end.
CREATE TABLE checked (item TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

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
