-- The planner must know how few the marked rows are, or it looks for them among all.

ANALYZE handoffs;
ANALYZE alarms;
