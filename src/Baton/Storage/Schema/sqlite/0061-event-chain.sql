-- Each event bears a hash over itself and the one before it, and none is changed or taken away. The server makes those of older events, as it cuts the words of their handoffs anew.

ALTER TABLE handoff_events ADD COLUMN hash TEXT NULL;
ALTER TABLE handoffs ADD COLUMN chain_hash TEXT NULL;
UPDATE stamps SET value = (SELECT coalesce(max(id), 0) FROM handoffs) WHERE name = 'search';

CREATE TRIGGER handoff_events_stay BEFORE UPDATE ON handoff_events WHEN OLD.hash IS NOT NULL OR NEW.hash IS NULL
    OR (NEW.handoff_id, NEW.seq, NEW.kind, NEW.at, NEW.actor, NEW.team, NEW.role, NEW.data) IS NOT (OLD.handoff_id, OLD.seq, OLD.kind, OLD.at, OLD.actor, OLD.team, OLD.role, OLD.data)
    BEGIN SELECT RAISE(ABORT, 'The events of handoffs are append-only.'); END;
CREATE TRIGGER handoff_events_stay_whole BEFORE DELETE ON handoff_events BEGIN SELECT RAISE(ABORT, 'The events of handoffs are append-only.'); END;

-- The key that signs receipts, made when the first is asked for and never changed; the private one is encrypted.
CREATE TABLE receipt_keys (
    name TEXT NOT NULL CONSTRAINT pk_receipt_keys PRIMARY KEY,
    public_key TEXT NOT NULL,
    private_key TEXT NOT NULL,
    created_at INTEGER NOT NULL
);
