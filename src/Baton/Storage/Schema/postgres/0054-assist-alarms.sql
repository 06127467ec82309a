-- The clocks of teams that help, beside those of the handoffs.

CREATE TABLE assist_alarms (
    handoff_id bigint NOT NULL,
    number integer NOT NULL,
    team text NOT NULL,
    due_at timestamp with time zone NULL,
    rungs text NOT NULL,
    next integer NOT NULL,
    next_at timestamp with time zone NULL,
    CONSTRAINT pk_assist_alarms PRIMARY KEY (handoff_id, number),
    CONSTRAINT fk_assist_alarms_handoffs_handoff_id FOREIGN KEY (handoff_id) REFERENCES handoffs (id) ON DELETE CASCADE
);

CREATE INDEX ix_assist_alarms_next_at ON assist_alarms (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX ix_assist_alarms_team_handoff_id ON assist_alarms (team, handoff_id);
