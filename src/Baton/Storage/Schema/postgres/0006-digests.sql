-- Notices that wait and go out as one message: how often a person or a channel wants to be told, and what goes out together.

ALTER TABLE people ADD COLUMN pace text NOT NULL DEFAULT 'immediate';
ALTER TABLE channels ADD COLUMN pace text NOT NULL DEFAULT 'immediate';
ALTER TABLE deliveries ADD COLUMN digest text;
CREATE INDEX ix_deliveries_digest ON deliveries (digest) WHERE digest IS NOT NULL;
