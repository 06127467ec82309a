-- The planner must know how few the marked rows are, or it looks for them among all. A store without rows is left as it
-- is: known to be empty, it would be read whole for each row that is added, until the server looks again by itself.

DO $$
BEGIN
    IF EXISTS (SELECT FROM handoffs) THEN
        ANALYZE handoffs;
        ANALYZE alarms;
    END IF;
END
$$;
