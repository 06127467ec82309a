-- What became of the items of a shift, and when the next one is to be handed over.

ALTER TABLE handoffs ADD COLUMN shift text NULL;

CREATE TABLE shift_alarms (
    handoff_id bigint NOT NULL CONSTRAINT pk_shift_alarms PRIMARY KEY,
    template text NOT NULL,
    team text NOT NULL,
    due_at timestamp with time zone NOT NULL,
    next integer NOT NULL,
    next_at timestamp with time zone NOT NULL,
    CONSTRAINT fk_shift_alarms_handoffs_handoff_id FOREIGN KEY (handoff_id) REFERENCES handoffs (id) ON DELETE CASCADE
);

CREATE INDEX ix_shift_alarms_next_at ON shift_alarms (next_at);
