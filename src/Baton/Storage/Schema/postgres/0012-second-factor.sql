-- The half minute of the last code that an authenticator app gave and that was taken: that code, and older ones, are not taken again.

ALTER TABLE accounts ADD COLUMN last_code bigint;
