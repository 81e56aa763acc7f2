//! The rules of ARCHITECTURE.md, held against the repository itself. Each
//! rule is proved able to fail beside its code in `tests/src`.

use std::process::Command;

use simpul_tests::{Repository, assert_kept, conduct, documents, layers, locales, screens, sql};

fn metadata(repository: &Repository) -> Result<serde_json::Value, Box<dyn std::error::Error>> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version=1", "--no-deps", "--offline"])
        .current_dir(&repository.root)
        .output()?;
    Ok(serde_json::from_slice(&output.stdout)?)
}

#[test]
fn dependencies_point_downwards() {
    let metadata = metadata(&Repository::open()).unwrap();
    assert!(metadata["packages"].as_array().is_some_and(|packages| packages.len() > 10));
    assert_kept("crates know only what is below them", &layers::wrong_dependencies(&metadata));
}

#[test]
fn areas_leave_each_others_stores_alone() {
    let repository = Repository::open();
    assert_kept("an area asks another for operations, never its store", &layers::foreign_stores(&repository.files));
}

#[test]
fn areas_do_not_know_each_other_in_circles() {
    let repository = Repository::open();
    assert_kept("upward needs go through events", &layers::circles(&repository.files));
}

#[test]
fn sql_lives_in_stores() {
    let repository = Repository::open();
    assert_kept("SQL away from home", &sql::away_from_home(&repository.files));
    assert_kept("checked queries outside libraries", &sql::checked_queries_in_tests(&repository.files));
}

#[test]
fn screens_import_downwards() {
    let repository = Repository::open();
    assert!(repository.below("ui/src").count() > 10, "the screens are not there");
    assert_kept("imports of the screens", &screens::wrong_imports(&repository.files));
}

#[test]
fn both_languages_say_the_same() {
    let repository = Repository::open();
    assert!(!locales::texts(&repository.files, locales::DEFAULT).is_empty(), "no texts were found");
    assert_kept("texts", &locales::unequal(&repository.files));
}

#[test]
fn every_error_code_has_its_texts() {
    let repository = Repository::open();
    let contract = repository.below("ui/src/ipc/contract.gen.ts").next();
    let mut codes = contract.map(|file| locales::codes(&file.text)).unwrap_or_default();
    assert!(codes.len() > 10, "the contract lists no codes");
    for code in locales::CODES_OF_SCREENS {
        let raised = repository.below("ui/src").any(|file| file.kind() != "json" && file.text.contains(code));
        assert!(raised, "no screen raises {code}");
        codes.insert((*code).to_owned());
    }
    codes.extend(locales::codes_of_commands(&repository.files));
    assert_kept("codes and texts", &locales::codes_and_texts(&codes, &repository.files));
}

#[test]
fn files_are_short() {
    assert_kept("one purpose per file", &conduct::too_long(&Repository::open().files));
}

#[test]
fn nothing_is_left_undone() {
    assert_kept("unfinished work", &conduct::unfinished(&Repository::open().files));
}

#[test]
fn silenced_warnings_have_reasons() {
    assert_kept("reasons", &conduct::silenced_without_reason(&Repository::open().files));
}

#[test]
fn every_test_is_run() {
    assert_kept("tests left out", &conduct::left_out_tests(&Repository::open().files));
}

#[test]
fn crates_share_the_workspace_rules() {
    assert_kept("manifests", &conduct::outside_the_workspace(&Repository::open().files));
}

#[test]
fn nothing_names_a_machine() {
    assert_kept("machines", &documents::names_of_machines(&Repository::open().files));
}

#[test]
fn pages_that_are_spoken_of_exist() {
    assert_kept("pages", &documents::missing_pages(&Repository::open()));
}
