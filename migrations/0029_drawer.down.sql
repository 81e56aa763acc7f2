DELETE FROM notices WHERE kind = 'shift_open';
ALTER TABLE notices DROP CONSTRAINT notices_kind_known,
    ADD CONSTRAINT notices_kind_known
        CHECK (kind IN ('router_down', 'stock_low', 'job_dead', 'backup_failed', 'license_near'));

-- Without drawers a place has one printer for each kind of paper again: the place's own, else the first of a drawer.
UPDATE printers p SET prints_slips = false WHERE prints_slips AND EXISTS (SELECT FROM printers o
 WHERE o.location_id = p.location_id AND o.prints_slips AND (o.cash_drawer_id IS NOT NULL, o.id) < (p.cash_drawer_id IS NOT NULL, p.id));
UPDATE printers p SET prints_receipts = false WHERE prints_receipts AND EXISTS (SELECT FROM printers o
 WHERE o.location_id = p.location_id AND o.prints_receipts AND (o.cash_drawer_id IS NOT NULL, o.id) < (p.cash_drawer_id IS NOT NULL, p.id));
UPDATE printers p SET prints_reports = false WHERE prints_reports AND EXISTS (SELECT FROM printers o
 WHERE o.location_id = p.location_id AND o.prints_reports AND (o.cash_drawer_id IS NOT NULL, o.id) < (p.cash_drawer_id IS NOT NULL, p.id));
DROP INDEX printers_slips_key, printers_receipts_key, printers_reports_key;
CREATE UNIQUE INDEX printers_slips_key ON printers (location_id) WHERE prints_slips;
CREATE UNIQUE INDEX printers_receipts_key ON printers (location_id) WHERE prints_receipts;
CREATE UNIQUE INDEX printers_reports_key ON printers (location_id) WHERE prints_reports;
ALTER TABLE printers DROP COLUMN cash_drawer_id;
ALTER TABLE cash_drawers DROP CONSTRAINT cash_drawers_id_location_id_key;
