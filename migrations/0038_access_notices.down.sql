DROP POLICY notices_to_one_person ON notices;
DELETE FROM notices WHERE user_id IS NOT NULL;
ALTER TABLE notices
    DROP CONSTRAINT notices_user_id_of_access,
    DROP CONSTRAINT notices_kind_known,
    ADD CONSTRAINT notices_kind_known
        CHECK (kind IN ('router_down', 'stock_low', 'job_dead', 'backup_failed', 'license_near', 'shift_open')),
    DROP COLUMN user_id;
