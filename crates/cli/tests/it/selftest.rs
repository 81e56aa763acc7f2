//! `simpul selftest`: what support asks customers to run.

use std::collections::BTreeSet;
use std::process::Command;

use crate::program::{folder, run, simpul};

/// The texts of every QR of a PDF, each once, read from rasters of 300 dpi, which cut across the sheet's own dots, and
/// of 406, which meet them: as a phone looks twice.
fn qr_texts(pdf: &std::path::Path, folder: &std::path::Path) -> BTreeSet<String> {
    for dpi in ["300", "406"] {
        let page = folder.join(format!("page-{dpi}"));
        let raster = Command::new("pdftoppm").args(["-r", dpi, "-png"]).arg(pdf).arg(page).status();
        assert!(raster.expect("pdftoppm runs").success());
    }
    let mut texts = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        if entry.path().extension().is_some_and(|e| e == "png") {
            let read = Command::new("zbarimg").args(["--quiet", "--raw"]).arg(entry.path()).output();
            let read = read.expect("zbarimg runs");
            texts.extend(String::from_utf8(read.stdout).unwrap().lines().map(str::to_owned));
        }
    }
    texts
}

#[test]
fn thirty_codes_and_their_qr() {
    let out = folder();
    let pdf = out.path().join("sheet.pdf");
    let place = folder();
    let home = place.path().join("shop");
    let answer =
        run(simpul().args(["--json", "--data-dir"]).arg(&home).args(["selftest", "--count", "30", "--pdf"]).arg(&pdf));
    let report = answer.ok().json();
    assert_eq!(report["is_ok"], true);
    let codes: BTreeSet<String> =
        report["codes"].as_array().unwrap().iter().map(|code| code.as_str().unwrap().to_owned()).collect();
    assert_eq!(codes.len(), 30);
    assert!(report["steps"].as_array().unwrap().iter().all(|step| step["is_ok"] == true));

    let texts = qr_texts(&pdf, out.path());
    assert_eq!(texts.len(), 30);
    let scanned: BTreeSet<String> = texts
        .iter()
        .map(|url| {
            let query = url.strip_prefix("http://hotspot.lan/login?").unwrap_or_else(|| panic!("{url}"));
            let field = |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name)).unwrap().to_owned();
            assert_eq!(field("username="), field("password="), "{url}");
            field("username=")
        })
        .collect();
    assert_eq!(scanned, codes);
    assert!(!home.exists(), "it cleans up");
}

#[test]
fn a_shop_is_never_tested_in() {
    let home = folder();
    std::fs::write(home.path().join("wrapping.key"), "x").unwrap();
    let refused = run(simpul().arg("--data-dir").arg(home.path()).arg("selftest"));
    assert_eq!(refused.failure(), "selftest_folder_in_use");
    assert!(home.path().join("wrapping.key").exists());
}

#[test]
fn what_does_not_work_is_named() {
    let mut command = simpul();
    let broken =
        run(command.env("SIMPUL_ROUTEROS_SIM", "/nonexistent/routeros-sim").args(["--lang", "id", "selftest"]));
    assert_eq!(broken.code, 1);
    assert!(broken.out.contains("GAGAL") && broken.out.contains("demo_router_failed"), "{}", broken.out);
    let json = run(simpul().env("SIMPUL_ROUTEROS_SIM", "/nonexistent/sim").args(["--json", "selftest"])).json();
    assert_eq!((&json["is_ok"], &json["error"]["code"]), (&false.into(), &"demo_router_failed".into()));
}
