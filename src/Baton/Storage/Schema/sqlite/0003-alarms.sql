-- Clocks that raise an alarm before and after their time, and what they have to tell.

CREATE TABLE alarms (
    handoff_id INTEGER NOT NULL CONSTRAINT pk_alarms PRIMARY KEY,
    seq INTEGER NOT NULL,
    clock TEXT NOT NULL,
    team TEXT NOT NULL,
    due_at INTEGER NULL,
    rungs TEXT NOT NULL,
    next INTEGER NOT NULL,
    next_at INTEGER NULL,
    trouble TEXT NULL,
    trouble_since INTEGER NULL,
    CONSTRAINT fk_alarms_handoffs_handoff_id FOREIGN KEY (handoff_id) REFERENCES handoffs (id) ON DELETE CASCADE
);

CREATE INDEX ix_alarms_next_at ON alarms (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX ix_alarms_team_handoff_id ON alarms (team, handoff_id);
CREATE INDEX ix_alarms_handoff_id ON alarms (handoff_id) WHERE trouble IS NOT NULL;

ALTER TABLE notices ADD COLUMN data TEXT;
ALTER TABLE teams ADD COLUMN closed_at INTEGER;
