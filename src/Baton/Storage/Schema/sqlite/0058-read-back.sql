-- What the sending team says of a read-back, and the clock in which it should.

ALTER TABLE handoffs ADD COLUMN read_back_answer TEXT NULL;
ALTER TABLE handoffs ADD COLUMN read_back_by INTEGER NULL;

CREATE TABLE read_back_alarms (
    handoff_id INTEGER NOT NULL CONSTRAINT pk_read_back_alarms PRIMARY KEY,
    team TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    CONSTRAINT fk_read_back_alarms_handoffs_handoff_id FOREIGN KEY (handoff_id) REFERENCES handoffs (id) ON DELETE CASCADE
);

CREATE INDEX ix_read_back_alarms_next_at ON read_back_alarms (next_at);
