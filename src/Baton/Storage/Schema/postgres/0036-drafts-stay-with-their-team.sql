-- A list of what is to a team leaves out what was never handed over, by the index alone.

DROP INDEX IF EXISTS ix_handoffs_to_team_id_template;
CREATE INDEX IF NOT EXISTS ix_handoffs_to_team_id_template_initiated_at ON handoffs (to_team, id, template, initiated_at);
