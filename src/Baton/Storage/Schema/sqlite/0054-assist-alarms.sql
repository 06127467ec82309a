-- The clocks of teams that help, beside those of the handoffs.

CREATE TABLE assist_alarms (
    handoff_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    team TEXT NOT NULL,
    due_at INTEGER NULL,
    rungs TEXT NOT NULL,
    next INTEGER NOT NULL,
    next_at INTEGER NULL,
    CONSTRAINT pk_assist_alarms PRIMARY KEY (handoff_id, number),
    CONSTRAINT fk_assist_alarms_handoffs_handoff_id FOREIGN KEY (handoff_id) REFERENCES handoffs (id) ON DELETE CASCADE
);

CREATE INDEX ix_assist_alarms_next_at ON assist_alarms (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX ix_assist_alarms_team_handoff_id ON assist_alarms (team, handoff_id);
