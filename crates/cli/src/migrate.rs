//! `simpul migrate`: the schema, as the role that owns it.

use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::json;
use simpul_core::db::migrate::{self, Step};
use simpul_kernel::time::desk_now;
use simpul_postgres::cluster::{Cluster, Lease, OpenOptions};
use simpul_postgres::dump::{self, Target};
use simpul_postgres::outside::Outside;
use simpul_postgres::{Programs, bundle, roles};
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, PgConnection};

use crate::args::{Global, MigrateAction, MigrateArgs};
use crate::failure::Failure;
use crate::words::Lang;
use crate::{boot, output};

/// The owner's way to the database, and what a dump needs.
struct Owner {
    options: PgConnectOptions,
    programs: Option<Programs>,
    target: Target,
    dumps: PathBuf,
    lease: Option<Lease>,
}

/// Does what is asked.
///
/// # Errors
/// `schema_…`, or what is wrong with the server.
pub async fn run(global: &Global, args: &MigrateArgs, lang: Lang) -> Result<ExitCode, Failure> {
    let owner = owner(global).await?;
    let mut conn = owner.options.connect().await.map_err(simpul_kernel::Error::from)?;
    let outcome = act(&mut conn, &owner, global, args, lang).await;
    // The connection is of no use any more, whatever closing it says.
    let _ = conn.close().await;
    if let Some(lease) = owner.lease {
        lease.close().await?;
    }
    outcome
}

async fn owner(global: &Global) -> Result<Owner, Failure> {
    let data_dir = global.data_dir();
    let dumps = data_dir.path().join("dumps");
    let named = global.owner_url.as_ref().map(|url| Outside::from_url(url.expose())).transpose()?;
    let chosen = boot::outside(global)?.map(|chosen| chosen.owner.unwrap_or(chosen.app));
    if let Some(outside) = named.or(chosen) {
        let programs = tokio::task::spawn_blocking(|| bundle::locate(None)).await.map_err(Failure::internal)?.ok();
        let (options, target) = (outside.connect_options(), outside.target());
        return Ok(Owner { options, programs, target, dumps, lease: None });
    }
    let lease = Cluster::open(data_dir, OpenOptions::new()).await?;
    Ok(Owner {
        options: lease.owner_options(),
        programs: Some(lease.programs().clone()),
        target: lease.dump_target(roles::DATABASE),
        dumps,
        lease: Some(lease),
    })
}

async fn act(
    conn: &mut PgConnection,
    owner: &Owner,
    global: &Global,
    args: &MigrateArgs,
    lang: Lang,
) -> Result<ExitCode, Failure> {
    let progress = |i: usize, n: usize, name: &str| {
        output::progress(format!("{} {i}/{n}: {name}", lang.pick("Migrasi", "Migration")));
    };
    let done = match args.action {
        MigrateAction::Run => json!({ "ran": migrate::run(conn, &progress).await? }),
        MigrateAction::Status => return status(&migrate::status(conn).await?, global, lang),
        MigrateAction::Revert => json!({ "reverted": migrate::revert(conn).await? }),
        MigrateAction::Validate => {
            migrate::validate(conn).await?;
            json!({ "valid": true, "version": migrate::program_version() })
        }
        MigrateAction::Fresh | MigrateAction::Reset => {
            let dumped = reset(conn, owner, args.yes_delete_all_data).await?;
            let ran = if args.action == MigrateAction::Fresh { migrate::run(conn, &progress).await? } else { 0 };
            json!({ "ran": ran, "dump": dumped })
        }
    };
    if global.json {
        output::json(&done);
    } else {
        output::line(format!("{}: {done}", lang.pick("Selesai", "Done")));
    }
    Ok(ExitCode::SUCCESS)
}

/// Drops everything. What people entered goes only when it was said so, and only
/// after it was dumped.
async fn reset(conn: &mut PgConnection, owner: &Owner, and_data: bool) -> Result<Option<PathBuf>, Failure> {
    match migrate::reset(conn, false).await {
        Ok(()) => return Ok(None),
        Err(error) if and_data && error.code() == "schema_has_business_data" => {}
        Err(error) => return Err(error.into()),
    }
    let missing = || Failure::new("postgres_programs_missing", "no pg_dump to write a dump first");
    let programs = owner.programs.as_ref().ok_or_else(missing)?;
    std::fs::create_dir_all(&owner.dumps)
        .map_err(|e| Failure::new("dump_folder_unusable", format!("{}: {e}", owner.dumps.display())))?;
    let file = owner.dumps.join(format!("simpul-{}.dump", desk_now().format("%Y%m%d-%H%M%S")));
    dump::dump(programs, &owner.target, &file).await?;
    migrate::reset(conn, true).await?;
    Ok(Some(file))
}

fn status(steps: &[Step], global: &Global, lang: Lang) -> Result<ExitCode, Failure> {
    if global.json {
        let steps: Vec<_> =
            steps.iter().map(|s| json!({ "version": s.version, "name": s.name, "is_applied": s.is_applied })).collect();
        output::json(&json!({ "migrations": steps }));
        return Ok(ExitCode::SUCCESS);
    }
    for step in steps {
        let state = if step.is_applied { lang.pick("sudah", "applied") } else { lang.pick("belum", "open") };
        output::line(format!("{:>4}  {:<8}  {}", step.version, state, step.name));
    }
    Ok(ExitCode::SUCCESS)
}
