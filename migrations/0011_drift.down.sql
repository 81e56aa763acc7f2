DROP FUNCTION voucher_codes_known(TEXT[]);
DROP FUNCTION voucher_ids_past(BIGINT);
DROP FUNCTION voucher_ids_top();
DROP FUNCTION database_life();
DROP TABLE voucher_adoptions;
DROP TABLE router_compares;
DROP TABLE drift_items;
DELETE FROM provisioning_tasks WHERE kind IN ('stray', 'adopt');
ALTER TABLE provisioning_tasks DROP CONSTRAINT provisioning_tasks_kind_known;
ALTER TABLE provisioning_tasks
    ADD CONSTRAINT provisioning_tasks_kind_known CHECK (kind IN ('profile', 'user', 'kick'));
