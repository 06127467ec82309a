-- Handoffs of the same title are found by a number that stands for it. The server makes those of older handoffs, as it cuts their words anew.

ALTER TABLE handoffs ADD COLUMN title_hash INTEGER NULL;
CREATE INDEX ix_handoffs_title ON handoffs (template, title_hash, id);
UPDATE stamps SET value = (SELECT coalesce(max(id), 0) FROM handoffs) WHERE name = 'search';

-- Lists of handoffs that somebody gave a name, for themselves or for a team.
CREATE TABLE saved_views (
    id INTEGER NOT NULL CONSTRAINT pk_saved_views PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    team_key TEXT NULL,
    created_by TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    CONSTRAINT fk_saved_views_teams_team_key FOREIGN KEY (team_key) REFERENCES teams ("key") ON DELETE CASCADE,
    CONSTRAINT fk_saved_views_people_created_by FOREIGN KEY (created_by) REFERENCES people ("key") ON DELETE CASCADE
);
CREATE INDEX ix_saved_views_created_by ON saved_views (created_by);
CREATE INDEX ix_saved_views_team_key ON saved_views (team_key);
