DROP INDEX vendor_settlements_at_idx;
DROP INDEX vouchers_voided_at_idx;
DROP INDEX vouchers_unsold_at_idx;
DROP INDEX vouchers_ended_at_idx;
DROP INDEX vouchers_first_login_at_idx;
DROP INDEX vouchers_first_printed_at_idx;
