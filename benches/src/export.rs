//! A whole list as a file: how long beside reading it, how long a part, how much memory.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use simpul_core::worker::registry;

use crate::Options;
use crate::figures::{Outcome, Row, Samples, Section, duration, timed};
use crate::lookups::fill;
use crate::shop::Shop;

/// A file that was written.
struct Written {
    took: Duration,
    rows: i64,
    bytes: i64,
    /// The most memory above what was held before, KiB; `None` where the system does not say.
    memory: Option<i64>,
}

/// Runs the benchmark.
pub async fn run(options: &Options) -> Outcome<Section> {
    let vouchers: u32 = if options.quick { 20_000 } else { 1_000_000 };
    let shop = Shop::open().await?;
    fill(&shop, vouchers).await?;
    // Whatever the first page of anything costs once.
    write(&shop, "csv", &json!({ "filter": { "search": "VC-1" , "status": ["void"] } })).await?;
    let mut rows = Vec::new();
    let (read, ()) = timed(read_all(&shop)).await?;
    let read = Samples::of(vec![read.as_secs_f64()]);
    for format in ["csv", "xlsx"] {
        let tenth = write(&shop, format, &json!({ "filter": { "status": ["used"] } })).await?;
        let whole = write(&shop, format, &json!({ "filter": {} })).await?;
        let took = Samples::of(vec![whole.took.as_secs_f64()]);
        let what = format!("{} rows to {format}, {:.0} MB", whole.rows, whole.bytes as f64 / 1e6);
        rows.push(Row::against(what, &took, "reading them by pages", &read, ""));
        rows.push(Row {
            what: format!("memory above rest, {format}"),
            ours: memory(&whole),
            rival: format!("{} rows", tenth.rows),
            theirs: memory(&tenth),
            ratio: String::new(),
            goal: "as flat as for a tenth".into(),
        });
    }
    shop.close().await?;
    let note = format!(
        "{vouchers} vouchers, every column, by the job as a worker runs it, asked by a person who sees all places; the \
         parts are stored in the database. Reading is the list's operation, 500 rows at a time, its answers thrown away."
    );
    Ok(Section { title: format!("A list of {vouchers} rows as a file"), note, rows })
}

/// Asks for a file and has it written.
async fn write(shop: &Shop, format: &str, input: &Value) -> Outcome<Written> {
    let asked = shop.call("export_create", json!({ "list": "voucher_list", "input": input, "format": format })).await?;
    shop.settle().await?;
    let before = peak_anew();
    let begun = Instant::now();
    simpul_jobs::drain(shop.app().db.pool(), registry(shop.app())).await?;
    let took = begun.elapsed();
    let memory = before.zip(status("VmHWM:")).map(|(before, after)| after - before);
    let files = shop.call("export_list", json!({})).await?;
    let id = &asked["export_id"];
    let done = files.as_array().and_then(|all| all.iter().find(|file| file["export_id"] == *id));
    let done = done.filter(|file| file["state"] == "ready").ok_or_else(|| format!("no file came of it: {files}"))?;
    let number = |field: &str| done[field].as_i64().unwrap_or_default();
    let written = Written { took, rows: number("rows_done"), bytes: number("bytes"), memory };
    shop.call("export_remove", json!({ "export_id": id })).await?;
    Ok(written)
}

async fn read_all(shop: &Shop) -> Outcome<()> {
    let mut after = Value::Null;
    loop {
        let page = json!({ "filter": {}, "page": { "after": after, "limit": 500 } });
        after = shop.call("voucher_list", page).await?["next"].clone();
        if after.is_null() {
            return Ok(());
        }
    }
}

fn memory(written: &Written) -> String {
    let told = written.memory.map_or_else(|| "–".into(), |kib| format!("{:.0} MB", kib as f64 / 1024.0));
    format!("{told} in {}", duration(written.took.as_secs_f64()))
}

/// Forgets the highest memory there was; what is held now, KiB.
fn peak_anew() -> Option<i64> {
    std::fs::write("/proc/self/clear_refs", "5").ok()?;
    status("VmRSS:")
}

fn status(field: &str) -> Option<i64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    text.lines().find_map(|line| line.strip_prefix(field))?.split_whitespace().next()?.parse().ok()
}
