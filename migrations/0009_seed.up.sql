-- What a new database starts with. No account and no password: the first start
-- makes the owner.

INSERT INTO locations (name) VALUES ('Kantor Utama');

INSERT INTO settings (key, value, description) VALUES
    ('company_name', '""', 'Name of the business, printed on every sheet'),
    ('company_address', '""', 'Postal address'),
    ('company_phone', '""', 'Support phone, +62 form'),
    ('company_email', '""', 'E-mail'),
    ('cleanup_interval', '3600', 'Seconds between clean-ups of old rows'),
    ('grace_period_hours', '0', 'Hours after the due date before service is limited'),
    ('invoice_expiry_days', '7', 'Days a payment link stays valid'),
    ('whatsapp_enabled', 'false', 'Whether messages go out by WhatsApp'),
    ('auto_sync_mikrotik', 'true', 'Whether the worker keeps routers in step by itself'),
    ('voucher_router_retention_days', '7', 'Days after which used and expired codes leave the router'),
    ('currency_code', '"IDR"', 'ISO 4217 code'),
    ('timezone', '"Asia/Jakarta"', 'Zone of new places'),
    ('locale', '"id"', 'Language of the program before anybody is signed in');
