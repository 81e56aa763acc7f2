DELETE FROM settings WHERE key = 'idle_lock_minutes';
DROP INDEX activity_logs_at_idx;
DROP INDEX roles_name_key;
ALTER TABLE roles DROP CONSTRAINT roles_super_admin_whole, DROP CONSTRAINT roles_name_not_blank, DROP COLUMN is_active,
    DROP COLUMN description;
ALTER TABLE sessions DROP COLUMN locked_at;
ALTER TABLE user_sign_ins DROP CONSTRAINT user_sign_ins_pin_failures_range, DROP CONSTRAINT user_sign_ins_pin_hash_format,
    DROP COLUMN pin_failures, DROP COLUMN pin_hash;
ALTER TABLE users DROP COLUMN one_time_until;
