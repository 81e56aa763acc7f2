DROP INDEX print_log_location_idx;
ALTER TABLE print_log DROP COLUMN printer_id;
DROP INDEX printers_sheets_key, printers_slips_key, printers_receipts_key, printers_reports_key;
ALTER TABLE printers DROP CONSTRAINT printers_kind_known;
UPDATE printers SET kind = CASE paper WHEN 'sheet' THEN 'queue' WHEN 'mm80' THEN 'escpos_80' ELSE 'escpos_58' END;
ALTER TABLE printers
    DROP CONSTRAINT printers_paper_known,
    DROP CONSTRAINT printers_code_page_known,
    DROP CONSTRAINT printers_prints_sheets_of_sheets,
    DROP CONSTRAINT printers_target_not_blank,
    DROP CONSTRAINT printers_name_not_blank,
    DROP COLUMN paper,
    DROP COLUMN code_page,
    DROP COLUMN has_cutter,
    DROP COLUMN opens_drawer,
    DROP COLUMN draws_qr,
    DROP COLUMN prints_sheets,
    DROP COLUMN prints_slips,
    DROP COLUMN prints_receipts,
    DROP COLUMN prints_reports,
    ADD CONSTRAINT printers_kind_known CHECK (kind IN ('queue', 'escpos_58', 'escpos_80'));
