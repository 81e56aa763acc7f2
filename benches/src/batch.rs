//! Making and storing a voucher batch, against the floor: the same rows of all
//! tables by `COPY`, as their owner, into tables with the same indexes and
//! constraints and the same content.

use std::collections::BTreeMap;

use futures::TryStreamExt as _;
use sqlx::{AssertSqlSafe, PgConnection, Row as _};

use crate::Options;
use crate::figures::{Outcome, Row, Samples, Section, timed};
use crate::shop::Shop;

/// Quantities and how often each is made.
const FULL: &[(usize, usize)] = &[(1_000, 11), (10_000, 5), (100_000, 3)];
const QUICK: &[(usize, usize)] = &[(1_000, 5), (10_000, 2)];

/// Runs the benchmark.
pub async fn run(options: &Options) -> Outcome<Section> {
    let shop = Shop::open().await?;
    let sim = routeros_sim::Sim::builder().user("admin", "secret").start().await?;
    let router = shop.router("hEX", sim.addr()).await?;
    let plan = shop.plan("harian", router).await?;
    let mut floor = Floor::open(&shop).await?;
    let mut rows = Vec::new();
    let mut tables = String::new();
    for (quantity, times) in if options.quick { QUICK } else { FULL } {
        let (mut ours, mut copied) = (Samples::default(), Samples::default());
        // The first of a kind opens connections and plans statements.
        for n in 0..=*times {
            shop.settle().await?;
            let (time, ()) = timed(shop.batch(plan, *quantity)).await?;
            let made = floor.rows_of_last_batch().await?;
            tables = told(&made);
            floor.make_room(&made).await?;
            shop.settle().await?;
            let (least, ()) = timed(floor.copy(&made)).await?;
            if n > 0 {
                ours.push(time);
                copied.push(least);
            }
        }
        let what = format!("{quantity} codes");
        rows.push(Row::against(what, &ours, "COPY of the same rows", &copied, "≤ 2×"));
        if *quantity == 1_000 {
            rows.push(in_a_row(&shop, plan, *quantity, *times).await?);
        }
    }
    drop(floor);
    shop.close().await?;
    let note = format!(
        "`voucher_batch_create` for a plan on one router (codes drawn, checked against all there are, stored; copies and the \
         router's to-do list in the same transaction), as the application's role under row security, with triggers. Floor: \
         every row of every table that transaction left ({tables} in the last), by binary COPY as the tables' owner into \
         tables without triggers or policies but with the same indexes, checks, foreign keys and content, in one \
         transaction. Checkpoint before each sample."
    );
    Ok(Section { title: "Make and store a voucher batch".into(), note, rows })
}

/// Batches one after another, as a shop makes them: no checkpoint just before makes
/// every page that is touched be written whole.
async fn in_a_row(shop: &Shop, plan: i64, quantity: usize, times: usize) -> Outcome<Row> {
    let mut ours = Samples::default();
    for _ in 0..times {
        ours.push(timed(shop.batch(plan, quantity)).await?.0);
    }
    let what = format!("{quantity} codes, no checkpoint just before");
    Ok(Row { what, ours: ours.told(), goal: "< 100 ms".into(), ..Row::default() })
}

/// What one transaction left in a table.
struct Left {
    table: String,
    columns: String,
    count: u64,
    bytes: Vec<u8>,
}

fn told(made: &[Left]) -> String {
    let parts: Vec<String> = made.iter().map(|left| format!("{} {}", left.count, left.table)).collect();
    parts.join(", ")
}

/// Twins of our tables in a schema of their own.
struct Floor {
    superuser: PgConnection,
    owner: PgConnection,
    /// Columns that can be written, by table.
    columns: BTreeMap<String, String>,
}

impl Floor {
    /// Makes a twin of every table.
    async fn open(shop: &Shop) -> Outcome<Self> {
        let (mut superuser, mut owner) = (shop.superuser().await?, shop.table_owner().await?);
        let found = sqlx::query(
            "SELECT c.relname, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) \
             FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
                  AND a.attgenerated = '' \
             WHERE c.relnamespace = 'public'::REGNAMESPACE AND c.relkind IN ('r', 'p') AND NOT c.relispartition GROUP BY 1",
        )
        .fetch_all(&mut superuser)
        .await?;
        let columns: BTreeMap<String, String> = found.iter().map(|row| (row.get(0), row.get(1))).collect();
        execute(&mut superuser, "CREATE SCHEMA floor AUTHORIZATION simpul_owner".into()).await?;
        for (table, columns) in &columns {
            execute(&mut owner, format!("CREATE TABLE floor.{table} (LIKE public.{table} INCLUDING ALL)")).await?;
            execute(
                &mut superuser,
                format!(
                    "INSERT INTO floor.{table} ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM public.{table}"
                ),
            )
            .await?;
        }
        for statement in foreign_keys(&mut superuser).await? {
            execute(&mut owner, statement).await?;
        }
        execute(&mut superuser, "ANALYZE".into()).await?;
        Ok(Self { superuser, owner, columns })
    }

    /// Every row the transaction of the newest batch left, by table.
    async fn rows_of_last_batch(&mut self) -> Outcome<Vec<Left>> {
        let xmin: String = sqlx::query_scalar("SELECT xmin::TEXT FROM voucher_batches ORDER BY id DESC LIMIT 1")
            .fetch_one(&mut self.superuser)
            .await?;
        let mut made = Vec::new();
        for (table, columns) in self.columns.clone() {
            let count: i64 = sqlx::query_scalar(AssertSqlSafe(format!(
                "SELECT count(*) FROM public.{table} WHERE xmin = '{xmin}'::XID"
            )))
            .fetch_one(&mut self.superuser)
            .await?;
            if count > 0 {
                let rows = format!("SELECT {columns} FROM public.{table} WHERE xmin = '{xmin}'::XID");
                let bytes = read(&mut self.superuser, &rows).await?;
                made.push(Left { table, columns, count: count.unsigned_abs(), bytes });
            }
        }
        // Parents before those that refer to them, as the transaction wrote them.
        made.sort_by_key(|left| (!matches!(left.table.as_str(), "voucher_batches" | "jobs"), left.table != "vouchers"));
        Ok(made)
    }

    /// Takes away what the transaction changed rather than added.
    async fn make_room(&mut self, made: &[Left]) -> Outcome<()> {
        for table in made.iter().filter(|left| left.count < 100).map(|left| &left.table) {
            let keys: Vec<String> = sqlx::query_scalar(
                "SELECT quote_ident(a.attname) FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid \
                 AND a.attnum = ANY (i.indkey) WHERE i.indisprimary AND i.indrelid = format('public.%I', $1)::REGCLASS",
            )
            .bind(table)
            .fetch_all(&mut self.superuser)
            .await?;
            let same: Vec<String> = keys.iter().map(|key| format!("old.{key} = new.{key}")).collect();
            if !same.is_empty() {
                let same = same.join(" AND ");
                let last = "(SELECT xmin FROM public.voucher_batches ORDER BY id DESC LIMIT 1)";
                let delete = format!(
                    "DELETE FROM floor.{table} old USING public.{table} new WHERE {same} AND new.xmin = {last}"
                );
                execute(&mut self.superuser, delete).await?;
            }
        }
        Ok(())
    }

    /// Writes the rows in one transaction.
    async fn copy(&mut self, made: &[Left]) -> Outcome<()> {
        execute(&mut self.owner, "BEGIN".into()).await?;
        for left in made {
            let statement = format!("COPY floor.{} ({}) FROM STDIN (FORMAT binary)", left.table, left.columns);
            let mut copy = self.owner.copy_in_raw(&statement).await?;
            copy.send(left.bytes.as_slice()).await?;
            copy.finish().await?;
        }
        execute(&mut self.owner, "COMMIT".into()).await
    }
}

async fn execute(conn: &mut PgConnection, sql: String) -> Outcome<()> {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(conn).await?;
    Ok(())
}

async fn read(conn: &mut PgConnection, rows: &str) -> Outcome<Vec<u8>> {
    let mut stream = conn.copy_out_raw(&format!("COPY ({rows}) TO STDOUT (FORMAT binary)")).await?;
    let mut bytes = Vec::new();
    while let Some(chunk) = stream.try_next().await? {
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// Statements that give the twins the foreign keys of the tables, among themselves.
async fn foreign_keys(conn: &mut PgConnection) -> Outcome<Vec<String>> {
    // With this search path every name in a definition is written out.
    execute(conn, "SET search_path = pg_catalog".into()).await?;
    let found = sqlx::query(
        "SELECT c.relname, k.conname, pg_get_constraintdef(k.oid) FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid \
         WHERE k.contype = 'f' AND k.conparentid = 0 AND c.relnamespace = 'public'::REGNAMESPACE AND NOT c.relispartition",
    )
    .fetch_all(&mut *conn)
    .await?;
    execute(conn, "RESET search_path".into()).await?;
    Ok(found
        .iter()
        .map(|row| {
            let (table, name, definition): (String, String, String) = (row.get(0), row.get(1), row.get(2));
            let definition = definition.replace("public.", "floor.");
            format!("ALTER TABLE floor.{table} ADD CONSTRAINT {name} {definition}")
        })
        .collect())
}
