-- Every number of a report and of the dashboard opens its rows: what happened on some days is read in
-- the order in which it happened, a page at a time.
CREATE INDEX vouchers_first_printed_at_idx ON vouchers (coalesce(was_printed_at, printed_at), id)
    WHERE coalesce(was_printed_at, printed_at) IS NOT NULL;
CREATE INDEX vouchers_first_login_at_idx ON vouchers (first_login_at, id) WHERE first_login_at IS NOT NULL;
CREATE INDEX vouchers_ended_at_idx ON vouchers (ended_at, id) WHERE status IN ('used', 'expired');
-- What ended unsold is little among what ended.
CREATE INDEX vouchers_unsold_at_idx ON vouchers (ended_at, id)
    WHERE status IN ('used', 'expired') AND sold_at IS NULL AND settled_at IS NULL AND vendor_id IS NULL;
CREATE INDEX vouchers_voided_at_idx ON vouchers (voided_at, id) WHERE voided_at IS NOT NULL;
CREATE INDEX vendor_settlements_at_idx ON vendor_settlements (at) WHERE kind = 'settlement';
