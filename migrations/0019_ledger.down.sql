DROP TABLE idempotency_keys;
DROP FUNCTION ledger_hash(financial_transactions);
DROP TABLE financial_transactions;
DROP FUNCTION ledger_append();
DROP TABLE ledger_accounts;
DROP TABLE cash_sessions;
DROP TABLE cash_drawers;
