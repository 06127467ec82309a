-- Teams that were asked to help with a handoff.

ALTER TABLE handoffs ADD COLUMN assists text NOT NULL DEFAULT '[]';
