DROP INDEX sessions_desk_session_id_key;
ALTER TABLE sessions DROP CONSTRAINT sessions_desk_session_id_other, DROP CONSTRAINT sessions_desk_session_id_fkey,
    DROP COLUMN desk_session_id;
DROP INDEX vouchers_counter_idx;
ALTER TABLE vouchers DROP COLUMN mac_released_at;
