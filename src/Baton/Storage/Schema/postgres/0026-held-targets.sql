-- Targets to which nothing is sent for a while: they asked for that, or do not work.

CREATE TABLE held_targets (
    target text NOT NULL CONSTRAINT pk_held_targets PRIMARY KEY,
    held_until timestamp with time zone NOT NULL,
    down_since timestamp with time zone,
    reason text NOT NULL,
    failures integer NOT NULL
);
