-- Answered questions are found again by their words; the server indexes those that are there already by and by, from this number down to 0.

CREATE VIRTUAL TABLE question_search USING fts5 (words, content = '', contentless_delete = 1, detail = none, tokenize = ascii);
ALTER TABLE handoffs ADD COLUMN questions_saved INTEGER NOT NULL DEFAULT 0;
UPDATE stamps SET value = (SELECT coalesce(max(id), 0) FROM handoffs) WHERE name = 'search';
