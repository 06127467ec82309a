-- How people prove who they are, apart from who they are: a failed sign-in moves nothing that others read.

CREATE TABLE accounts (
    person_key TEXT NOT NULL CONSTRAINT pk_accounts PRIMARY KEY,
    password_hash TEXT NULL,
    security_stamp TEXT NOT NULL,
    failed_attempts INTEGER NOT NULL,
    locked_until INTEGER NULL,
    two_factor INTEGER NOT NULL,
    authenticator_key TEXT NULL,
    recovery_codes TEXT NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT fk_accounts_people_person_key FOREIGN KEY (person_key) REFERENCES people ("key") ON DELETE CASCADE
);

CREATE TABLE passkeys (
    credential_id TEXT NOT NULL CONSTRAINT pk_passkeys PRIMARY KEY,
    person_key TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    used_at INTEGER NULL,
    content TEXT NOT NULL,
    CONSTRAINT fk_passkeys_people_person_key FOREIGN KEY (person_key) REFERENCES people ("key") ON DELETE CASCADE
);

CREATE TABLE invitations (
    id INTEGER NOT NULL CONSTRAINT pk_invitations PRIMARY KEY AUTOINCREMENT,
    hash TEXT NOT NULL,
    team_key TEXT NULL,
    role TEXT NOT NULL,
    email TEXT NOT NULL,
    invited_by TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER NULL,
    person_key TEXT NULL,
    CONSTRAINT fk_invitations_teams_team_key FOREIGN KEY (team_key) REFERENCES teams ("key") ON DELETE CASCADE
);
CREATE UNIQUE INDEX ix_invitations_hash ON invitations (hash);
CREATE INDEX ix_invitations_team_key ON invitations (team_key);
CREATE INDEX ix_passkeys_person_key ON passkeys (person_key);
