//! Operations of this area.

use chrono_tz::Tz;
use simpul_kernel::error::InputError;
use simpul_kernel::validate::{Validator, phone_e164};
use simpul_kernel::{Ctx, Permission, Result};

pub use super::view_ops::*;
use super::{CompanyLogo, CompanyLogoSet, Kept, Settings, logo, store};
use crate::app::App;
use crate::db::Fact;
use simpul_kernel::Nothing;

/// The settings.
///
/// # Errors
/// `permission_denied`.
pub async fn settings_get(app: &App, ctx: &Ctx, _input: Nothing) -> Result<Settings> {
    ctx.require(Permission::SettingsView)?;
    let mut tx = app.db.begin(ctx).await?;
    store::read(&mut tx).await
}

/// Changes the settings.
///
/// # Errors
/// `permission_denied`, `input_invalid`, `row_changed_meanwhile`.
pub async fn settings_update(app: &App, ctx: &Ctx, mut input: Settings) -> Result<Settings> {
    ctx.require(Permission::SettingsEdit)?;
    normalise(&mut input)?;
    let mut tx = app.db.begin(ctx).await?;
    if store::version_hold(&mut tx).await? != input.version {
        return Err(InputError::Stale.into());
    }
    store::write(&mut tx, &input).await?;
    tx.record(Fact::new("settings_update").tag("settings").tag("me")).await?;
    let settings = store::read(&mut tx).await?;
    tx.commit().await?;
    Ok(settings)
}

fn normalise(s: &mut Settings) -> Result<()> {
    let mut v = Validator::new();
    s.company_name = s.company_name.trim().to_owned();
    v.length(&s.company_name, 1, 80, "company_name").length(&s.company_address, 0, 300, "company_address");
    if !s.company_phone.trim().is_empty() {
        let phone = phone_e164(&s.company_phone);
        v.check(phone.is_some(), "company_phone", "bad_format");
        s.company_phone = phone.unwrap_or_default();
    }
    let mail = s.company_email.trim();
    let mail_ok = mail.is_empty()
        || mail.split_once('@').is_some_and(|(a, b)| !a.is_empty() && b.contains('.') && !b.contains('@'));
    v.check(mail_ok, "company_email", "bad_format");
    v.check(
        s.currency_code.len() == 3 && s.currency_code.bytes().all(|b| b.is_ascii_uppercase()),
        "currency_code",
        "bad_format",
    );
    v.check(s.timezone.parse::<Tz>().is_ok(), "timezone", "unknown");
    v.range(s.voucher_router_retention_days, 0, 365, "voucher_router_retention_days");
    for kept in Kept::ALL {
        let (least, most) = kept.limits();
        v.range(s.days_set(kept), least, most, kept.field());
    }
    v.range(s.idle_lock_minutes, 0, 240, "idle_lock_minutes");
    Ok(v.finish()?)
}

/// The company's logo; needs no sign-in, since the sign-in shows it.
///
/// # Errors
/// When the database does not answer.
pub async fn company_logo_get(app: &App, ctx: &Ctx, _input: Nothing) -> Result<CompanyLogo> {
    let mut tx = app.db.begin(ctx).await?;
    logo::shown(&mut tx).await
}

/// Keeps a logo, drawn anew from the file's pixels, in the place of the one there is.
///
/// # Errors
/// `permission_denied`, `logo_unreadable`, `logo_too_large`, `logo_sides`.
pub async fn company_logo_set(app: &App, ctx: &Ctx, input: CompanyLogoSet) -> Result<CompanyLogo> {
    ctx.require(Permission::SettingsEdit)?;
    let kept = logo::drawn(input.content_base64).await?;
    let mut tx = app.db.begin(ctx).await?;
    store::logo_set(&mut tx, &kept).await?;
    let fact = Fact::new("company_logo_set").detail("width", kept.width).detail("height", kept.height);
    tx.record(fact.tag("settings")).await?;
    let shown = logo::shown(&mut tx).await?;
    tx.commit().await?;
    Ok(shown)
}

/// Takes the logo away: sheets carry the program's own mark again.
///
/// # Errors
/// `permission_denied`.
pub async fn company_logo_remove(app: &App, ctx: &Ctx, _input: Nothing) -> Result<CompanyLogo> {
    ctx.require(Permission::SettingsEdit)?;
    let mut tx = app.db.begin(ctx).await?;
    store::logo_remove(&mut tx).await?;
    tx.record(Fact::new("company_logo_remove").tag("settings")).await?;
    tx.commit().await?;
    Ok(CompanyLogo::default())
}
