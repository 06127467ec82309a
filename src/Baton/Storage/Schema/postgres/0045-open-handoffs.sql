-- What is open, with all that a list or the report on load asks of it: handoffs that are over have no entry.
CREATE INDEX IF NOT EXISTS ix_handoffs_open ON handoffs (clock, to_team, from_team, owner, due_at, template, id) WHERE clock <> 'none';
