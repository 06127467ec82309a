-- Which request caused a notice and its deliveries, where a collector records it.

ALTER TABLE notices ADD COLUMN trace text;
ALTER TABLE deliveries ADD COLUMN trace text;
