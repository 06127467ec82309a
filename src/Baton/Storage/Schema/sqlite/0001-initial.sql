-- The schema of Baton on SQLite. A file that was released is never changed: the next one changes what it made.
-- WITHOUT ROWID is for tables of short rows: a long one would be spilled to a page of its own.

CREATE TABLE deliveries (
    id INTEGER NOT NULL CONSTRAINT pk_deliveries PRIMARY KEY AUTOINCREMENT,
    message_id TEXT NOT NULL,
    handoff_id INTEGER NOT NULL,
    event_seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    team TEXT NOT NULL,
    channel TEXT NOT NULL,
    channel_id INTEGER NULL,
    person_key TEXT NULL,
    address TEXT NOT NULL,
    target TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    next_attempt_at INTEGER NULL,
    created_at INTEGER NOT NULL,
    delivered_at INTEGER NULL,
    last_reason TEXT NULL
);

CREATE TABLE gate_attempts (
    id INTEGER NOT NULL CONSTRAINT pk_gate_attempts PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    person TEXT NOT NULL,
    team TEXT NOT NULL,
    template TEXT NOT NULL,
    template_version INTEGER NOT NULL,
    handoff_id INTEGER NULL,
    fields TEXT NOT NULL,
    door TEXT NOT NULL
);

CREATE TABLE handoffs (
    id INTEGER NOT NULL CONSTRAINT pk_handoffs PRIMARY KEY AUTOINCREMENT,
    status TEXT NOT NULL,
    template TEXT NOT NULL,
    template_version INTEGER NOT NULL,
    title TEXT NOT NULL,
    from_team TEXT NOT NULL,
    to_team TEXT NOT NULL,
    owner TEXT NULL,
    priority TEXT NOT NULL,
    context TEXT NOT NULL,
    context_revision INTEGER NOT NULL,
    waivers TEXT NOT NULL,
    findings TEXT NOT NULL,
    questions TEXT NOT NULL,
    checklist TEXT NOT NULL,
    gaps TEXT NOT NULL,
    feedback TEXT NOT NULL,
    passed_teams TEXT NOT NULL,
    external_key TEXT NULL,
    content_hash TEXT NULL,
    parent_id INTEGER NULL,
    created_by TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    initiated_by TEXT NULL,
    initiated_at INTEGER NULL,
    opened_at INTEGER NULL,
    accepted_by TEXT NULL,
    accepted_at INTEGER NULL,
    completed_by TEXT NULL,
    completed_at INTEGER NULL,
    read_back TEXT NULL,
    accept_by INTEGER NULL,
    resubmit_by INTEGER NULL,
    complete_by INTEGER NULL,
    ever_returned INTEGER NOT NULL,
    waived INTEGER NOT NULL,
    late_gap INTEGER NOT NULL,
    clock TEXT NOT NULL,
    clock_since INTEGER NULL,
    due_at INTEGER NULL,
    receiver_ticks INTEGER NOT NULL,
    sender_ticks INTEGER NOT NULL,
    work_ticks INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL
);

CREATE TABLE idempotent_answers (
    person_key TEXT NOT NULL,
    "key" TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    status INTEGER NOT NULL,
    content_type TEXT NOT NULL,
    location TEXT NULL,
    etag TEXT NULL,
    body TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    CONSTRAINT pk_idempotent_answers PRIMARY KEY (person_key, "key")
);

CREATE TABLE metric_hours (
    hour INTEGER NOT NULL,
    shard INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    CONSTRAINT pk_metric_hours PRIMARY KEY (hour, shard)
) WITHOUT ROWID;

CREATE TABLE notices (
    id INTEGER NOT NULL CONSTRAINT pk_notices PRIMARY KEY AUTOINCREMENT,
    handoff_id INTEGER NOT NULL,
    event_seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expanded_at INTEGER NULL
);

CREATE TABLE people (
    "key" TEXT NOT NULL CONSTRAINT pk_people PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    is_admin INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    deactivated_at INTEGER NULL
);

CREATE TABLE stamps (
    name TEXT NOT NULL CONSTRAINT pk_stamps PRIMARY KEY,
    value INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE teams (
    "key" TEXT NOT NULL CONSTRAINT pk_teams PRIMARY KEY,
    name TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    working_hours TEXT NOT NULL,
    holidays TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    version INTEGER NOT NULL
);

CREATE TABLE templates (
    "key" TEXT NOT NULL,
    version INTEGER NOT NULL,
    content TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    published_by TEXT NULL,
    published_at INTEGER NOT NULL,
    CONSTRAINT pk_templates PRIMARY KEY ("key", version)
);

CREATE TABLE delivery_attempts (
    delivery_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    status_code INTEGER NULL,
    duration_ms INTEGER NOT NULL,
    reason TEXT NOT NULL,
    CONSTRAINT pk_delivery_attempts PRIMARY KEY (delivery_id, number),
    CONSTRAINT fk_delivery_attempts_deliveries_delivery_id FOREIGN KEY (delivery_id) REFERENCES deliveries (id) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE handoff_events (
    handoff_id INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    team TEXT NOT NULL,
    role TEXT NOT NULL,
    data TEXT NOT NULL,
    CONSTRAINT pk_handoff_events PRIMARY KEY (handoff_id, seq),
    CONSTRAINT fk_handoff_events_handoffs_handoff_id FOREIGN KEY (handoff_id) REFERENCES handoffs (id) ON DELETE CASCADE
);

CREATE TABLE passed_teams (
    team_key TEXT NOT NULL,
    handoff_id INTEGER NOT NULL,
    CONSTRAINT pk_passed_teams PRIMARY KEY (team_key, handoff_id),
    CONSTRAINT fk_passed_teams_handoffs_handoff_id FOREIGN KEY (handoff_id) REFERENCES handoffs (id) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE tokens (
    id INTEGER NOT NULL CONSTRAINT pk_tokens PRIMARY KEY AUTOINCREMENT,
    person_key TEXT NOT NULL,
    name TEXT NOT NULL,
    hash TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NULL,
    revoked_at INTEGER NULL,
    CONSTRAINT fk_tokens_people_person_key FOREIGN KEY (person_key) REFERENCES people ("key") ON DELETE CASCADE
);

CREATE TABLE channels (
    id INTEGER NOT NULL CONSTRAINT pk_channels PRIMARY KEY AUTOINCREMENT,
    team_key TEXT NOT NULL,
    type TEXT NOT NULL,
    protected_settings TEXT NOT NULL,
    kinds TEXT NULL,
    disabled_at INTEGER NULL,
    disabled_reason TEXT NULL,
    CONSTRAINT fk_channels_teams_team_key FOREIGN KEY (team_key) REFERENCES teams ("key") ON DELETE CASCADE
);

CREATE TABLE memberships (
    team_key TEXT NOT NULL,
    person_key TEXT NOT NULL,
    role TEXT NOT NULL,
    CONSTRAINT pk_memberships PRIMARY KEY (team_key, person_key),
    CONSTRAINT fk_memberships_people_person_key FOREIGN KEY (person_key) REFERENCES people ("key") ON DELETE CASCADE,
    CONSTRAINT fk_memberships_teams_team_key FOREIGN KEY (team_key) REFERENCES teams ("key") ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX ix_channels_team_key ON channels (team_key);
CREATE INDEX ix_deliveries_handoff_id_id ON deliveries (handoff_id, id);
CREATE UNIQUE INDEX ix_deliveries_message_id ON deliveries (message_id);
CREATE INDEX ix_deliveries_next_attempt_at_target ON deliveries (next_attempt_at, target) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX ix_deliveries_state_id ON deliveries (state, id);
CREATE INDEX ix_deliveries_team_id ON deliveries (team, id);
CREATE INDEX ix_gate_attempts_at ON gate_attempts (at);
CREATE INDEX ix_handoffs_due_at ON handoffs (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX ix_handoffs_from_team_id ON handoffs (from_team, id);
CREATE INDEX ix_handoffs_from_team_status_id ON handoffs (from_team, status, id);
CREATE INDEX ix_handoffs_initiated_at ON handoffs (initiated_at);
CREATE INDEX ix_handoffs_status_id ON handoffs (status, id);
CREATE UNIQUE INDEX ix_handoffs_template_external_key ON handoffs (template, external_key) WHERE external_key IS NOT NULL;
CREATE INDEX ix_handoffs_to_team_id ON handoffs (to_team, id);
CREATE INDEX ix_handoffs_to_team_status_id ON handoffs (to_team, status, id);
CREATE INDEX ix_idempotent_answers_created_at ON idempotent_answers (created_at);
CREATE INDEX ix_memberships_person_key ON memberships (person_key);
CREATE INDEX ix_notices_id ON notices (id) WHERE expanded_at IS NULL;
CREATE INDEX ix_passed_teams_handoff_id ON passed_teams (handoff_id);
CREATE UNIQUE INDEX ix_tokens_hash ON tokens (hash);
CREATE INDEX ix_tokens_person_key ON tokens (person_key);

-- The words are cut by the program (Storage/SearchIndex.cs), so that both engines find the same.
CREATE VIRTUAL TABLE handoff_search USING fts5 (words, content = '', contentless_delete = 1, detail = none, tokenize = ascii);

INSERT INTO stamps (name, value) VALUES ('directory', 1);
