\set client random(1, 1000000000)
WITH handoff AS (
    INSERT INTO raw_handoffs (template, from_team, to_team, title, status, context, initiated_by, initiated_at)
    VALUES ('sales_to_onboarding', 'sales', 'onboarding', 'Acme Logistics GmbH ' || :client::text, 'initiated', :context::text, 'sam', now())
    RETURNING id
), event AS (
    INSERT INTO raw_events (handoff_id, seq, kind, at, actor, data) SELECT id, 1, 'handoff.initiated', now(), 'sam', :context::text FROM handoff
)
INSERT INTO raw_outbox (handoff_id, kind, created_at) SELECT id, 'handoff.initiated', now() FROM handoff;
