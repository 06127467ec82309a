-- A list of one template of a team is picked from the index of the team alone.

DROP INDEX ix_handoffs_from_team_id;
DROP INDEX ix_handoffs_to_team_id;
CREATE INDEX ix_handoffs_from_team_id_template ON handoffs (from_team, id, template);
CREATE INDEX ix_handoffs_to_team_id_template ON handoffs (to_team, id, template);
