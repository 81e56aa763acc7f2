UPDATE settings SET description = 'Whether the worker keeps routers in step by itself'
 WHERE key = 'auto_sync_mikrotik' AND location_id IS NULL;
UPDATE settings SET description = 'Language of the program before anybody is signed in'
 WHERE key = 'locale' AND location_id IS NULL;
DELETE FROM settings
 WHERE key IN ('session_retention_days', 'notice_retention_days', 'job_retention_days', 'export_retention_days');
