-- Who is away, and who stands in for them.

CREATE TABLE absences (
    id INTEGER NOT NULL CONSTRAINT pk_absences PRIMARY KEY AUTOINCREMENT,
    person_key TEXT NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    substitute_key TEXT NOT NULL,
    note TEXT NULL,
    created_by TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    ended_by TEXT NULL,
    ended_at INTEGER NULL,
    CONSTRAINT fk_absences_people_person_key FOREIGN KEY (person_key) REFERENCES people ("key") ON DELETE CASCADE,
    CONSTRAINT fk_absences_people_substitute_key FOREIGN KEY (substitute_key) REFERENCES people ("key") ON DELETE CASCADE
);

CREATE INDEX ix_absences_person_key ON absences (person_key);
CREATE INDEX ix_absences_substitute_key ON absences (substitute_key);
