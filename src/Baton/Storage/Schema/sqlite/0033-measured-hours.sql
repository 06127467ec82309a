-- What the reports look at of each hour, so that a server that starts reads only the hours that changed since.

CREATE TABLE measured_hours (
    hour INTEGER NOT NULL CONSTRAINT pk_measured_hours PRIMARY KEY,
    generation INTEGER NOT NULL,
    calendars TEXT NOT NULL,
    content BLOB NOT NULL
);

-- A handoff that hands work back is counted by the teams of the one before it: where those change, its hour is counted anew.
CREATE INDEX ix_handoffs_parent_id ON handoffs (parent_id) WHERE parent_id IS NOT NULL;
