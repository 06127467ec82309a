-- What is counted of a handoff stands in its row, so that a report reads no history. The ledger of defects has a number for each, so that it can be disputed.

ALTER TABLE handoffs ADD COLUMN defects TEXT NOT NULL DEFAULT '[]';
ALTER TABLE handoffs ADD COLUMN returns INTEGER NOT NULL DEFAULT 0;
ALTER TABLE handoffs ADD COLUMN return_defect INTEGER NOT NULL DEFAULT 0;
ALTER TABLE handoffs ADD COLUMN questions_asked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE handoffs ADD COLUMN ratings INTEGER NOT NULL DEFAULT 0;
ALTER TABLE handoffs ADD COLUMN rating_sum INTEGER NOT NULL DEFAULT 0;
ALTER TABLE handoffs ADD COLUMN hops INTEGER NOT NULL DEFAULT 0;
ALTER TABLE handoffs ADD COLUMN same_person INTEGER NOT NULL DEFAULT 0;
ALTER TABLE gate_attempts ADD COLUMN codes TEXT NOT NULL DEFAULT '[]';

CREATE TEMP TABLE found AS
SELECT handoff_id, seq, place, kind, field, code, note, minutes_lost, row_number() OVER (PARTITION BY handoff_id ORDER BY seq, place) AS number
FROM (
    SELECT e.handoff_id, e.seq, f.key AS place, 'return' AS kind, f.value ->> '$.field' AS field, f.value ->> '$.code' AS code, f.value ->> '$.note' AS note, NULL AS minutes_lost
    FROM handoff_events e, json_each(e.data, '$.findings') f WHERE e.kind = 'handoff.returned'
    UNION ALL
    SELECT e.handoff_id, e.seq, 0, 'late_gap', e.data ->> '$.field', e.data ->> '$.code', e.data ->> '$.note', e.data ->> '$.minutes_lost'
    FROM handoff_events e WHERE e.kind = 'gap.flagged'
    UNION ALL
    SELECT handoff_id, seq, place, 'waiver', field, NULL, reason, NULL
    FROM (
        SELECT e.handoff_id, e.seq, w.key AS place, w.value ->> '$.field' AS field, w.value ->> '$.reason' AS reason,
            row_number() OVER (PARTITION BY e.handoff_id, w.value ->> '$.field' ORDER BY e.seq, w.key) AS again
        FROM handoff_events e, json_each(e.data, '$.waivers') w WHERE e.kind IN ('handoff.initiated', 'handoff.resubmitted')
    ) WHERE again = 1
);
CREATE INDEX temp.found_handoff ON found (handoff_id, number);

UPDATE handoffs SET defects = (
    SELECT json_group_array(json_object('number', number, 'kind', kind, 'field', field, 'code', code, 'note', note, 'minutes_lost', minutes_lost, 'dispute', NULL))
    FROM (SELECT * FROM found WHERE handoff_id = handoffs.id ORDER BY number))
WHERE id IN (SELECT handoff_id FROM found);

UPDATE handoffs SET
    return_defect = ever_returned,
    returns = (SELECT count(*) FROM handoff_events e WHERE e.handoff_id = handoffs.id AND e.kind = 'handoff.returned'),
    questions_asked = (SELECT count(*) FROM json_each(questions) q WHERE q.value ->> '$.asked_team' <> from_team),
    ratings = json_array_length(feedback),
    rating_sum = (SELECT coalesce(sum(f.value ->> '$.rating'), 0) FROM json_each(feedback) f),
    hops = json_array_length(passed_teams),
    same_person = coalesce((SELECT e.actor = initiated_by FROM handoff_events e
        WHERE e.handoff_id = handoffs.id AND e.kind IN ('handoff.accepted', 'handoff.returned') ORDER BY e.seq DESC LIMIT 1), 0);

DROP TABLE temp.found;

-- An hour of failed attempts is one that the reports look at, too.
INSERT INTO metric_hours (hour, shard, generation)
SELECT DISTINCT (at - 621355968000000000) / 36000000000, 0, 1 FROM gate_attempts WHERE true ON CONFLICT (hour, shard) DO UPDATE SET generation = generation + 1;
