-- What was used is told by who had sold the code, from an index alone: no sum knows that, and a period's codes lie anywhere
-- in the table. Every column the question reads is in it, the fence's too.
CREATE INDEX vouchers_used_by_idx ON vouchers (first_login_at) INCLUDE (sold_by, price_sell, location_id, plan_id)
    WHERE sold_by IS NOT NULL AND first_login_at IS NOT NULL;
CREATE INDEX vouchers_ended_by_idx ON vouchers (ended_at) INCLUDE (sold_by, price_sell, location_id, plan_id)
    WHERE sold_by IS NOT NULL AND status IN ('used', 'expired');

-- Jobs of one kind, the newest first, and those that only say that a schedule kept its hour, the oldest first: these come by
-- the thousand a day, and the others are not to be walked over for them.
CREATE INDEX jobs_kind_idx ON jobs (kind, id DESC);
CREATE INDEX jobs_routine_idx ON jobs (finished_at) WHERE slot_at IS NOT NULL AND state = 'completed';

-- Of parts that are not built.
UPDATE settings SET description = description || ' (read by nothing yet)'
 WHERE location_id IS NULL AND key IN ('grace_period_hours', 'invoice_expiry_days', 'whatsapp_enabled');
