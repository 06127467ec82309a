-- What was changed after handing over and not yet marked as seen, and what people said of it.

ALTER TABLE handoffs ADD COLUMN corrections TEXT NOT NULL DEFAULT '[]';
ALTER TABLE handoffs ADD COLUMN comments TEXT NOT NULL DEFAULT '[]';
