DELETE FROM settings WHERE key = 'usage_retention_days';
DROP FUNCTION partitions_drop(TEXT, INTEGER);
DROP TABLE usage_watches;
DROP TABLE usage_sessions;
DROP TABLE usage_open_sessions;
