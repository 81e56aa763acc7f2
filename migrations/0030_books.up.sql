-- Sales and rows of the ledger are looked up by number, by person and by account.

-- A document's number by its beginning. In byte order: the comparison may then pass by the
-- fence of places into the index, which LIKE may not.
CREATE INDEX sales_number_idx ON sales (document_number COLLATE "C");
CREATE INDEX sales_user_idx ON sales (user_id, id DESC);
CREATE INDEX cash_sessions_user_idx ON cash_sessions (user_id, id DESC);
CREATE INDEX financial_transactions_account_idx ON financial_transactions (account_id, id DESC);
CREATE INDEX financial_transactions_user_idx ON financial_transactions (user_id, id DESC);
CREATE INDEX financial_transactions_at_idx ON financial_transactions (at);
