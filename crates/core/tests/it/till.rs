//! A counter with a drawer: what the tests of the ledger, shifts and sales share.

use serde_json::{Value, json};
use simpul_kernel::{Ctx, Error};

use crate::counter::Counter;

/// A shop with a router that is only a row, a plan for Rp 5.000, and drawers.
pub struct Till {
    pub shop: Counter,
    pub router: i64,
    pub plan: i64,
}

impl Till {
    pub async fn new() -> Self {
        let shop = Counter::new().await;
        let router = shop.router(shop.location, "hEX").await;
        let plan = shop.test.plan("Harian", &[router]).await;
        Self { shop, router, plan }
    }

    pub async fn drawer(&self, name: &str) -> i64 {
        let input = json!({ "location_id": self.shop.location, "name": name });
        self.shop.call("cash_drawer_create", input).await["cash_drawer_id"].as_i64().unwrap()
    }

    /// A shift of the owner at a drawer of its own, with Rp 200.000.
    pub async fn shift(&self, drawer: &str) -> i64 {
        let input = json!({ "cash_drawer_id": self.drawer(drawer).await, "float_amount": "200000.00" });
        self.shop.call("cash_session_open", input).await["cash_session_id"].as_i64().unwrap()
    }

    /// A sale of codes without paper, paid with exactly what it costs.
    pub fn sale(&self, shift: i64, quantity: i64) -> Value {
        let total = format!("{}.00", quantity * 5000);
        json!({ "cash_session_id": shift, "lines": [{ "plan_id": self.plan, "quantity": quantity, "from": "slip" }],
                "codes": [], "method": "cash", "expected_total": total, "tendered_amount": total, "idempotency_key": key() })
    }

    pub async fn sell(&self, shift: i64, quantity: i64) -> Value {
        self.shop.call("sale_create", self.sale(shift, quantity)).await
    }

    pub async fn close(&self, shift: i64, counted: &str) -> Value {
        let input = json!({ "cash_session_id": shift, "counted_amount": counted, "idempotency_key": key() });
        self.shop.call("cash_session_close", input).await
    }

    pub async fn refused_as(&self, who: &Ctx, name: &str, input: Value) -> Error {
        match self.shop.test.call(who, name, input.clone()).await {
            Err(error) => error,
            Ok(answer) => panic!("{name} {input} answers {answer}"),
        }
    }

    /// The kinds of faults the books have, each once.
    pub async fn faults(&self) -> Vec<String> {
        let report = self.shop.call("books_verify", json!({})).await;
        let findings = report["findings"].as_array().unwrap();
        let mut faults: Vec<String> = findings.iter().map(|f| f["fault"].as_str().unwrap().to_owned()).collect();
        faults.sort();
        faults.dedup();
        assert_eq!(report["is_clean"], json!(faults.is_empty()));
        faults
    }

    pub async fn assert_clean(&self) {
        let report = self.shop.call("books_verify", json!({})).await;
        assert_eq!(report["findings"], json!([]), "the books do not agree");
    }
}

/// A key no form has had.
pub fn key() -> String {
    format!("{}{}", simpul_kernel::ctx::request_id(), simpul_kernel::ctx::request_id())
}
