-- Files of handoffs that are kept in the database, in pieces, each under the SHA-256 of its content.

CREATE TABLE stored_files (
    hash text NOT NULL CONSTRAINT pk_stored_files PRIMARY KEY,
    size bigint NOT NULL,
    stored_at timestamp with time zone NOT NULL,
    trashed_at timestamp with time zone NULL
);

CREATE TABLE file_chunks (
    hash text NOT NULL,
    number integer NOT NULL,
    stored_at timestamp with time zone NOT NULL,
    content bytea NOT NULL,
    CONSTRAINT pk_file_chunks PRIMARY KEY (hash, number)
);

-- Files of most types are compressed already.
ALTER TABLE file_chunks ALTER COLUMN content SET STORAGE EXTERNAL;
