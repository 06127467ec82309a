-- In which language a person is told; where it is not set, the browser decides on pages, and the organization in mails.

ALTER TABLE people ADD COLUMN language text;
