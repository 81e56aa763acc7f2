-- How long what is over is kept, and the language of paper: both said by a person.

INSERT INTO settings (key, value, description) VALUES
    ('session_retention_days', '365', 'Days for which sign-ins that have ended are kept'),
    ('notice_retention_days', '90', 'Days for which notices that are over are kept'),
    ('job_retention_days', '30', 'Days for which finished jobs and what they met with are kept'),
    ('export_retention_days', '3', 'Days for which files of lists are kept');

UPDATE settings SET description = 'Language of paper, and of the program before anybody is signed in'
 WHERE key = 'locale' AND location_id IS NULL;
UPDATE settings SET description = 'Whether routers are compared whole with this database once a day'
 WHERE key = 'auto_sync_mikrotik' AND location_id IS NULL;
