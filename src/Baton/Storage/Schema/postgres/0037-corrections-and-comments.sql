-- What was changed after handing over and not yet marked as seen, and what people said of it.

ALTER TABLE handoffs ADD COLUMN corrections text NOT NULL DEFAULT '[]';
ALTER TABLE handoffs ADD COLUMN comments text NOT NULL DEFAULT '[]';
