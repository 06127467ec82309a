-- Saves of one page of a draft may arrive in another order than they were sent: the later one wins.

ALTER TABLE form_drafts ADD COLUMN tab text NULL;
ALTER TABLE form_drafts ADD COLUMN turn bigint NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX ix_form_drafts_person_key_tab ON form_drafts (person_key, tab) WHERE tab IS NOT NULL;
