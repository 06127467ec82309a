-- Where the values of a context came from; nothing where somebody wrote all of them when the handoff began.

ALTER TABLE handoffs ADD COLUMN provenance text NULL;
