DROP INDEX financial_transactions_at_idx;
DROP INDEX financial_transactions_user_idx;
DROP INDEX financial_transactions_account_idx;
DROP INDEX cash_sessions_user_idx;
DROP INDEX sales_user_idx;
DROP INDEX sales_number_idx;
