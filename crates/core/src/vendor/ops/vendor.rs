//! Vendors: list, look at, make, change, and who sees one as their own.

use simpul_kernel::error::InputError;
use simpul_kernel::ids::VendorId;
use simpul_kernel::validate::Validator;
use simpul_kernel::{Ctx, Money, Paged, Permission, Result};

use super::super::error::VendorError;
use super::super::input::{VendorCreate, VendorList, VendorPeopleSet, VendorRef, VendorUpdate};
use super::super::rules;
use super::super::store::{person, vendor};
use super::super::view::{VendorRow, VendorView};
use super::held;
use crate::app::App;
use crate::db::{Fact, Tx};
use crate::identity::facade::location_seen;
use crate::plan::PlanError;

/// The most people of one vendor.
const PEOPLE_MAX: usize = 20;

/// Lists vendors, by name.
///
/// # Errors
/// `input_malformed` for a cursor that is none of ours.
pub async fn vendor_list(app: &App, ctx: &Ctx, input: VendorList) -> Result<Paged<VendorRow>> {
    ctx.require(Permission::VendorView)?;
    let mut tx = app.db.begin(ctx).await?;
    vendor::vendor_list(&mut tx, &input).await
}

/// One vendor.
///
/// # Errors
/// `vendor_not_found`.
pub async fn vendor_get(app: &App, ctx: &Ctx, input: VendorRef) -> Result<VendorView> {
    ctx.require(Permission::VendorView)?;
    let mut tx = app.db.begin(ctx).await?;
    view(&mut tx, input.vendor_id).await
}

/// Makes a vendor.
///
/// # Errors
/// `input_invalid`, `vendor_location_unusable`, `vendor_name_taken`, `plan_not_found`.
pub async fn vendor_create(app: &App, ctx: &Ctx, input: VendorCreate) -> Result<VendorView> {
    ctx.require(Permission::VendorEdit)?;
    let terms = rules::terms_valid(input.terms)?;
    let mut tx = app.db.begin(ctx).await?;
    if !location_seen(&mut tx, input.location_id).await? {
        return Err(VendorError::LocationUnusable.into());
    }
    let id = vendor::vendor_insert(&mut tx, input.location_id, &terms).await?;
    if vendor::prices_set(&mut tx, (id, input.location_id), &terms.prices).await? != terms.prices.len() {
        return Err(PlanError::NotFound.into());
    }
    let fact = Fact::new("vendor_create").on("vendor", id.0).at(input.location_id).detail("name", &terms.name);
    let fact = fact.detail("mode", terms.mode).detail("pricing", terms.pricing);
    tx.record(fact.detail("prices", &terms.prices)).await?;
    finish(tx, id).await
}

/// Changes a vendor. What is in their hands keeps its terms. Put away is only who has
/// nothing of ours and owes nothing.
///
/// # Errors
/// As [`vendor_create`], and `vendor_not_found`, `row_changed_meanwhile`, `vendor_not_settled`.
pub async fn vendor_update(app: &App, ctx: &Ctx, input: VendorUpdate) -> Result<VendorView> {
    ctx.require(Permission::VendorEdit)?;
    let terms = rules::terms_valid(input.terms)?;
    let id = input.vendor_id;
    let mut tx = app.db.begin(ctx).await?;
    let held = held(&mut tx, id).await?;
    let row = vendor::vendor_row(&mut tx, id).await?.ok_or(VendorError::NotFound)?;
    let codes = row.in_hand + row.to_settle;
    if held.is_active && !input.is_active && (codes > 0 || row.balance != Money::ZERO) {
        return Err(VendorError::NotSettled { codes, balance: row.balance }.into());
    }
    if !vendor::vendor_update(&mut tx, (id, input.version), &terms, input.is_active).await? {
        return Err(InputError::Stale.into());
    }
    if vendor::prices_set(&mut tx, (id, held.location_id), &terms.prices).await? != terms.prices.len() {
        return Err(PlanError::NotFound.into());
    }
    let fact = Fact::new("vendor_update").on("vendor", id.0).at(held.location_id).detail("name", &terms.name);
    let fact = fact.detail("mode", terms.mode).detail("pricing", terms.pricing).detail("prices", &terms.prices);
    tx.record(fact.detail("is_active", input.is_active)).await?;
    finish(tx, id).await
}

/// Says who looks at a vendor as their own account: people of the role reseller, each
/// of one vendor.
///
/// # Errors
/// `input_invalid`, `vendor_not_found`, `vendor_person_unusable`.
pub async fn vendor_people_set(app: &App, ctx: &Ctx, input: VendorPeopleSet) -> Result<VendorView> {
    ctx.require(Permission::VendorEdit)?;
    let (id, mut users) = (input.vendor_id, input.user_ids);
    users.sort_unstable();
    users.dedup();
    let mut v = Validator::new();
    v.check_with(
        users.len() <= PEOPLE_MAX,
        "user_ids",
        "out_of_range",
        &[("min", 0.into()), ("max", PEOPLE_MAX.into())],
    );
    v.finish()?;
    let mut tx = app.db.begin(ctx).await?;
    let held = held(&mut tx, id).await?;
    let found = person::candidates(&mut tx, (id, held.location_id), &users).await?;
    if let Some(one) = found.iter().find(|one| !one.is_reseller || one.is_bound) {
        return Err(VendorError::PersonUnusable { name: one.name.clone() }.into());
    }
    if found.len() != users.len() {
        return Err(VendorError::PersonUnusable { name: String::new() }.into());
    }
    if person::people_set(&mut tx, (id, held.location_id), &users, ctx.now).await? != users.len() {
        return Err(VendorError::PersonUnusable { name: String::new() }.into());
    }
    let names: Vec<&str> = found.iter().map(|one| one.name.as_str()).collect();
    let fact = Fact::new("vendor_people_set").on("vendor", id.0).at(held.location_id).detail("name", &held.name);
    tx.record(fact.detail("people", names)).await?;
    finish(tx, id).await
}

async fn view(tx: &mut Tx, id: VendorId) -> Result<VendorView> {
    let row = vendor::vendor_row(tx, id).await?.ok_or(VendorError::NotFound)?;
    let contact = vendor::contact(tx, id).await?;
    Ok(VendorView {
        row,
        email: contact.email,
        address: contact.address,
        description: contact.description,
        prices: vendor::prices(tx, id).await?,
        people: person::people(tx, id).await?,
    })
}

async fn finish(mut tx: Tx, id: VendorId) -> Result<VendorView> {
    let view = view(&mut tx, id).await?;
    tx.commit().await?;
    Ok(view)
}
