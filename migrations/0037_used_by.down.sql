UPDATE settings SET description = replace(description, ' (read by nothing yet)', '')
 WHERE location_id IS NULL AND key IN ('grace_period_hours', 'invoice_expiry_days', 'whatsapp_enabled');

DROP INDEX jobs_routine_idx;
DROP INDEX jobs_kind_idx;
DROP INDEX vouchers_ended_by_idx;
DROP INDEX vouchers_used_by_idx;
