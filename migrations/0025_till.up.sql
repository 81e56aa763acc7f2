-- A code let go of the device it was bound to: the next device that signs in is the one, not the one that still is.
ALTER TABLE vouchers ADD COLUMN mac_released_at TIMESTAMPTZ;
COMMENT ON COLUMN vouchers.mac_released_at IS 'When somebody last let it go of its device; sessions begun before bind it to none.';

-- What the counter sells from stock: codes without paper, in nobody's hands.
CREATE INDEX vouchers_counter_idx ON vouchers (plan_id, location_id)
    WHERE status = 'available' AND sold_at IS NULL AND printed_at IS NULL AND handed_at IS NULL AND vendor_id IS NULL;

-- A colleague at a desk somebody else signed in at: a session of their own that has no token, opens by their PIN, and
-- ends soon when nobody uses it. Meanwhile the desk's own session is locked.
ALTER TABLE sessions ADD COLUMN desk_session_id BIGINT,
    ADD CONSTRAINT sessions_desk_session_id_fkey FOREIGN KEY (desk_session_id) REFERENCES sessions (id) ON DELETE CASCADE,
    ADD CONSTRAINT sessions_desk_session_id_other CHECK (desk_session_id <> id);
CREATE UNIQUE INDEX sessions_desk_session_id_key ON sessions (desk_session_id) WHERE ended_at IS NULL;
