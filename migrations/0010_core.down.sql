ALTER TABLE voucher_batches DROP COLUMN draft_hash;
ALTER TABLE roles DROP COLUMN permissions_given;
