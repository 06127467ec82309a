-- Each event bears a hash over itself and the one before it, and none is changed or taken away. The server makes those of older events, as it cuts the words of their handoffs anew.

ALTER TABLE handoff_events ADD COLUMN hash text NULL;
ALTER TABLE handoffs ADD COLUMN chain_hash text NULL;
UPDATE stamps SET value = (SELECT coalesce(max(id), 0) FROM handoffs) WHERE name = 'search';

CREATE OR REPLACE FUNCTION refuse_change_of_events() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''The events of handoffs are append-only.''; END';
CREATE TRIGGER handoff_events_stay BEFORE UPDATE ON handoff_events FOR EACH ROW WHEN (OLD.hash IS NOT NULL OR NEW.hash IS NULL
    OR (NEW.handoff_id, NEW.seq, NEW.kind, NEW.at, NEW.actor, NEW.team, NEW.role, NEW.data) IS DISTINCT FROM (OLD.handoff_id, OLD.seq, OLD.kind, OLD.at, OLD.actor, OLD.team, OLD.role, OLD.data))
    EXECUTE FUNCTION refuse_change_of_events();
CREATE TRIGGER handoff_events_stay_whole BEFORE DELETE ON handoff_events FOR EACH ROW EXECUTE FUNCTION refuse_change_of_events();

-- The key that signs receipts, made when the first is asked for and never changed; the private one is encrypted.
CREATE TABLE receipt_keys (
    name text NOT NULL CONSTRAINT pk_receipt_keys PRIMARY KEY,
    public_key text NOT NULL,
    private_key text NOT NULL,
    created_at timestamp with time zone NOT NULL
);
