-- Answered questions are found again by their words; the server indexes those that are there already by and by, from this number down to 0.

CREATE TABLE question_search (
    id bigint NOT NULL CONSTRAINT pk_question_search PRIMARY KEY,
    words tsvector NOT NULL
);
CREATE INDEX ix_question_search_words ON question_search USING gin (words);
ALTER TABLE handoffs ADD COLUMN questions_saved integer NOT NULL DEFAULT 0;
UPDATE stamps SET value = (SELECT coalesce(max(id), 0) FROM handoffs) WHERE name = 'search';
