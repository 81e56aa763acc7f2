//! Valid inputs of the cash desk and of sales.

use serde_json::{Value, json};

use crate::shop::Shop;

impl Shop {
    /// A drawer of its own.
    async fn new_drawer(&self) -> Value {
        let name = format!("Laci {}", self.next());
        self.test.owner_call("cash_drawer_create", json!({ "location_id": self.here, "name": name })).await
    }

    /// An open shift of the owner, at a drawer of its own.
    pub async fn new_shift(&self) -> Value {
        let drawer = self.new_drawer().await["cash_drawer_id"].clone();
        let input = json!({ "cash_drawer_id": drawer, "float_amount": "200000.00" });
        self.test.owner_call("cash_session_open", input).await["cash_session_id"].clone()
    }

    fn new_key(&self) -> String {
        format!("borang-{}-{}", self.next(), simpul_kernel::ctx::request_id())
    }

    async fn new_sale_input(&self) -> Value {
        self.new_batch().await;
        json!({ "cash_session_id": self.new_shift().await, "lines": [{ "plan_id": self.plan, "quantity": 1, "from": "slip" }],
                "codes": [], "method": "cash", "expected_total": "5000.00", "tendered_amount": "10000.00",
                "idempotency_key": self.new_key() })
    }

    pub async fn valid_cash(&self, operation: &str) -> Option<Value> {
        Some(match operation {
            "cash_drawer_list" => json!({ "location_id": self.here, "include_inactive": true, "page": { "limit": 5 } }),
            "cash_drawer_create" => json!({ "location_id": self.here, "name": format!("Laci {}", self.next()) }),
            "cash_drawer_update" => {
                let drawer = self.new_drawer().await;
                json!({ "cash_drawer_id": drawer["cash_drawer_id"], "version": drawer["version"],
                        "name": format!("Laci {}", self.next()), "is_active": false })
            }
            "cash_drawer_open" => {
                self.printer_of("mm58", &["receipt"]).await;
                let sale = self.new_sale_input().await;
                let shift = sale["cash_session_id"].clone();
                let sold = self.test.owner_call("sale_create", sale).await;
                json!({ "cash_session_id": shift, "document": "sale", "number": sold["row"]["sale_id"] })
            }
            "cash_session_list" => json!({ "location_id": self.here, "open_only": true, "page": { "limit": 5 } }),
            "cash_session_get" => json!({ "cash_session_id": self.new_shift().await }),
            "cash_session_open" => {
                json!({ "cash_drawer_id": self.new_drawer().await["cash_drawer_id"], "float_amount": "150000.00" })
            }
            "cash_session_close" => {
                json!({ "cash_session_id": self.new_shift().await, "counted_amount": "200000.00", "idempotency_key": self.new_key() })
            }
            "cash_session_report" | "cash_session_render" | "cash_session_print" => {
                let shift = self.new_shift().await;
                let count = json!({ "cash_session_id": shift, "counted_amount": "200000.00", "idempotency_key": self.new_key() });
                self.test.owner_call("cash_session_close", count).await;
                match operation {
                    "cash_session_render" => return Some(json!({ "cash_session_id": shift, "paper": "a4" })),
                    "cash_session_print" => self.printer_of("mm80", &["report"]).await,
                    _ => Value::Null,
                };
                json!({ "cash_session_id": shift })
            }
            "cash_session_explain" => {
                let shift = self.new_shift().await;
                let count = json!({ "cash_session_id": shift, "counted_amount": "199000.00", "idempotency_key": self.new_key() });
                self.test.owner_call("cash_session_close", count).await;
                json!({ "cash_session_id": shift, "reason": "salah kembalian" })
            }
            "cash_session_take_over" => {
                let shift = self.new_shift().await;
                let other = self.test.user_ctx("operator", None).await;
                self.shift_to(&other, &shift).await;
                json!({ "cash_session_id": shift, "reason": "lupa ditutup" })
            }
            "cash_pay_in" | "cash_pay_out" => {
                json!({ "cash_session_id": self.new_shift().await, "amount": "25000.00", "reason": "beli pulsa listrik",
                        "idempotency_key": self.new_key() })
            }
            _ => return None,
        })
    }

    /// Makes somebody answer for a shift: some deeds are for that person only.
    pub async fn shift_to(&self, who: &simpul_kernel::Ctx, shift: &Value) {
        let sql = "UPDATE cash_sessions SET user_id = $2 WHERE id = $1";
        let done = sqlx::query(sql).bind(shift.as_i64()).bind(who.user_id().map(|id| id.0));
        done.execute(&mut self.test.db.owner().await).await.expect("a shift changes hands");
    }

    pub async fn valid_sale(&self, operation: &str) -> Option<Value> {
        Some(match operation {
            "sale_create" => self.new_sale_input().await,
            "sale_stock_get" => json!({ "location_id": self.here }),
            "sale_list" => json!({ "location_id": self.here, "page": { "limit": 5 } }),
            "sale_get" | "sale_void" | "sale_refund" | "sale_receipt_render" | "sale_receipt_print" => {
                let input = self.new_sale_input().await;
                let shift = input["cash_session_id"].clone();
                let sale = self.test.owner_call("sale_create", input).await["row"]["sale_id"].clone();
                match operation {
                    "sale_get" => json!({ "sale_id": sale }),
                    "sale_receipt_render" => json!({ "sale_id": sale, "paper": "mm58" }),
                    "sale_receipt_print" => {
                        self.printer_of("mm58", &["receipt"]).await;
                        json!({ "sale_id": sale })
                    }
                    "sale_void" => json!({ "sale_id": sale, "codes": "restock", "reason": "salah paket",
                                           "idempotency_key": self.new_key() }),
                    _ => json!({ "sale_id": sale, "voucher_ids": [], "cash_session_id": shift, "codes": "withdraw",
                                 "reason": "tidak bisa masuk", "idempotency_key": self.new_key() }),
                }
            }
            _ => return None,
        })
    }
}
