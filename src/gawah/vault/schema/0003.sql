-- What the machine suggests of records, for sorting only. Each `suggest` entry of the ledger holds the root over the rows of one slice of
-- a run; a row is the canonical JSON of a judgement and a salt (docs/spec/vault.md, section 10). Nothing of it is evidence.

-- Judgements without what differs from record to record: whose it is, how probable, which model. `suggests`: it names something to look
-- at; `alarms`: it has cues of a threat that names a time, a place or a means. Both follow from the JSON.
CREATE TABLE form (n INTEGER PRIMARY KEY, json BLOB NOT NULL UNIQUE, suggests INTEGER NOT NULL, alarms INTEGER NOT NULL) STRICT;
CREATE INDEX form_suggests ON form (n) WHERE suggests;
CREATE INDEX form_alarms ON form (n) WHERE alarms;
CREATE TABLE judging (seq INTEGER PRIMARY KEY REFERENCES leaf, model TEXT NOT NULL, size INTEGER NOT NULL) STRICT;
-- Of a record that was erased the row goes and its leaf hash (`gone`) stays, so that the root can still be worked out.
CREATE TABLE suggestion (
    seq INTEGER NOT NULL REFERENCES judging, idx INTEGER NOT NULL, record BLOB, form INTEGER REFERENCES form, probability INTEGER,
    salt BLOB, gone BLOB, PRIMARY KEY (seq, idx), CHECK ((record IS NULL) = (gone IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX suggestion_record ON suggestion (record, seq) WHERE record IS NOT NULL;
CREATE INDEX suggestion_form ON suggestion (form) WHERE form IS NOT NULL;

CREATE TRIGGER judging_update BEFORE UPDATE ON judging BEGIN SELECT RAISE (ABORT, 'append-only'); END;
CREATE TRIGGER judging_delete BEFORE DELETE ON judging BEGIN SELECT RAISE (ABORT, 'append-only'); END;
CREATE TRIGGER suggestion_update BEFORE UPDATE ON suggestion
WHEN NEW.gone IS NULL OR OLD.gone IS NOT NULL OR NEW.seq <> OLD.seq OR NEW.idx <> OLD.idx
    OR EXISTS (SELECT 1 FROM record WHERE substr(id, 1, 6) = substr(OLD.record, 1, 6) AND id = OLD.record)
BEGIN SELECT RAISE (ABORT, 'append-only'); END;
CREATE TRIGGER suggestion_delete BEFORE DELETE ON suggestion BEGIN SELECT RAISE (ABORT, 'append-only'); END;

-- Near copies among what is suggested: each record belongs to the cluster of the first record that it is a near copy of. A band is a
-- part of the signature of a cluster's first record; records that share one may be near copies. Worked out anew where it is lost.
CREATE TABLE near (record BLOB PRIMARY KEY, cluster BLOB NOT NULL, signature BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX near_cluster ON near (cluster);
CREATE TABLE near_band (band BLOB NOT NULL, cluster BLOB NOT NULL, PRIMARY KEY (band, cluster)) STRICT, WITHOUT ROWID;
CREATE INDEX near_band_cluster ON near_band (cluster);
