-- Clocks that raise an alarm before and after their time, and what they have to tell.

CREATE TABLE alarms (
    handoff_id bigint NOT NULL,
    seq integer NOT NULL,
    clock text NOT NULL,
    team text NOT NULL,
    due_at timestamp with time zone,
    rungs text NOT NULL,
    next integer NOT NULL,
    next_at timestamp with time zone,
    trouble text,
    trouble_since timestamp with time zone,
    CONSTRAINT pk_alarms PRIMARY KEY (handoff_id),
    CONSTRAINT fk_alarms_handoffs_handoff_id FOREIGN KEY (handoff_id) REFERENCES handoffs (id) ON DELETE CASCADE
);

CREATE INDEX ix_alarms_next_at ON alarms (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX ix_alarms_team_handoff_id ON alarms (team, handoff_id);
CREATE INDEX ix_alarms_handoff_id ON alarms (handoff_id) WHERE trouble IS NOT NULL;

ALTER TABLE notices ADD COLUMN data text;
ALTER TABLE teams ADD COLUMN closed_at timestamp with time zone;
