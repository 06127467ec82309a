-- Every administrative act, in the order in which it was done. A row is never changed and never taken away.

CREATE TABLE audit_entries (
    id INTEGER NOT NULL CONSTRAINT pk_audit_entries PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    act TEXT NOT NULL,
    subject TEXT NOT NULL,
    door TEXT NOT NULL,
    before TEXT NULL,
    after TEXT NULL
);

CREATE INDEX ix_audit_entries_who_id ON audit_entries (who, id);
CREATE INDEX ix_audit_entries_act_id ON audit_entries (act, id);

CREATE TRIGGER audit_entries_stay BEFORE UPDATE ON audit_entries BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END;
CREATE TRIGGER audit_entries_stay_whole BEFORE DELETE ON audit_entries BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END;
