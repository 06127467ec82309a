-- What is asked for often stands where an index finds it, however much is stored.

-- Whether a question waits for the sender or for the receiver to answer it.
ALTER TABLE handoffs ADD COLUMN asks_sender INTEGER NOT NULL DEFAULT 0;
ALTER TABLE handoffs ADD COLUMN asks_receiver INTEGER NOT NULL DEFAULT 0;
UPDATE handoffs SET
    asks_sender = EXISTS (SELECT 1 FROM json_each(questions) q WHERE q.value ->> '$.answer' IS NULL AND q.value ->> '$.asked_team' <> from_team),
    asks_receiver = EXISTS (SELECT 1 FROM json_each(questions) q WHERE q.value ->> '$.answer' IS NULL AND q.value ->> '$.asked_team' = from_team)
WHERE status IN ('initiated', 'returned', 'accepted') AND questions <> '[]';
CREATE INDEX ix_handoffs_from_team ON handoffs (from_team) WHERE asks_sender;
CREATE INDEX ix_handoffs_to_team ON handoffs (to_team) WHERE asks_receiver;

-- A list of what is overdue is picked from this index alone.
DROP INDEX ix_handoffs_due_at;
CREATE INDEX ix_handoffs_due ON handoffs (due_at, status, from_team, to_team, template, id) WHERE due_at IS NOT NULL;

-- Alarms repeat what reports ask of their handoffs, so that what is in trouble is counted without reading them.
ALTER TABLE alarms ADD COLUMN from_team TEXT NOT NULL DEFAULT '';
ALTER TABLE alarms ADD COLUMN to_team TEXT NOT NULL DEFAULT '';
ALTER TABLE alarms ADD COLUMN template TEXT NOT NULL DEFAULT '';
ALTER TABLE alarms ADD COLUMN initiated_at INTEGER NULL;
UPDATE alarms SET (from_team, to_team, template, initiated_at) =
    (SELECT h.from_team, h.to_team, h.template, h.initiated_at FROM handoffs h WHERE h.id = handoff_id);
DROP INDEX ix_alarms_handoff_id;
CREATE INDEX ix_alarms_trouble ON alarms (handoff_id, trouble, team, from_team, to_team, template, initiated_at) WHERE trouble IS NOT NULL;

-- The newest handoffs of a person.
DROP INDEX ix_handoffs_initiated_by;
DROP INDEX ix_handoffs_accepted_by;
DROP INDEX ix_handoffs_owner;
CREATE INDEX ix_handoffs_initiated_by_id ON handoffs (initiated_by, id) WHERE initiated_by IS NOT NULL;
CREATE INDEX ix_handoffs_accepted_by_id ON handoffs (accepted_by, id) WHERE accepted_by IS NOT NULL;
CREATE INDEX ix_handoffs_owner_id ON handoffs (owner, id) WHERE owner IS NOT NULL;

-- The entries of the index of words, so that those are asked for whole that begin with a word of a question.
CREATE VIRTUAL TABLE handoff_search_entries USING fts5vocab (handoff_search, instance);
