-- Messages that go out together are found however many others wait.

CREATE INDEX ix_deliveries_digest_due ON deliveries (next_attempt_at, target, digest) WHERE digest IS NOT NULL AND next_attempt_at IS NOT NULL;
