-- Carried values of a handoff whose sources have changed since.

ALTER TABLE handoffs ADD COLUMN drift TEXT NOT NULL DEFAULT '[]';
