-- What became of the items of a shift, and when the next one is to be handed over.

ALTER TABLE handoffs ADD COLUMN shift TEXT NULL;

CREATE TABLE shift_alarms (
    handoff_id INTEGER NOT NULL CONSTRAINT pk_shift_alarms PRIMARY KEY,
    template TEXT NOT NULL,
    team TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    next INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    CONSTRAINT fk_shift_alarms_handoffs_handoff_id FOREIGN KEY (handoff_id) REFERENCES handoffs (id) ON DELETE CASCADE
);

CREATE INDEX ix_shift_alarms_next_at ON shift_alarms (next_at);
