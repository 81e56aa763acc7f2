DROP TABLE router_fallbacks;
ALTER TABLE routers DROP COLUMN expiry_fallback;
