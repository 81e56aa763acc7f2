//! Places of business.

use chrono_tz::Tz;
use simpul_kernel::error::InputError;
use simpul_kernel::ids::LocationId;
use simpul_kernel::validate::Validator;
use simpul_kernel::{Ctx, Locations, Nothing, Permission, Result};

use super::super::error::IdentityError;
use super::super::input::{LocationCreate, LocationUpdate};
use super::super::store;
use super::super::view::LocationRow;
use super::user::check_phone;
use crate::app::App;
use crate::db::{Fact, Tx};

/// The places the caller sees.
///
/// # Errors
/// `permission_denied`.
pub async fn location_list(app: &App, ctx: &Ctx, _input: Nothing) -> Result<Vec<LocationRow>> {
    ctx.require(Permission::SettingsView)?;
    let mut tx = app.db.begin(ctx).await?;
    store::location_list(&mut tx, None).await
}

/// Makes a place. Only who sees every place sees the new one.
///
/// # Errors
/// `all_locations_needed`, `location_name_taken`, `input_invalid`.
pub async fn location_create(app: &App, ctx: &Ctx, input: LocationCreate) -> Result<LocationRow> {
    ctx.require(Permission::SettingsEdit)?;
    if ctx.locations() != Locations::All {
        return Err(IdentityError::AllLocationsNeeded.into());
    }
    let address = input.address.unwrap_or_default();
    let phone = check(&input.name, &address, input.phone.as_deref(), &input.time_zone)?;
    let mut tx = app.db.begin(ctx).await?;
    let location = store::LocationWrite {
        name: input.name.trim(),
        address: address.trim(),
        phone: phone.as_deref(),
        time_zone: &input.time_zone,
        is_active: true,
    };
    let id = store::location_insert(&mut tx, &location).await?;
    let fact = Fact::new("location_create").on("location", id.0).at(id).detail("name", location.name);
    tx.record(fact.tag("me")).await?;
    let row = find(&mut tx, id).await?;
    tx.commit().await?;
    Ok(row)
}

/// Changes a place, or takes it out of use.
///
/// # Errors
/// `location_not_found`, `location_name_taken`, `location_last`, `location_in_use`, `location_has_money`,
/// `location_zone_fixed`, `row_changed_meanwhile`, `input_invalid`.
pub async fn location_update(app: &App, ctx: &Ctx, input: LocationUpdate) -> Result<LocationRow> {
    ctx.require(Permission::SettingsEdit)?;
    let mut tx = app.db.begin(ctx).await?;
    // A shift that is being opened there is waited for, and counts; so does a number that is being given.
    if !store::location_take(&mut tx, input.location_id).await? {
        return Err(IdentityError::LocationNotFound.into());
    }
    let before = find(&mut tx, input.location_id).await?;
    let address = input.address.unwrap_or_default();
    let phone = check(&input.name, &address, input.phone.as_deref(), &input.time_zone)?;
    if before.is_zone_fixed && before.time_zone != input.time_zone {
        return Err(IdentityError::LocationZoneFixed.into());
    }
    if before.is_active && !input.is_active {
        if store::other_locations(&mut tx, input.location_id).await? == 0 {
            return Err(IdentityError::LocationLast.into());
        }
        if before.router_count > 0 {
            return Err(IdentityError::LocationInUse { router_count: before.router_count }.into());
        }
        let (shift_count, vendor_count) = store::location_money(&mut tx, input.location_id).await?;
        if shift_count + vendor_count > 0 {
            return Err(IdentityError::LocationHasMoney { shift_count, vendor_count }.into());
        }
    }
    let location = store::LocationWrite {
        name: input.name.trim(),
        address: address.trim(),
        phone: phone.as_deref(),
        time_zone: &input.time_zone,
        is_active: input.is_active,
    };
    if !store::location_update(&mut tx, input.location_id, input.version, &location).await? {
        return Err(InputError::Stale.into());
    }
    let fact = Fact::new("location_update").on("location", input.location_id.0).at(input.location_id);
    tx.record(fact.detail("name", location.name).tag("me")).await?;
    let row = find(&mut tx, input.location_id).await?;
    tx.commit().await?;
    Ok(row)
}

async fn find(tx: &mut Tx, id: LocationId) -> Result<LocationRow> {
    store::location_list(tx, Some(id)).await?.pop().ok_or_else(|| IdentityError::LocationNotFound.into())
}

fn check(name: &str, address: &str, phone: Option<&str>, time_zone: &str) -> Result<Option<String>> {
    let mut v = Validator::new();
    v.length(name, 1, 80, "name").length(address, 0, 300, "address");
    let phone = check_phone(&mut v, phone);
    v.check(time_zone.parse::<Tz>().is_ok(), "time_zone", "unknown");
    v.finish()?;
    Ok(phone)
}
