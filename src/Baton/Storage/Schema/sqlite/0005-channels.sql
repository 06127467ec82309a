-- Acting from where people read: who they are in Slack, and links in mails.

ALTER TABLE people ADD COLUMN slack_id TEXT NULL;
CREATE UNIQUE INDEX ix_people_slack_id ON people (slack_id) WHERE slack_id IS NOT NULL;

-- Leave to act once from a mail; of its secret only the hash.
CREATE TABLE action_links (
    hash TEXT NOT NULL CONSTRAINT pk_action_links PRIMARY KEY,
    person_key TEXT NOT NULL,
    handoff_id INTEGER NOT NULL,
    context_revision INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER NULL
) WITHOUT ROWID;
CREATE INDEX ix_action_links_expires_at ON action_links (expires_at);
