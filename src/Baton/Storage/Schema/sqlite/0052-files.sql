-- Files of handoffs that are kept in the database, in pieces, each under the SHA-256 of its content.

CREATE TABLE stored_files (
    hash TEXT NOT NULL CONSTRAINT pk_stored_files PRIMARY KEY,
    size INTEGER NOT NULL,
    stored_at INTEGER NOT NULL,
    trashed_at INTEGER NULL
);

CREATE TABLE file_chunks (
    hash TEXT NOT NULL,
    number INTEGER NOT NULL,
    stored_at INTEGER NOT NULL,
    content BLOB NOT NULL,
    CONSTRAINT pk_file_chunks PRIMARY KEY (hash, number)
);
