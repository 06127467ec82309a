-- Who is signed in with a browser. Only the hash of what stands in the cookie is kept. A row that has ended stays until the cookie would have run out.

CREATE TABLE sessions (
    id INTEGER NOT NULL CONSTRAINT pk_sessions PRIMARY KEY AUTOINCREMENT,
    hash TEXT NOT NULL,
    person_key TEXT NOT NULL,
    way TEXT NOT NULL,
    device TEXT NOT NULL,
    address TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at INTEGER NULL,
    CONSTRAINT fk_sessions_people_person_key FOREIGN KEY (person_key) REFERENCES people ("key") ON DELETE CASCADE
);
CREATE UNIQUE INDEX ix_sessions_hash ON sessions (hash);
CREATE INDEX ix_sessions_person_key ON sessions (person_key);

-- Moves when a session ends, so that whoever keeps sessions in memory reads them anew.
INSERT INTO stamps (name, value) VALUES ('sessions', 1);
