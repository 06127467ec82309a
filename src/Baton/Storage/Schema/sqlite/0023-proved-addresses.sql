-- An e-mail address counts only when it is proved. Proved are the addresses that an admin, an operator or the company's own sign-in gave, and those that
-- an invitation bore. Whoever joined by an invitation could type another one: that is not proved until they confirm it, or an admin does.

ALTER TABLE people ADD COLUMN email_proved_at INTEGER NULL;
ALTER TABLE invitations ADD COLUMN kind TEXT NOT NULL DEFAULT 'join';
ALTER TABLE invitations ADD COLUMN revoked_at INTEGER NULL;
CREATE INDEX ix_guests_revoked_at ON guests (revoked_at);

-- A link for a new password is made for a person who is there; one to join by is older than whoever joined.
UPDATE invitations SET kind = 'password' WHERE person_key IS NOT NULL
    AND (used_at IS NULL OR created_at > (SELECT person.created_at FROM people AS person WHERE person."key" = invitations.person_key));

UPDATE people SET email_proved_at = created_at WHERE NOT EXISTS (
    SELECT 1 FROM invitations AS link WHERE link.kind = 'join' AND link.person_key = people."key" AND lower(trim(link.email)) <> lower(trim(people.email)));

-- Links end with the right of whoever made them, and when a newer one is made.
UPDATE invitations SET revoked_at = created_at WHERE used_at IS NULL AND (
    NOT EXISTS (SELECT 1 FROM people AS maker WHERE maker."key" = invitations.invited_by AND maker.deactivated_at IS NULL AND (maker.is_admin = 1
        OR EXISTS (SELECT 1 FROM memberships AS own WHERE own.person_key = maker."key" AND own.team_key = invitations.team_key AND own.role = 'lead')))
    OR EXISTS (SELECT 1 FROM invitations AS newer WHERE newer.id > invitations.id AND newer.kind = invitations.kind
        AND CASE invitations.kind WHEN 'password' THEN newer.person_key = invitations.person_key ELSE lower(newer.email) = lower(invitations.email) END));

UPDATE guests SET revoked_at = created_at WHERE revoked_at IS NULL AND (
    NOT EXISTS (SELECT 1 FROM people AS maker WHERE maker."key" = guests.created_by AND maker.deactivated_at IS NULL AND (maker.is_admin = 1
        OR EXISTS (SELECT 1 FROM memberships AS own JOIN handoffs ON handoffs.from_team = own.team_key OR handoffs.to_team = own.team_key
            WHERE handoffs.id = guests.handoff_id AND own.person_key = maker."key" AND own.role = 'lead')))
    OR EXISTS (SELECT 1 FROM guests AS newer WHERE newer.handoff_id = guests.handoff_id AND newer.number > guests.number AND lower(newer.email) = lower(guests.email)));
