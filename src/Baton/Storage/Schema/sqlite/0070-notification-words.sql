-- Of what a person was told: what its sentence is made of, so that each reads it in their own language. Those of before have the sentence alone.

ALTER TABLE notifications ADD COLUMN words TEXT NULL;
