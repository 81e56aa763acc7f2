-- Printers that are printed to without a dialogue, and what each prints by itself.
--
-- The table is older than its use: until now nothing wrote it.

ALTER TABLE printers DROP CONSTRAINT printers_kind_known;
ALTER TABLE printers
    ADD COLUMN paper          TEXT NOT NULL DEFAULT 'mm58',
    ADD COLUMN code_page      TEXT NOT NULL DEFAULT 'pc437',
    ADD COLUMN has_cutter     BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN opens_drawer   BOOLEAN NOT NULL DEFAULT false,
    -- Whether it draws a QR from its text; else the QR is sent as dots.
    ADD COLUMN draws_qr       BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN prints_sheets   BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN prints_slips    BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN prints_receipts BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN prints_reports  BOOLEAN NOT NULL DEFAULT false;
UPDATE printers SET paper = CASE kind WHEN 'queue' THEN 'sheet' WHEN 'escpos_80' THEN 'mm80' ELSE 'mm58' END,
                    kind = CASE kind WHEN 'queue' THEN 'system' ELSE 'network' END;
ALTER TABLE printers ALTER COLUMN paper DROP DEFAULT;
ALTER TABLE printers
    ADD CONSTRAINT printers_kind_known CHECK (kind IN ('network', 'file', 'system')),
    ADD CONSTRAINT printers_paper_known CHECK (paper IN ('mm58', 'mm80', 'sheet')),
    ADD CONSTRAINT printers_code_page_known CHECK (code_page IN ('pc437', 'pc858', 'wpc1252')),
    ADD CONSTRAINT printers_prints_sheets_of_sheets CHECK (NOT prints_sheets OR paper = 'sheet'),
    ADD CONSTRAINT printers_target_not_blank CHECK (btrim(target) <> ''),
    ADD CONSTRAINT printers_name_not_blank CHECK (btrim(name) <> '');

-- A place has one printer for each kind of paper.
CREATE UNIQUE INDEX printers_sheets_key ON printers (location_id) WHERE prints_sheets;
CREATE UNIQUE INDEX printers_slips_key ON printers (location_id) WHERE prints_slips;
CREATE UNIQUE INDEX printers_receipts_key ON printers (location_id) WHERE prints_receipts;
CREATE UNIQUE INDEX printers_reports_key ON printers (location_id) WHERE prints_reports;

-- Where it went, when a printer was told without a dialogue.
ALTER TABLE print_log
    ADD COLUMN printer_id BIGINT,
    ADD CONSTRAINT print_log_printer_id_fkey FOREIGN KEY (printer_id) REFERENCES printers (id);
CREATE INDEX print_log_location_idx ON print_log (location_id, id DESC);
