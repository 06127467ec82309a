-- A person may be an agent: a program that works for an owner.
ALTER TABLE people ADD COLUMN kind TEXT NOT NULL DEFAULT 'person';
ALTER TABLE people ADD COLUMN owner_key TEXT NULL;

-- When an invitation was mailed; null: its link was shown to whoever created it.
ALTER TABLE invitations ADD COLUMN mailed_at INTEGER NULL;

-- When people last used Baton. Apart from them, so that it moves nothing that every request reads.
CREATE TABLE last_seen (
    person_key TEXT NOT NULL CONSTRAINT pk_last_seen PRIMARY KEY,
    seen_at INTEGER NOT NULL,
    CONSTRAINT fk_last_seen_people_person_key FOREIGN KEY (person_key) REFERENCES people ("key") ON DELETE CASCADE
);
