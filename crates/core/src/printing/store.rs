//! Every query of this area.

use simpul_kernel::ids::{CashDrawerId, LocationId, PrinterId};
use simpul_kernel::{Error, Page, Paged, Result};
use sqlx::{FromRow, PgConnection};

use super::error::PrintingError;
use super::types::{PrintTemplate, PrinterCodePage, PrinterKind, PrinterList, PrinterPaper, PrinterSpec, PrinterView};
use crate::db::list::{KeysetRow, List, SortColumn};

#[derive(FromRow)]
struct Row {
    id: i64,
    version: i32,
    location_id: i64,
    name: String,
    kind: PrinterKind,
    target: String,
    paper: PrinterPaper,
    code_page: PrinterCodePage,
    has_cutter: bool,
    opens_drawer: bool,
    draws_qr: bool,
    offset_x_mm: f64,
    offset_y_mm: f64,
    cash_drawer_id: Option<i64>,
    cash_drawer_name: Option<String>,
    prints_sheets: bool,
    prints_slips: bool,
    prints_receipts: bool,
    prints_reports: bool,
    is_active: bool,
}

impl KeysetRow for Row {
    fn key(&self) -> (String, i64) {
        (self.name.clone(), self.id)
    }
}

impl From<Row> for PrinterView {
    fn from(r: Row) -> Self {
        let prints = [
            (r.prints_sheets, PrintTemplate::Sheet),
            (r.prints_slips, PrintTemplate::Slip),
            (r.prints_receipts, PrintTemplate::Receipt),
            (r.prints_reports, PrintTemplate::Report),
        ];
        Self {
            printer_id: PrinterId(r.id),
            version: r.version,
            location_id: LocationId(r.location_id),
            name: r.name,
            kind: r.kind,
            target: r.target,
            paper: r.paper,
            code_page: r.code_page,
            has_cutter: r.has_cutter,
            opens_drawer: r.opens_drawer,
            draws_qr: r.draws_qr,
            offset_x_mm: r.offset_x_mm,
            offset_y_mm: r.offset_y_mm,
            cash_drawer_id: r.cash_drawer_id.map(CashDrawerId),
            cash_drawer_name: r.cash_drawer_name,
            prints: prints.into_iter().filter_map(|(is_chosen, template)| is_chosen.then_some(template)).collect(),
            is_active: r.is_active,
        }
    }
}

const SELECT: &str = "SELECT p.id, p.version, p.location_id, p.name, p.kind, p.target, p.paper, p.code_page, p.has_cutter, \
     p.opens_drawer, p.draws_qr, p.offset_x_mm::FLOAT8 AS offset_x_mm, p.offset_y_mm::FLOAT8 AS offset_y_mm, \
     p.cash_drawer_id, d.name AS cash_drawer_name, p.prints_sheets, p.prints_slips, p.prints_receipts, p.prints_reports, \
     p.is_active FROM printers p LEFT JOIN cash_drawers d ON d.id = p.cash_drawer_id";
const BY_NAME: SortColumn = SortColumn { expression: "p.name", sql_type: "TEXT", id: "p.id" };

pub(super) async fn printer_list(conn: &mut PgConnection, input: &PrinterList) -> Result<Paged<PrinterView>> {
    let mut list = List::new(SELECT);
    list.and("p.location_id =", input.location_id.map(|l| l.0)).and_if(!input.include_inactive, "p.is_active");
    let found: Paged<Row> = list.fetch(conn, BY_NAME, false, &input.page.clone().unwrap_or_default()).await?;
    Ok(Paged { rows: found.rows.into_iter().map(Into::into).collect(), next: found.next })
}

pub(super) async fn printer_get(conn: &mut PgConnection, id: PrinterId) -> Result<Option<PrinterView>> {
    let mut list = List::new(SELECT);
    list.and("p.id =", Some(id.0));
    let found: Paged<Row> = list.fetch(conn, BY_NAME, false, &Page::default()).await?;
    Ok(found.rows.into_iter().next().map(Into::into))
}

/// The printer a drawer has for this, else the place's. Sheets are the place's, wherever their printer stands.
pub(super) async fn printer_chosen(
    conn: &mut PgConnection,
    (location, drawer): (LocationId, Option<CashDrawerId>),
    template: PrintTemplate,
) -> Result<Option<PrinterView>> {
    let column = match template {
        PrintTemplate::Sheet => "p.prints_sheets",
        PrintTemplate::Slip => "p.prints_slips",
        PrintTemplate::Receipt => "p.prints_receipts",
        PrintTemplate::Report => "p.prints_reports",
    };
    let found = of_place(conn, location, column).await?;
    if template == PrintTemplate::Sheet {
        return Ok(found.into_iter().next());
    }
    Ok(nearest(found, drawer))
}

/// The printer by which a drawer is opened: its own, else one of the place, that for slips first.
pub(super) async fn printer_opening(
    conn: &mut PgConnection,
    location: LocationId,
    drawer: CashDrawerId,
) -> Result<Option<PrinterView>> {
    let mut found = of_place(conn, location, "p.opens_drawer AND p.paper <> 'sheet'").await?;
    let order = [PrintTemplate::Slip, PrintTemplate::Receipt, PrintTemplate::Report];
    found.sort_by_key(|printer| order.iter().position(|one| printer.prints.contains(one)).unwrap_or(order.len()));
    Ok(nearest(found, Some(drawer)))
}

async fn of_place(conn: &mut PgConnection, location: LocationId, only: &'static str) -> Result<Vec<PrinterView>> {
    let mut list = List::new(SELECT);
    list.and("p.location_id =", Some(location.0)).and_if(true, "p.is_active").and_if(true, only);
    let found: Paged<Row> = list.fetch(conn, BY_NAME, false, &Page::default()).await?;
    Ok(found.rows.into_iter().map(Into::into).collect())
}

/// The first that stands at the drawer, else the first that stands at none.
fn nearest(mut found: Vec<PrinterView>, drawer: Option<CashDrawerId>) -> Option<PrinterView> {
    let own = drawer.and_then(|id| found.iter().position(|printer| printer.cash_drawer_id == Some(id)));
    let at = own.or_else(|| found.iter().position(|printer| printer.cash_drawer_id.is_none()))?;
    Some(found.swap_remove(at))
}

/// Takes these kinds of paper from the other printers of the drawer or, where it stands at none, of the place.
pub(super) async fn printers_relieve(
    conn: &mut PgConnection,
    location: LocationId,
    except: Option<PrinterId>,
    spec: &PrinterSpec,
) -> Result<()> {
    let of = |template| spec.prints.contains(&template);
    sqlx::query!(
        "UPDATE printers p SET prints_sheets = prints_sheets AND NOT $3, prints_slips = prints_slips AND NOT (s.here AND $4),
                prints_receipts = prints_receipts AND NOT (s.here AND $5), prints_reports = prints_reports AND NOT (s.here AND $6)
           FROM (SELECT id, cash_drawer_id IS NOT DISTINCT FROM $7 AS here FROM printers WHERE location_id = $1) AS s
          WHERE s.id = p.id AND p.id IS DISTINCT FROM $2
            AND (prints_sheets AND $3 OR s.here AND (prints_slips AND $4 OR prints_receipts AND $5 OR prints_reports AND $6))",
        location.0,
        except.map(|id| id.0),
        of(PrintTemplate::Sheet),
        of(PrintTemplate::Slip),
        of(PrintTemplate::Receipt),
        of(PrintTemplate::Report),
        spec.cash_drawer_id.map(|id| id.0)
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What the database refuses, as a person is told.
fn refused(error: sqlx::Error) -> Error {
    let constraint = error.as_database_error().and_then(|cause| cause.constraint());
    match constraint {
        Some("printers_location_id_name_key") => PrintingError::NameTaken.into(),
        Some("printers_cash_drawer_id_fkey") => PrintingError::DrawerUnusable.into(),
        _ => error.into(),
    }
}

pub(super) async fn printer_insert(
    conn: &mut PgConnection,
    location: LocationId,
    spec: &PrinterSpec,
) -> Result<PrinterId> {
    let of = |template| spec.prints.contains(&template);
    sqlx::query_scalar!(
        r#"INSERT INTO printers (location_id, name, kind, target, paper, code_page, has_cutter, opens_drawer, draws_qr,
                                 offset_x_mm, offset_y_mm, prints_sheets, prints_slips, prints_receipts, prints_reports,
                                 cash_drawer_id)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::FLOAT8::NUMERIC, $11::FLOAT8::NUMERIC, $12, $13, $14, $15, $16)
           RETURNING id AS "id: PrinterId""#,
        location.0,
        spec.name,
        spec.kind.as_str(),
        spec.target,
        spec.paper.as_str(),
        spec.code_page.as_str(),
        spec.has_cutter,
        spec.opens_drawer,
        spec.draws_qr,
        spec.offset_x_mm,
        spec.offset_y_mm,
        of(PrintTemplate::Sheet),
        of(PrintTemplate::Slip),
        of(PrintTemplate::Receipt),
        of(PrintTemplate::Report),
        spec.cash_drawer_id.map(|id| id.0)
    )
    .fetch_one(conn)
    .await
    .map_err(refused)
}

/// Whether the row was still at this version. One that is put away prints nothing by itself.
pub(super) async fn printer_update(
    conn: &mut PgConnection,
    (id, version): (PrinterId, i32),
    spec: &PrinterSpec,
    is_active: bool,
) -> Result<bool> {
    let of = |template| is_active && spec.prints.contains(&template);
    let done = sqlx::query!(
        "UPDATE printers SET name = $3, kind = $4, target = $5, paper = $6, code_page = $7, has_cutter = $8,
                opens_drawer = $9, draws_qr = $10, offset_x_mm = $11::FLOAT8::NUMERIC, offset_y_mm = $12::FLOAT8::NUMERIC,
                prints_sheets = $13, prints_slips = $14, prints_receipts = $15, prints_reports = $16, is_active = $17,
                cash_drawer_id = $18
          WHERE id = $1 AND version = $2",
        id.0,
        version,
        spec.name,
        spec.kind.as_str(),
        spec.target,
        spec.paper.as_str(),
        spec.code_page.as_str(),
        spec.has_cutter,
        spec.opens_drawer,
        spec.draws_qr,
        spec.offset_x_mm,
        spec.offset_y_mm,
        of(PrintTemplate::Sheet),
        of(PrintTemplate::Slip),
        of(PrintTemplate::Receipt),
        of(PrintTemplate::Report),
        is_active,
        spec.cash_drawer_id.map(|id| id.0)
    )
    .execute(conn)
    .await
    .map_err(refused)?;
    Ok(done.rows_affected() == 1)
}
