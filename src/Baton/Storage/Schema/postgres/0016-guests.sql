-- Who was let in from outside to receive one handoff. Only the hash of the link's token is kept.

CREATE TABLE guests (
    handoff_id bigint NOT NULL,
    number integer NOT NULL,
    email text NOT NULL,
    hash text NOT NULL,
    team_key text NOT NULL,
    created_by text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    CONSTRAINT pk_guests PRIMARY KEY (handoff_id, number),
    CONSTRAINT fk_guests_handoffs_handoff_id FOREIGN KEY (handoff_id) REFERENCES handoffs (id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX ix_guests_hash ON guests (hash);
