-- Who was let in from outside to receive one handoff. Only the hash of the link's token is kept.

CREATE TABLE guests (
    handoff_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    email TEXT NOT NULL,
    hash TEXT NOT NULL,
    team_key TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER NULL,
    CONSTRAINT pk_guests PRIMARY KEY (handoff_id, number),
    CONSTRAINT fk_guests_handoffs_handoff_id FOREIGN KEY (handoff_id) REFERENCES handoffs (id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX ix_guests_hash ON guests (hash);
