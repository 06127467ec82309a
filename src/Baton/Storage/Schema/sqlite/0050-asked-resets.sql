-- Who asked for a new password and has not been mailed yet, whether or not there is such a person.
CREATE TABLE IF NOT EXISTS asked_resets (
    id INTEGER NOT NULL CONSTRAINT pk_asked_resets PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    next_at INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS ix_asked_resets_next_at ON asked_resets (next_at);
