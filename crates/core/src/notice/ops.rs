//! Operations on one's own notices.

use chrono::NaiveTime;
use simpul_kernel::validate::Validator;
use simpul_kernel::{Ctx, Nothing, Paged, Result};

use super::rules::is_quiet;
use super::store;
use super::types::{NoticeKind, NoticeList, NoticePreference, NoticePreferences, NoticeRead, NoticeRow, NoticeSummary};
use crate::app::App;
use crate::db::Tx;

/// Kinds somebody can get: those about what they may look at.
fn kinds(ctx: &Ctx) -> Vec<NoticeKind> {
    let may = |kind: &NoticeKind| kind.permission().is_none_or(|permission| ctx.require(permission).is_ok());
    NoticeKind::ALL.iter().copied().filter(may).collect()
}

/// One's own notices.
///
/// # Errors
/// `sign_in_required`.
pub async fn notice_list(app: &App, ctx: &Ctx, input: NoticeList) -> Result<Paged<NoticeRow>> {
    let user = ctx.require_user()?;
    let mut tx = app.db.begin(ctx).await?;
    let only = store::Only {
        user,
        kinds: kinds(ctx).into_iter().filter(|kind| input.kind.is_none_or(|only| only == *kind)).collect(),
        unread: input.unread_only.unwrap_or(false),
        open: input.open_only.unwrap_or(false),
        newest_first: input.descending.unwrap_or(true),
    };
    store::list(&mut tx, &only, &input.page.unwrap_or_default()).await
}

/// Numbers for the bell.
///
/// # Errors
/// `sign_in_required`.
pub async fn notice_summary(app: &App, ctx: &Ctx, _input: Nothing) -> Result<NoticeSummary> {
    let user = ctx.require_user()?;
    let mut tx = app.db.begin(ctx).await?;
    store::summary(&mut tx, user, &kinds(ctx)).await
}

/// Marks one's own notices as read.
///
/// # Errors
/// `sign_in_required`.
pub async fn notice_read(app: &App, ctx: &Ctx, input: NoticeRead) -> Result<NoticeSummary> {
    let user = ctx.require_user()?;
    let ids = input.notice_ids.unwrap_or_default();
    let mut tx = app.db.begin(ctx).await?;
    let read = store::read_set(&mut tx, user, &ids, input.up_to, ctx.now).await?;
    let summary = store::summary(&mut tx, user, &kinds(ctx)).await?;
    if read > 0 {
        tx.touch("notice");
    }
    tx.commit().await?;
    Ok(summary)
}

/// Takes what the desk is to show by itself: each notice once, on whichever desk of
/// the person asks first, and none in their quiet hours.
///
/// # Errors
/// `sign_in_required`.
pub async fn notice_take(app: &App, ctx: &Ctx, _input: Nothing) -> Result<Vec<NoticeRow>> {
    let user = ctx.require_user()?;
    let mut tx = app.db.begin(ctx).await?;
    let at = ctx.now.with_timezone(&ctx.zone).time();
    if store::quiet_hours(&mut tx, user).await?.is_some_and(|(from, until)| is_quiet(from, until, at)) {
        return Ok(Vec::new());
    }
    let rows = store::take(&mut tx, user, &kinds(ctx), ctx.now).await?;
    tx.commit().await?;
    Ok(rows)
}

/// How somebody wants to be told.
///
/// # Errors
/// `sign_in_required`.
pub async fn notice_preferences_get(app: &App, ctx: &Ctx, _input: Nothing) -> Result<NoticePreferences> {
    ctx.require_user()?;
    let mut tx = app.db.begin(ctx).await?;
    preferences(&mut tx, ctx).await
}

/// Changes how somebody wants to be told. Kinds not named stay as they are.
///
/// # Errors
/// `sign_in_required`, `input_invalid`.
pub async fn notice_preferences_set(app: &App, ctx: &Ctx, input: NoticePreferences) -> Result<NoticePreferences> {
    let user = ctx.require_user()?;
    let mut v = Validator::new();
    v.check(input.kinds.iter().all(|choice| choice.kind.is_offered()), "kinds", "unknown");
    v.finish()?;
    let hours = quiet_hours(&input)?;
    let mut tx = app.db.begin(ctx).await?;
    for choice in &input.kinds {
        for (channel, is_enabled) in [("program", choice.program), ("system", choice.system)] {
            store::preference_set(&mut tx, user, choice.kind, channel, is_enabled).await?;
        }
    }
    store::quiet_hours_set(&mut tx, user, hours).await?;
    let preferences = preferences(&mut tx, ctx).await?;
    tx.touch("notice_preferences");
    tx.commit().await?;
    Ok(preferences)
}

fn quiet_hours(input: &NoticePreferences) -> Result<Option<(NaiveTime, NaiveTime)>> {
    let mut v = Validator::new();
    v.check(input.kinds.len() <= 100, "kinds", "too_long");
    let mut read = |text: &Option<String>, field: &str| {
        let time = text.as_deref().map(|text| NaiveTime::parse_from_str(text, "%H:%M").ok());
        v.check(time != Some(None), field, "bad_format");
        time.flatten()
    };
    let (from, until) = (read(&input.quiet_from, "quiet_from"), read(&input.quiet_until, "quiet_until"));
    v.check(input.quiet_from.is_some() || input.quiet_until.is_none(), "quiet_from", "required");
    v.check(input.quiet_until.is_some() || input.quiet_from.is_none(), "quiet_until", "required");
    v.finish()?;
    Ok(from.zip(until))
}

async fn preferences(tx: &mut Tx, ctx: &Ctx) -> Result<NoticePreferences> {
    let user = ctx.require_user()?;
    let chosen = store::preferences(tx, user).await?;
    let on = |kind: NoticeKind, channel: &str, usual: bool| {
        let found = chosen.iter().find(|(k, c, _)| k == kind.as_str() && c == channel);
        found.map_or(usual, |(_, _, is_enabled)| *is_enabled)
    };
    let kinds = kinds(ctx).into_iter().filter(|kind| kind.is_offered()).map(|kind| NoticePreference {
        kind,
        program: on(kind, "program", true),
        system: on(kind, "system", kind.is_on_desk()),
    });
    let hours = store::quiet_hours(tx, user).await?;
    let text = |time: NaiveTime| time.format("%H:%M").to_string();
    Ok(NoticePreferences {
        kinds: kinds.collect(),
        quiet_from: hours.map(|(from, _)| text(from)),
        quiet_until: hours.map(|(_, until)| text(until)),
    })
}
