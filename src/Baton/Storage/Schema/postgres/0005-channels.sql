-- Acting from where people read: who they are in Slack, and links in mails.

ALTER TABLE people ADD COLUMN slack_id text;
CREATE UNIQUE INDEX ix_people_slack_id ON people (slack_id) WHERE slack_id IS NOT NULL;

-- Leave to act once from a mail; of its secret only the hash.
CREATE TABLE action_links (
    hash text NOT NULL,
    person_key text NOT NULL,
    handoff_id bigint NOT NULL,
    context_revision integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    CONSTRAINT pk_action_links PRIMARY KEY (hash)
);
CREATE INDEX ix_action_links_expires_at ON action_links (expires_at);
