-- The files of a handoff are part of its state; the few handoffs that have any are found by an index of their own.

ALTER TABLE handoffs ADD COLUMN attachments text NOT NULL DEFAULT '[]';

CREATE INDEX ix_handoffs_id ON handoffs (id) WHERE attachments <> '[]';
