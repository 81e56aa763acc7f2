CREATE INDEX sales_at_idx ON sales (at);
DROP TRIGGER sale_lines_sum_insert ON sale_lines;
DROP TRIGGER sale_lines_sum_update ON sale_lines;
DROP FUNCTION sale_sums_fold();
DROP FUNCTION sale_sums_append();
DROP TABLE sale_sums;
