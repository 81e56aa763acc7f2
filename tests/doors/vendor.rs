//! Valid inputs of vendors.

use serde_json::{Value, json};
use simpul_api::{Kind, table};

use crate::shop::Shop;

impl Shop {
    fn vendor_terms(&self, mode: &str) -> Value {
        json!({ "name": format!("Warung {}", self.next()), "contact_person": "Bu Tini", "phone": "0812-3456-7890",
                "mode": mode, "pricing": "commission_fixed", "commission_amount": "500.00", "commission_bp": 0,
                "prices": [{ "plan_id": self.plan, "price": "4000.00" }] })
    }

    /// A vendor of its own, as its view.
    pub async fn new_vendor(&self, mode: &str) -> Value {
        let input = json!({ "location_id": self.here, "terms": self.vendor_terms(mode) });
        self.test.owner_call("vendor_create", input).await
    }

    /// A whole batch of its own, as it is picked.
    async fn new_pick(&self) -> Value {
        let (batch, _) = self.new_batch().await;
        json!({ "batch_id": batch["batch_id"], "codes": [] })
    }

    fn transfer(&self, vendor: &Value, pick: &Value) -> Value {
        json!({ "vendor_id": vendor, "pick": pick, "expected_quantity": 2, "expected_amount": "9000.00",
                "note": "titip", "idempotency_key": self.vendor_key() })
    }

    fn vendor_key(&self) -> String {
        format!("agen-{}-{}", self.next(), simpul_kernel::ctx::request_id())
    }

    /// A vendor on consignment with a batch in their hands: the vendor, and what was picked.
    pub async fn handed(&self) -> (Value, Value) {
        let vendor = self.new_vendor("consignment").await["row"]["vendor_id"].clone();
        let pick = self.new_pick().await;
        self.test.owner_call("vendor_hand_over", self.transfer(&vendor, &pick)).await;
        (vendor, pick)
    }

    fn paid(&self, vendor: &Value, shift: &Value, amount: &str) -> Value {
        json!({ "vendor_id": vendor, "amount": amount, "method": "cash", "cash_session_id": shift, "note": "setoran",
                "idempotency_key": self.vendor_key() })
    }

    async fn new_reseller(&self) -> Value {
        let roles = self.test.owner_call("role_list", json!({})).await;
        let role = roles.as_array().and_then(|all| all.iter().find(|role| role["code"] == "reseller")).cloned();
        let n = self.next();
        let input = json!({ "name": format!("Agen {n}"), "username": format!("agen-{n}"), "password": "kopi tubruk pagi",
                            "role_id": role.unwrap_or_default()["role_id"], "all_locations": false,
                            "location_ids": [self.here], "phone": null });
        self.test.owner_call("user_create", input).await["user_id"].clone()
    }

    pub async fn valid_vendor(&self, operation: &str) -> Option<Value> {
        Some(match operation {
            "vendor_list" => {
                json!({ "location_id": self.here, "search": "war", "include_inactive": true, "page": { "limit": 5 } })
            }
            "vendor_create" => json!({ "location_id": self.here, "terms": self.vendor_terms("prepaid") }),
            "vendor_get" => json!({ "vendor_id": self.new_vendor("prepaid").await["row"]["vendor_id"] }),
            "vendor_update" => {
                let row = self.new_vendor("prepaid").await["row"].clone();
                json!({ "vendor_id": row["vendor_id"], "version": row["version"], "terms": self.vendor_terms("consignment"),
                        "is_active": false })
            }
            "vendor_people_set" => {
                let vendor = self.new_vendor("prepaid").await["row"]["vendor_id"].clone();
                json!({ "vendor_id": vendor, "user_ids": [self.new_reseller().await] })
            }
            "vendor_transfer_preview" => {
                let vendor = self.new_vendor("consignment").await["row"]["vendor_id"].clone();
                json!({ "vendor_id": vendor, "kind": "hand_over", "pick": self.new_pick().await })
            }
            "vendor_hand_over" => {
                let vendor = self.new_vendor("consignment").await["row"]["vendor_id"].clone();
                self.transfer(&vendor, &self.new_pick().await)
            }
            "vendor_return" => {
                let (vendor, pick) = self.handed().await;
                self.transfer(&vendor, &pick)
            }
            "vendor_transfer_list" => json!({ "location_id": self.here, "kind": "hand_over", "page": { "limit": 5 } }),
            "vendor_stock_list" => {
                json!({ "vendor_id": self.handed().await.0, "in_hand_only": true, "page": { "limit": 5 } })
            }
            "vendor_top_up" | "vendor_pay_out" => {
                let vendor = self.new_vendor("prepaid").await["row"]["vendor_id"].clone();
                let shift = self.new_shift().await;
                if operation == "vendor_pay_out" {
                    let before = self.paid(&vendor, &shift, "50000.00");
                    self.test.owner_call("vendor_top_up", before).await;
                }
                self.paid(&vendor, &shift, "25000.00")
            }
            "vendor_payment_void" => {
                let vendor = self.new_vendor("prepaid").await["row"]["vendor_id"].clone();
                let shift = self.new_shift().await;
                let paid = self.test.owner_call("vendor_top_up", self.paid(&vendor, &shift, "50000.00")).await;
                json!({ "vendor_settlement_id": paid["vendor_settlement_id"], "reason": "salah ketik", "cash_session_id": shift,
                        "idempotency_key": self.vendor_key() })
            }
            "vendor_settlement_preview" => {
                let (vendor, pick) = self.handed().await;
                json!({ "vendor_id": vendor, "sold": [{ "batch_id": pick["batch_id"], "from_number": 1, "to_number": 2 }] })
            }
            "vendor_settlement_create" => {
                let (vendor, pick) = self.handed().await;
                json!({ "vendor_id": vendor, "sold": [{ "batch_id": pick["batch_id"], "from_number": 1, "to_number": 1 }],
                        "expected_quantity": 1, "expected_amount": "4500.00", "paid_amount": "4000.00", "method": "cash",
                        "cash_session_id": self.new_shift().await, "idempotency_key": self.vendor_key() })
            }
            "vendor_settlement_list" => json!({ "location_id": self.here, "page": { "limit": 5 } }),
            "vendor_statement_get" | "vendor_statement_render" => {
                json!({ "vendor_id": self.handed().await.0, "from_on": "2026-01-01", "to_on": "2026-12-31" })
            }
            "reseller_stock_list" | "reseller_transfer_list" | "reseller_settlement_list" => {
                json!({ "page": { "limit": 5 } })
            }
            _ => return None,
        })
    }
}

#[tokio::test]
async fn a_reseller_may_ask_for_nothing_but_their_own() {
    let shop = Shop::new().await;
    let (mine, _) = shop.handed().await;
    shop.handed().await;
    let ctx = shop.test.user_ctx("reseller", Some(&[shop.here])).await;
    let bound = json!({ "vendor_id": mine, "user_ids": [ctx.user_id()] });
    let vendor = shop.test.owner_call("vendor_people_set", bound).await;
    let names: Vec<String> = shop.test.owner_call("vendor_list", json!({})).await["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["name"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(names.len(), 2);
    let foreign: Vec<&String> = names.iter().filter(|name| **name != vendor["row"]["name"]).collect();
    let (mut refused, mut own, mut besides) = (0, 0, Vec::new());
    for operation in table().into_iter().filter(|operation| operation.kind == Kind::Read) {
        match shop.test.call(&ctx, operation.name, json!({})).await {
            Err(error) if error.code() == "permission_denied" => refused += 1,
            Err(_) => {}
            Ok(found) if operation.name.starts_with("reseller_") => {
                own += 1;
                assert!(!found.to_string().contains(foreign[0].as_str()), "{}: {found}", operation.name);
            }
            // What everybody has who is signed in: themselves, their notices, their files.
            Ok(found) => {
                let text = found.to_string();
                for row in [foreign[0].as_str(), "VB-", "Harian", "hEX"] {
                    assert!(!text.contains(row), "{}: {text}", operation.name);
                }
                besides.push(operation.name);
            }
        }
    }
    println!("a reseller reads besides: {besides:?}");
    assert_eq!(own, 4);
    assert!(refused > 40, "only {refused} reads were refused");
}
