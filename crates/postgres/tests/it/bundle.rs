//! The programs: whole, runnable, found.

use std::sync::Mutex;

use simpul_postgres::bundle::{self, Origin};

use crate::support::{Folder, programs};

#[test]
fn every_program_of_the_bundle_runs() {
    let programs = programs();
    programs.check().unwrap();
    assert_eq!(programs.version().to_string(), "18.4");
    assert_eq!(programs.origin(), &Origin::Tools);
}

#[test]
fn several_that_unpack_at_once_get_one_whole_bundle() {
    // From the archives that the shared folder keeps: nothing is fetched twice.
    programs();
    let folder = Folder::new();
    let tools = folder.path().join("tools");
    let downloads = tools.join("downloads");
    std::fs::create_dir_all(&downloads).unwrap();
    let kept = std::fs::read_dir(bundle::default_tools_dir().join("downloads")).unwrap();
    for archive in kept.flatten().map(|entry| entry.path()).filter(|path| path.is_file()) {
        std::fs::copy(&archive, downloads.join(archive.file_name().unwrap())).unwrap();
    }
    // A process killed half-way left this.
    std::fs::create_dir_all(tools.join("postgresql-18.4.half/server")).unwrap();
    std::fs::create_dir_all(tools.join("postgresql-18.4/server")).unwrap();
    let said = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                let programs = bundle::ensure(&tools, &mut |line| said.lock().unwrap().push(line.to_owned())).unwrap();
                assert!(programs.psql().is_file());
            });
        }
    });
    assert_eq!(said.into_inner().unwrap(), ["unpacking PostgreSQL 18.4"], "one unpacked, nobody fetched");
    assert!(!tools.join("postgresql-18.4.half").exists());
}
