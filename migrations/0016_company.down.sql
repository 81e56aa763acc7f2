DELETE FROM settings WHERE key = 'printing';
DROP TABLE company_logos;
