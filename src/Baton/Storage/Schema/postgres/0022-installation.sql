-- Tells this store from every other, so that a folder of files can say whose it is. A store that was restored gets another one.

CREATE TABLE installations (
    id text NOT NULL,
    CONSTRAINT pk_installations PRIMARY KEY (id)
);

INSERT INTO installations (id) VALUES (replace(gen_random_uuid()::text, '-', ''));
