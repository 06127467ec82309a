-- Whoever changes a channel says which version of it they saw.

ALTER TABLE channels ADD COLUMN version integer NOT NULL DEFAULT 1;
