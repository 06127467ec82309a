-- Who signs in by way of a company's own sign-in (OpenID Connect), and which memberships follow from the groups there.

CREATE TABLE external_logins (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    person_key TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    CONSTRAINT pk_external_logins PRIMARY KEY (issuer, subject),
    CONSTRAINT fk_external_logins_people_person_key FOREIGN KEY (person_key) REFERENCES people ("key") ON DELETE CASCADE
);
CREATE INDEX ix_external_logins_person_key ON external_logins (person_key);

ALTER TABLE memberships ADD COLUMN by_group INTEGER NOT NULL DEFAULT 0;
