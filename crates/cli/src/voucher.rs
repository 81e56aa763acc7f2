//! `simpul voucher`: batches without a window.

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use base64::Engine as _;
use serde_json::{Value, json};
use simpul_core::App;
use simpul_core::worker::Worker;

use crate::args::{GenerateArgs, Global, VoucherCommand};
use crate::call::as_machine;
use crate::failure::Failure;
use crate::words::Lang;
use crate::{boot, output};

/// How often the routers are looked at while waiting.
const LOOK: Duration = Duration::from_millis(300);

/// Does what is asked.
///
/// # Errors
/// The operations', by code.
pub async fn run(global: &Global, command: &VoucherCommand, lang: Lang) -> Result<ExitCode, Failure> {
    let VoucherCommand::Generate(args) = command;
    let running = boot::quiet(global, lang).await?;
    let made = generate(&running.app, args, lang).await;
    running.close().await?;
    let made = made?;
    if global.json {
        output::json(&made);
    } else {
        for code in made["codes"].as_array().into_iter().flatten() {
            output::line(code.as_str().unwrap_or_default());
        }
    }
    // Waited for, and not all of it came: whoever runs this from a script must know.
    let late = args.wait && number(&made["pending"]) > 0;
    Ok(if made["failed"].as_i64() == Some(0) && !late { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn generate(app: &App, args: &GenerateArgs, lang: Lang) -> Result<Value, Failure> {
    let plan_id = id_of(app, "plan", &args.plan).await?;
    let mut router_ids = Vec::new();
    for router in &args.routers {
        router_ids.push(id_of(app, "router", router).await?);
    }
    let mode = if args.user_password { "user_password" } else { "code" };
    let draft = json!({
        "plan_id": plan_id, "quantity": args.count, "router_ids": router_ids, "notes": args.notes,
        "code": { "mode": mode, "alphabet": args.alphabet, "length": args.length, "prefix": args.prefix },
        "sheet": { "preset": args.preset, "qr": true },
    });
    let key = format!("cli-{}-{}", simpul_kernel::ctx::request_id(), simpul_kernel::ctx::request_id());
    let mut batch = as_machine(app, "voucher_batch_create", json!({ "draft": draft, "idempotency_key": key })).await?;
    let batch_id = batch["row"]["batch_id"].clone();
    output::progress(format!("{}: {}", lang.pick("Batch", "Batch"), text(&batch["row"]["batch_code"])));
    if let Some(file) = &args.pdf {
        let sheet = as_machine(app, "voucher_sheet_render", json!({ "batch_id": batch_id })).await?;
        document_write(&sheet, file)?;
        output::progress(format!("PDF: {}", file.display()));
    }
    if args.wait {
        batch = on_routers(app, &batch_id, Duration::from_secs(args.timeout), lang).await?;
    }
    let truth = &batch["row"]["truth"];
    let codes = codes(app, &batch_id).await?;
    Ok(json!({
        "batch_id": batch_id, "batch_code": batch["row"]["batch_code"], "codes": codes, "pdf": args.pdf,
        "applied": truth["applied"], "pending": truth["pending"],
        "failed": truth["failed"].as_i64().unwrap_or(0) + truth["drifted"].as_i64().unwrap_or(0),
    }))
}

/// The id of the plan or router that has this name, or else this id.
async fn id_of(app: &App, what: &str, wanted: &str) -> Result<Value, Failure> {
    let id = format!("{what}_id");
    let found = as_machine(app, &format!("{what}_list"), json!({ "name": wanted })).await?;
    let hits = found["rows"].as_array().map(Vec::as_slice).unwrap_or_default();
    match (hits, wanted.parse::<i64>()) {
        ([one], _) => Ok(one[&id].clone()),
        ([], Ok(number)) => Ok(as_machine(app, &format!("{what}_get"), json!({ &id: number })).await?[&id].clone()),
        ([], Err(_)) => Err(Failure::new(&format!("{what}_not_found"), wanted)),
        _ => Err(Failure::new("name_ambiguous", format!("{wanted}: {} of that name; say the id", hits.len()))),
    }
}

/// Works until no copy of the batch is pending, or the time is over.
async fn on_routers(app: &App, batch_id: &Value, patience: Duration, lang: Lang) -> Result<Value, Failure> {
    let worker = Worker::start(app).await?;
    let until = tokio::time::Instant::now() + patience;
    let outcome = async {
        let mut told = -1;
        loop {
            let batch = as_machine(app, "voucher_batch_get", json!({ "batch_id": batch_id })).await?;
            let truth = &batch["row"]["truth"];
            let (applied, pending) = (number(&truth["applied"]), number(&truth["pending"]));
            if applied != told {
                told = applied;
                let on = lang.pick("di router", "on the routers");
                output::progress(format!("{applied}/{} {on}", applied + pending));
            }
            if pending == 0 {
                return Ok(batch);
            }
            if tokio::time::Instant::now() >= until {
                output::progress(lang.pick(
                    "Waktu tunggu habis. Kode sudah dibuat; sisanya dikirim oleh simpul worker atau jendela program.",
                    "The time is over. The codes are made; simpul worker or the program's window brings the rest over.",
                ));
                return Ok(batch);
            }
            tokio::time::sleep(LOOK).await;
        }
    }
    .await;
    worker.shutdown().await?;
    outcome
}

/// Every code of a batch, in the batch's order.
///
/// # Errors
/// The list's.
pub async fn codes(app: &App, batch_id: &Value) -> Result<Vec<String>, Failure> {
    let rows = vouchers(app, batch_id).await?;
    Ok(rows.iter().map(|row| text(&row["code"]).to_owned()).collect())
}

/// Every voucher of a batch.
///
/// # Errors
/// The list's.
pub async fn vouchers(app: &App, batch_id: &Value) -> Result<Vec<Value>, Failure> {
    let (mut all, mut after) = (Vec::new(), Value::Null);
    loop {
        let input = json!({ "filter": { "batch_id": batch_id }, "page": { "limit": 500, "after": after } });
        let page = as_machine(app, "voucher_list", input).await?;
        all.extend(page["rows"].as_array().into_iter().flatten().cloned());
        after = page["next"].clone();
        if after.is_null() {
            return Ok(all);
        }
    }
}

/// Writes a document where it was asked for.
///
/// # Errors
/// `file_not_written`.
pub fn document_write(document: &Value, file: &Path) -> Result<Vec<u8>, Failure> {
    let bytes = base64::engine::general_purpose::STANDARD
        .decode(text(&document["content_base64"]))
        .map_err(Failure::internal)?;
    std::fs::write(file, &bytes).map_err(|e| Failure::new("file_not_written", format!("{}: {e}", file.display())))?;
    Ok(bytes)
}

/// A text of an answer.
pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// A number of an answer.
pub fn number(value: &Value) -> i64 {
    value.as_i64().unwrap_or_default()
}
