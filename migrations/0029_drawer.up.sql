-- A printer may stand at one drawer: its slips, receipts, reports and pulses are that drawer's, and go before what the
-- place has. Sheets belong to no counter. And a shift that is left open calls for a person.

-- The drawer is of the printer's own place: the database says so, whoever writes.
ALTER TABLE cash_drawers ADD CONSTRAINT cash_drawers_id_location_id_key UNIQUE (id, location_id);
ALTER TABLE printers
    ADD COLUMN cash_drawer_id BIGINT,
    ADD CONSTRAINT printers_cash_drawer_id_fkey
        FOREIGN KEY (cash_drawer_id, location_id) REFERENCES cash_drawers (id, location_id);

-- Each drawer, and the place for those that have none, has one printer for each kind of paper.
DROP INDEX printers_slips_key, printers_receipts_key, printers_reports_key;
CREATE UNIQUE INDEX printers_slips_key ON printers (location_id, cash_drawer_id) NULLS NOT DISTINCT WHERE prints_slips;
CREATE UNIQUE INDEX printers_receipts_key ON printers (location_id, cash_drawer_id) NULLS NOT DISTINCT WHERE prints_receipts;
CREATE UNIQUE INDEX printers_reports_key ON printers (location_id, cash_drawer_id) NULLS NOT DISTINCT WHERE prints_reports;

ALTER TABLE notices DROP CONSTRAINT notices_kind_known,
    ADD CONSTRAINT notices_kind_known
        CHECK (kind IN ('router_down', 'stock_low', 'job_dead', 'backup_failed', 'license_near', 'shift_open'));
