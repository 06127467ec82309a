-- Links that expire are looked for every second.

CREATE INDEX ix_guests_expires_at ON guests (expires_at);
