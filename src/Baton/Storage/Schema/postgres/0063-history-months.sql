-- The months of the history as ranges of numbers, for `baton partitions on`; without it there are none.
CREATE TABLE history_months (
    month text NOT NULL CONSTRAINT pk_history_months PRIMARY KEY,
    first_handoff bigint NOT NULL,
    first_delivery bigint NOT NULL,
    first_notice bigint NOT NULL,
    archived_at timestamp with time zone NULL
);

-- For the tables of the archive, which `baton partitions on` makes.
CREATE OR REPLACE FUNCTION refuse_change_of_archive() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''What is in the archive is only read.''; END';
