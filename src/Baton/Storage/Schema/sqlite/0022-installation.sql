-- Tells this store from every other, so that a folder of files can say whose it is. A store that was restored gets another one.

CREATE TABLE installations (
    id TEXT NOT NULL CONSTRAINT pk_installations PRIMARY KEY
) WITHOUT ROWID;

INSERT INTO installations (id) VALUES (lower(hex(randomblob(16))));
