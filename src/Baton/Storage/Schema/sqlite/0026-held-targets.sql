-- Targets to which nothing is sent for a while: they asked for that, or do not work.

CREATE TABLE held_targets (
    target TEXT NOT NULL CONSTRAINT pk_held_targets PRIMARY KEY,
    held_until INTEGER NOT NULL,
    down_since INTEGER NULL,
    reason TEXT NOT NULL,
    failures INTEGER NOT NULL
) WITHOUT ROWID;
