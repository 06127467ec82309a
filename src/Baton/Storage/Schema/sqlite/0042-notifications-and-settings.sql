-- What each person was told, by whatever channel.
CREATE TABLE notifications (
    id INTEGER NOT NULL CONSTRAINT pk_notifications PRIMARY KEY AUTOINCREMENT,
    person_key TEXT NOT NULL,
    handoff_id INTEGER NOT NULL,
    event_seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    actor TEXT NULL,
    created_at INTEGER NOT NULL,
    read_at INTEGER NULL,
    CONSTRAINT fk_notifications_people_person_key FOREIGN KEY (person_key) REFERENCES people ("key") ON DELETE CASCADE
);
CREATE INDEX ix_notifications_person_key_id ON notifications (person_key, id);
CREATE INDEX ix_notifications_person_key_read_at ON notifications (person_key, read_at) WHERE read_at IS NULL;
CREATE INDEX ix_notifications_created_at ON notifications (created_at);

-- What admins set on the page Settings. A setting of the environment wins over one of these.
CREATE TABLE settings (
    name TEXT NOT NULL CONSTRAINT pk_settings PRIMARY KEY,
    value TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at INTEGER NOT NULL
);
