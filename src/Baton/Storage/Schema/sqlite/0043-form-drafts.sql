-- What somebody is typing into a form and has not submitted: theirs alone.

CREATE TABLE form_drafts (
    id INTEGER NOT NULL CONSTRAINT pk_form_drafts PRIMARY KEY AUTOINCREMENT,
    person_key TEXT NOT NULL,
    address TEXT NOT NULL,
    title TEXT NOT NULL,
    content TEXT NOT NULL,
    version INTEGER NOT NULL,
    saved_at INTEGER NOT NULL,
    became TEXT NULL,
    CONSTRAINT fk_form_drafts_people_person_key FOREIGN KEY (person_key) REFERENCES people ("key") ON DELETE CASCADE
);
CREATE INDEX ix_form_drafts_person_key_saved_at ON form_drafts (person_key, saved_at);
CREATE INDEX ix_form_drafts_saved_at ON form_drafts (saved_at);
