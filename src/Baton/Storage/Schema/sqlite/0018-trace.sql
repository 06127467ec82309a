-- Which request caused a notice and its deliveries, where a collector records it.

ALTER TABLE notices ADD COLUMN trace TEXT;
ALTER TABLE deliveries ADD COLUMN trace TEXT;
