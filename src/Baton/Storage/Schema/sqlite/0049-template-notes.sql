-- What whoever published a version of a template said of it.
ALTER TABLE templates ADD COLUMN note TEXT NULL;
