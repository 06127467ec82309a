-- Names of the people of a handoff are found, and every handoff's words are cut anew: the server does that by and by, from this number down to 0.

CREATE INDEX ix_handoffs_initiated_by ON handoffs (initiated_by) WHERE initiated_by IS NOT NULL;
CREATE INDEX ix_handoffs_accepted_by ON handoffs (accepted_by) WHERE accepted_by IS NOT NULL;
CREATE INDEX ix_handoffs_owner ON handoffs (owner) WHERE owner IS NOT NULL;
INSERT INTO stamps (name, value) SELECT 'search', coalesce(max(id), 0) FROM handoffs;

-- The words of handoffs that have more of them than a value may hold.
CREATE TABLE handoff_search_more (
    handoff_id bigint NOT NULL,
    part integer NOT NULL,
    words tsvector NOT NULL,
    CONSTRAINT pk_handoff_search_more PRIMARY KEY (handoff_id, part)
);
CREATE INDEX ix_handoff_search_more_words ON handoff_search_more USING gin (words);
