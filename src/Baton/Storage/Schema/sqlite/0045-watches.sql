-- Who watches a handoff beside its teams, and who of its teams muted it.
CREATE TABLE IF NOT EXISTS handoff_watches (
    handoff_id INTEGER NOT NULL,
    person_key TEXT NOT NULL,
    muted INTEGER NOT NULL,
    CONSTRAINT pk_handoff_watches PRIMARY KEY (handoff_id, person_key),
    CONSTRAINT fk_handoff_watches_handoffs_handoff_id FOREIGN KEY (handoff_id) REFERENCES handoffs (id) ON DELETE CASCADE,
    CONSTRAINT fk_handoff_watches_people_person_key FOREIGN KEY (person_key) REFERENCES people ("key") ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS ix_handoff_watches_person_key ON handoff_watches (person_key);
