DROP FUNCTION voucher_ids_like(TEXT, INTEGER);
DROP TABLE print_log;
DROP TABLE voucher_events;
DROP TABLE voucher_usage_state;
DROP TABLE voucher_routers;
DROP TABLE vouchers;
DROP TABLE voucher_batches;
DROP TABLE voucher_templates;
DROP TABLE vendors;
