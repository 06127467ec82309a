-- The months of the history as ranges of numbers, which only PostgreSQL has.
CREATE TABLE history_months (
    month TEXT NOT NULL CONSTRAINT pk_history_months PRIMARY KEY,
    first_handoff INTEGER NOT NULL,
    first_delivery INTEGER NOT NULL,
    first_notice INTEGER NOT NULL,
    archived_at INTEGER NULL
);
