DROP INDEX vouchers_stock_idx;
CREATE INDEX vouchers_stock_idx ON vouchers (plan_id, batch_id, number) WHERE status = 'available' AND sold_at IS NULL;
DROP TABLE vendor_codes;
DROP TABLE vendor_settlements;
DROP TABLE vendor_transfers;
DROP TABLE reseller_accounts;
DROP TABLE vendor_prices;
DROP INDEX vendors_location_idx;
ALTER TABLE vendors
    DROP CONSTRAINT vendors_name_not_blank,
    DROP CONSTRAINT vendors_mode_known,
    DROP CONSTRAINT vendors_pricing_known,
    DROP CONSTRAINT vendors_commission_percent_range,
    DROP CONSTRAINT vendors_commission_amount_not_negative,
    DROP COLUMN mode,
    DROP COLUMN pricing,
    DROP COLUMN commission_percent,
    DROP COLUMN commission_amount;
