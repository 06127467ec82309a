-- What ties handoffs that were handed over to several teams at once.

ALTER TABLE handoffs ADD COLUMN fan_out text NULL;

CREATE INDEX ix_handoffs_fan_out ON handoffs (fan_out) WHERE fan_out IS NOT NULL;
