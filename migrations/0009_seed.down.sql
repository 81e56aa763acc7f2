-- Rows of this migration go with their tables in the migrations before it; what
-- people entered since is theirs.
DELETE FROM settings WHERE location_id IS NULL;
DELETE FROM locations WHERE name = 'Kantor Utama'
    AND NOT EXISTS (SELECT FROM routers) AND NOT EXISTS (SELECT FROM voucher_batches);
