-- Lists in other orders than the newest first, of a person, and of a template.

DROP INDEX ix_handoffs_initiated_by_id;
DROP INDEX ix_handoffs_accepted_by_id;
DROP INDEX ix_handoffs_owner_id;
CREATE INDEX ix_handoffs_initiated_by_id ON handoffs (initiated_by, id, from_team, to_team) WHERE initiated_by IS NOT NULL;
CREATE INDEX ix_handoffs_accepted_by_id ON handoffs (accepted_by, id, from_team, to_team) WHERE accepted_by IS NOT NULL;
CREATE INDEX ix_handoffs_owner_id ON handoffs (owner, id, from_team, to_team) WHERE owner IS NOT NULL;

CREATE INDEX IF NOT EXISTS ix_handoffs_updated ON handoffs (updated_at, id, status, template);
CREATE INDEX IF NOT EXISTS ix_handoffs_updated_from ON handoffs (from_team, updated_at, id, status, template);
CREATE INDEX IF NOT EXISTS ix_handoffs_updated_to ON handoffs (to_team, updated_at, id, status, template, initiated_at);

-- Nearly all handoffs are of normal priority, and need no entry.
CREATE INDEX IF NOT EXISTS ix_handoffs_priority ON handoffs (priority, id) WHERE priority <> 'normal';
CREATE INDEX IF NOT EXISTS ix_handoffs_priority_from ON handoffs (from_team, priority, id) WHERE priority <> 'normal';
CREATE INDEX IF NOT EXISTS ix_handoffs_priority_to ON handoffs (to_team, priority, id) WHERE priority <> 'normal';

CREATE INDEX IF NOT EXISTS ix_handoffs_template ON handoffs (template, id, status);
