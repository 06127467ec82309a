-- What is due to one target is found however much waits for another that does not answer. The index by time stays until no server looks by it any more.

CREATE INDEX ix_deliveries_target_next_attempt_at_id ON deliveries (target, next_attempt_at, id) WHERE next_attempt_at IS NOT NULL;
