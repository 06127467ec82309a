-- Names of the people of a handoff are found, and every handoff's words are cut anew: the server does that by and by, from this number down to 0.

CREATE INDEX ix_handoffs_initiated_by ON handoffs (initiated_by) WHERE initiated_by IS NOT NULL;
CREATE INDEX ix_handoffs_accepted_by ON handoffs (accepted_by) WHERE accepted_by IS NOT NULL;
CREATE INDEX ix_handoffs_owner ON handoffs (owner) WHERE owner IS NOT NULL;
INSERT INTO stamps (name, value) SELECT 'search', coalesce(max(id), 0) FROM handoffs;
