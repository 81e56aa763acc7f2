//! Valid inputs about printers, and a printer to print on.

use std::io::Read as _;
use std::net::TcpListener;

use serde_json::{Value, json};

use crate::shop::Shop;

/// A printer on this computer that takes everything; its address.
pub fn printer() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a printer listens");
    let address = listener.local_addr().expect("its address").to_string();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let _ = stream.and_then(|mut stream| stream.read_to_end(&mut Vec::new()));
        }
    });
    address
}

impl Shop {
    fn printer_spec(&self, paper: &str, prints: &[&str]) -> Value {
        json!({ "name": format!("Printer {}", self.next()), "kind": "network", "target": printer(), "paper": paper,
                "code_page": "pc437", "has_cutter": true, "opens_drawer": true, "draws_qr": true,
                "offset_x_mm": 1.0, "offset_y_mm": 0.5, "prints": prints })
    }

    fn new_printer_input(&self, paper: &str, prints: &[&str]) -> Value {
        json!({ "location_id": self.here, "printer": self.printer_spec(paper, prints) })
    }

    /// Makes a printer that prints this by itself.
    pub async fn printer_of(&self, paper: &str, prints: &[&str]) -> Value {
        self.test.owner_call("printer_create", self.new_printer_input(paper, prints)).await
    }

    pub async fn valid_printer(&self, operation: &str) -> Option<Value> {
        Some(match operation {
            "printer_list" => json!({ "location_id": self.here, "include_inactive": true, "page": { "limit": 5 } }),
            "printer_create" => self.new_printer_input("mm58", &["slip"]),
            "printer_update" => {
                let made = self.printer_of("mm80", &[]).await;
                json!({ "printer_id": made["printer_id"], "version": made["version"], "is_active": false,
                        "printer": self.printer_spec("mm80", &["report"]) })
            }
            "printer_test" | "printer_ruler_render" => {
                json!({ "printer_id": self.printer_of("mm58", &[]).await["printer_id"] })
            }
            _ => return None,
        })
    }
}
