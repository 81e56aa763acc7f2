//! What the self-test says: each thing it checked, how long it took, and in the end
//! whether all of it works.

use std::path::Path;
use std::time::Instant;

use serde_json::{Value, json};

use crate::failure::Failure;
use crate::output;
use crate::words::Lang;

/// The self-test's report, told as it grows.
#[derive(Debug)]
pub struct Report {
    lang: Lang,
    as_json: bool,
    began: Instant,
    current: Option<(&'static str, &'static str, Instant)>,
    steps: Vec<Value>,
    error: Value,
    /// What was made: codes, batch, sheet.
    pub facts: Value,
}

impl Report {
    /// An empty report.
    pub fn new(lang: Lang, as_json: bool) -> Self {
        let (began, facts) = (Instant::now(), json!({ "codes": [] }));
        Self { lang, as_json, began, current: None, steps: Vec::new(), error: Value::Null, facts }
    }

    /// Begins with a thing; what fails from here on is it.
    pub fn begin(&mut self, id: &'static str, en: &'static str) {
        // A step that failed keeps its name until it is told.
        if self.current.is_none() {
            self.current = Some((id, en, Instant::now()));
        }
    }

    /// It works.
    pub fn done(&mut self, detail: String) {
        self.step(true, detail);
    }

    /// It does not.
    pub fn failed(&mut self, failure: &Failure) {
        self.begin("Persiapan", "Preparation");
        let text = self.lang.error(&failure.code, &failure.params);
        self.error = json!({ "code": failure.code, "params": failure.params, "cause": failure.cause, "text": text });
        self.step(false, failure.code.clone());
        if self.as_json {
            return;
        }
        for line in [text, failure.cause.clone()].into_iter().flatten() {
            output::line(format!("        {line}"));
        }
        let remedy = self.lang.pick(
            "Kirim semua tulisan ini ke bagian bantuan; simpul selftest --keep menyisakan foldernya.",
            "Send all of this text to support; simpul selftest --keep leaves the folder behind.",
        );
        output::line(format!("        → {remedy}"));
    }

    fn step(&mut self, is_ok: bool, detail: String) {
        let Some((id, en, began)) = self.current.take() else { return };
        let took_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        if !self.as_json {
            let mark = if is_ok { "ok" } else { self.lang.pick("GAGAL", "FAILED") };
            output::line(format!("{mark:<6} {took_ms:>6} ms  {:<34} {detail}", self.lang.pick(id, en)));
        }
        self.steps.push(json!({ "check": en, "is_ok": is_ok, "took_ms": took_ms, "detail": detail }));
    }

    /// The last word.
    pub fn finish(self, is_ok: bool, kept: Option<&Path>) {
        let took_ms = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        if self.as_json {
            let mut all = json!({
                "is_ok": is_ok, "version": env!("CARGO_PKG_VERSION"), "took_ms": took_ms, "steps": self.steps,
                "error": self.error, "folder": kept,
            });
            if let (Value::Object(all), Value::Object(facts)) = (&mut all, self.facts) {
                all.extend(facts);
            }
            return output::json(&all);
        }
        let text = if is_ok {
            self.lang.pick("Semua berjalan.", "Everything works.")
        } else {
            self.lang.pick("Ada yang tidak berjalan; lihat di atas.", "Something does not work; see above.")
        };
        output::line(format!("{text} ({took_ms} ms)"));
        if let Some(folder) = kept {
            output::line(folder.display());
        }
    }
}
