-- Rows of this migration go with their tables in the migrations before it; what
-- people entered since is theirs.
DELETE FROM settings WHERE location_id IS NULL;
DO $$
BEGIN
    DELETE FROM locations WHERE name = 'Kantor Utama';
EXCEPTION WHEN foreign_key_violation THEN
    NULL; -- Something of theirs stands there.
END
$$;
