-- Forms that met an ended session, until their sender is signed in again: sealed, for half an hour.

CREATE TABLE carried_forms (
    hash TEXT NOT NULL CONSTRAINT pk_carried_forms PRIMARY KEY,
    content TEXT NOT NULL,
    expires_at INTEGER NOT NULL
);
CREATE INDEX ix_carried_forms_expires_at ON carried_forms (expires_at);
