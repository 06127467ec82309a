-- What is counted of a handoff stands in its row, so that a report reads no history. The ledger of defects has a number for each, so that it can be disputed.

ALTER TABLE handoffs ADD COLUMN defects text NOT NULL DEFAULT '[]';
ALTER TABLE handoffs ADD COLUMN returns integer NOT NULL DEFAULT 0;
ALTER TABLE handoffs ADD COLUMN return_defect boolean NOT NULL DEFAULT false;
ALTER TABLE handoffs ADD COLUMN questions_asked integer NOT NULL DEFAULT 0;
ALTER TABLE handoffs ADD COLUMN ratings integer NOT NULL DEFAULT 0;
ALTER TABLE handoffs ADD COLUMN rating_sum integer NOT NULL DEFAULT 0;
ALTER TABLE handoffs ADD COLUMN hops integer NOT NULL DEFAULT 0;
ALTER TABLE handoffs ADD COLUMN same_person boolean NOT NULL DEFAULT false;
ALTER TABLE gate_attempts ADD COLUMN codes text NOT NULL DEFAULT '[]';

CREATE TEMP TABLE found AS
SELECT handoff_id, kind, field, code, note, minutes_lost, row_number() OVER (PARTITION BY handoff_id ORDER BY seq, place) AS number
FROM (
    SELECT e.handoff_id, e.seq, f.place, 'return' AS kind, f.value ->> 'field' AS field, f.value ->> 'code' AS code, f.value ->> 'note' AS note, NULL::integer AS minutes_lost
    FROM handoff_events e, jsonb_array_elements(e.data::jsonb -> 'findings') WITH ORDINALITY AS f (value, place) WHERE e.kind = 'handoff.returned'
    UNION ALL
    SELECT e.handoff_id, e.seq, 0, 'late_gap', e.data::jsonb ->> 'field', e.data::jsonb ->> 'code', e.data::jsonb ->> 'note', (e.data::jsonb ->> 'minutes_lost')::integer
    FROM handoff_events e WHERE e.kind = 'gap.flagged'
    UNION ALL
    SELECT handoff_id, seq, place, 'waiver', field, NULL, reason, NULL
    FROM (
        SELECT e.handoff_id, e.seq, w.place, w.value ->> 'field' AS field, w.value ->> 'reason' AS reason,
            row_number() OVER (PARTITION BY e.handoff_id, w.value ->> 'field' ORDER BY e.seq, w.place) AS again
        FROM handoff_events e, jsonb_array_elements(e.data::jsonb -> 'waivers') WITH ORDINALITY AS w (value, place) WHERE e.kind IN ('handoff.initiated', 'handoff.resubmitted')
    ) AS waived WHERE again = 1
) AS every;

UPDATE handoffs SET defects = ledger.defects
FROM (
    SELECT handoff_id, json_agg(json_build_object('number', number, 'kind', kind, 'field', field, 'code', code, 'note', note, 'minutes_lost', minutes_lost, 'dispute', NULL) ORDER BY number)::text AS defects
    FROM found GROUP BY handoff_id
) AS ledger WHERE ledger.handoff_id = id;

UPDATE handoffs SET
    return_defect = ever_returned,
    returns = (SELECT count(*) FROM handoff_events e WHERE e.handoff_id = handoffs.id AND e.kind = 'handoff.returned'),
    questions_asked = (SELECT count(*) FROM jsonb_array_elements(questions::jsonb) q WHERE q ->> 'asked_team' <> from_team),
    ratings = jsonb_array_length(feedback::jsonb),
    rating_sum = (SELECT coalesce(sum((f ->> 'rating')::integer), 0) FROM jsonb_array_elements(feedback::jsonb) f),
    hops = jsonb_array_length(passed_teams::jsonb),
    same_person = coalesce((SELECT e.actor = initiated_by FROM handoff_events e
        WHERE e.handoff_id = handoffs.id AND e.kind IN ('handoff.accepted', 'handoff.returned') ORDER BY e.seq DESC LIMIT 1), false);

DROP TABLE found;

-- An hour of failed attempts is one that the reports look at, too.
INSERT INTO metric_hours (hour, shard, generation)
SELECT DISTINCT floor(extract(epoch FROM at) / 3600)::int, 0, 1 FROM gate_attempts ON CONFLICT (hour, shard) DO UPDATE SET generation = metric_hours.generation + 1;
