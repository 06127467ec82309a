-- Teams that were asked to help with a handoff.

ALTER TABLE handoffs ADD COLUMN assists TEXT NOT NULL DEFAULT '[]';
