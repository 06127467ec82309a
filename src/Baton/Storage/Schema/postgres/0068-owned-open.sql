-- What a person has in progress is found however much they have completed.

CREATE INDEX ix_handoffs_owner_open ON handoffs (owner, status, id, from_team, to_team, clock) WHERE owner IS NOT NULL AND clock <> 'none';
