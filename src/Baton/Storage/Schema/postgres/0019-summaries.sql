-- The weekly summary: when the next one goes to a person who wants it.

ALTER TABLE people ADD COLUMN summary_due_at timestamp with time zone;
