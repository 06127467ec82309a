-- What a server kept for itself, so that every server of a database has it: the keys that open what is encrypted, and
-- when the limits of signing in are full again, in ticks.

CREATE TABLE data_keys (
    name TEXT NOT NULL CONSTRAINT pk_data_keys PRIMARY KEY,
    content TEXT NOT NULL,
    created_at INTEGER NOT NULL
);

CREATE TABLE sign_in_attempts (
    hash TEXT NOT NULL CONSTRAINT pk_sign_in_attempts PRIMARY KEY,
    full_at INTEGER NOT NULL
);
CREATE INDEX ix_sign_in_attempts_full_at ON sign_in_attempts (full_at);
