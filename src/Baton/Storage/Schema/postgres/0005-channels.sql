-- Acting from where people read: who they are in Slack.

ALTER TABLE people ADD COLUMN slack_id text;
CREATE UNIQUE INDEX ix_people_slack_id ON people (slack_id) WHERE slack_id IS NOT NULL;
