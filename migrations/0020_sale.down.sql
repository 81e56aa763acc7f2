DROP INDEX vouchers_stock_idx;
DROP TABLE sale_lines;
DROP TABLE sales;
