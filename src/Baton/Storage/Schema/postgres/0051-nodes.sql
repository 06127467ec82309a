-- What a server kept for itself, so that every server of a database has it: the keys that open what is encrypted, and
-- when the limits of signing in are full again, in ticks.

CREATE TABLE data_keys (
    name text NOT NULL CONSTRAINT pk_data_keys PRIMARY KEY,
    content text NOT NULL,
    created_at timestamp with time zone NOT NULL
);

CREATE TABLE sign_in_attempts (
    hash text NOT NULL CONSTRAINT pk_sign_in_attempts PRIMARY KEY,
    full_at bigint NOT NULL
);
CREATE INDEX ix_sign_in_attempts_full_at ON sign_in_attempts (full_at);
