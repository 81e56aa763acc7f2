//! What is printed unless somebody chooses otherwise: for the company, and for places
//! that have paper of their own.

use simpul_kernel::ids::LocationId;
use simpul_kernel::validate::Validator;
use simpul_kernel::{Ctx, Locations, Nothing, Permission, Result};

use super::super::input::{PrintingGet, PrintingSet, SheetSpec};
use super::super::rules;
use super::super::view::PrintingRow;
use crate::app::App;
use crate::db::{Fact, Tx};
use crate::identity::IdentityError;
use crate::identity::facade::location_seen;
use crate::settings::{Printing, printing_own, printing_read, printing_write};

/// Widths of a slip's roll, millimetres.
const SLIPS_MM: &[i32] = &[58, 80];
/// The longest name of a wireless network, bytes (IEEE 802.11).
const SSID_MAX: usize = 32;
/// The longest line of terms, signs: more would not be read on a slip of 58 mm.
const TERMS_MAX: usize = 40;

/// What holds at a place: its own, or the company's.
///
/// # Errors
/// `permission_denied`, `location_not_found`.
pub async fn voucher_printing_get(app: &App, ctx: &Ctx, input: PrintingGet) -> Result<Printing> {
    ctx.require(Permission::VoucherView)?;
    let mut tx = app.db.begin(ctx).await?;
    if let Some(location) = input.location_id {
        seen(&mut tx, location).await?;
    }
    printing_read(&mut tx, input.location_id).await
}

/// The company's, and that of every place the caller sees and that has its own.
///
/// # Errors
/// `permission_denied`.
pub async fn voucher_printing_list(app: &App, ctx: &Ctx, _input: Nothing) -> Result<Vec<PrintingRow>> {
    ctx.require(Permission::SettingsView)?;
    let mut tx = app.db.begin(ctx).await?;
    let mut rows = Vec::new();
    for (location_id, printing) in printing_own(&mut tx).await? {
        let is_seen = match location_id {
            None => true,
            Some(location) => location_seen(&mut tx, location).await?,
        };
        if is_seen {
            rows.push(PrintingRow { location_id, printing });
        }
    }
    Ok(rows)
}

/// Sets what is printed at a place, or for the whole company; without `printing` a place
/// goes by the company's again.
///
/// # Errors
/// `permission_denied`, `all_locations_needed`, `location_not_found`, `input_invalid`.
pub async fn voucher_printing_set(app: &App, ctx: &Ctx, input: PrintingSet) -> Result<Printing> {
    ctx.require(Permission::SettingsEdit)?;
    let mut v = Validator::new();
    let printing = input.printing.map(trimmed);
    if let Some(printing) = &printing {
        let sheet = SheetSpec { preset: printing.preset.clone(), qr: printing.has_qr };
        rules::check_sheet(&mut v, &sheet, "printing.preset");
        v.check(SLIPS_MM.contains(&printing.slip_mm), "printing.slip_mm", "unknown");
        let max = [("max", SSID_MAX.into())];
        v.check_with(printing.ssid.len() <= SSID_MAX, "printing.ssid", "too_long", &max);
        v.check(!printing.ssid.chars().any(char::is_control), "printing.ssid", "bad_format");
        v.length(&printing.terms, 0, TERMS_MAX, "printing.terms");
        v.check(!printing.terms.chars().any(char::is_control), "printing.terms", "bad_format");
    }
    v.check(printing.is_some() || input.location_id.is_some(), "printing", "required");
    v.finish()?;
    let mut tx = app.db.begin(ctx).await?;
    let mut fact = Fact::new("voucher_printing_set");
    match input.location_id {
        Some(location) => {
            seen(&mut tx, location).await?;
            fact = fact.at(location);
        }
        None if ctx.locations() != Locations::All => return Err(IdentityError::AllLocationsNeeded.into()),
        None => {}
    }
    printing_write(&mut tx, input.location_id, printing.as_ref()).await?;
    let now = printing_read(&mut tx, input.location_id).await?;
    fact = fact.detail("preset", &now.preset).detail("slip_mm", now.slip_mm).detail("is_own", printing.is_some());
    tx.record(fact.tag("settings")).await?;
    tx.commit().await?;
    Ok(now)
}

fn trimmed(mut printing: Printing) -> Printing {
    for text in [&mut printing.ssid, &mut printing.terms] {
        *text = text.trim().to_owned();
    }
    printing
}

async fn seen(tx: &mut Tx, location: LocationId) -> Result<()> {
    if location_seen(tx, location).await? { Ok(()) } else { Err(IdentityError::LocationNotFound.into()) }
}
