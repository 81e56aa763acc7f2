//! Operations on saved views.

use simpul_kernel::ids::UserId;
use simpul_kernel::validate::Validator;
use simpul_kernel::{CodedError as _, Ctx, Done, Permission, Result};

use super::store::view::{self as store, NewView, ViewRecord};
use super::views::{
    SavedView, SavedViewCreate, SavedViewError, SavedViewList, SavedViewRef, SavedViewShare, Screen, screen,
};
use crate::app::App;
use crate::db::{Fact, Tx};

/// Views of one list a person may keep: more would not fit a row of tabs.
const MOST: usize = 8;

/// The caller's views of a list, and those shared with everybody.
///
/// # Errors
/// `permission_denied`, `saved_view_screen_unknown`.
pub async fn saved_view_list(app: &App, ctx: &Ctx, input: SavedViewList) -> Result<Vec<SavedView>> {
    let user = ctx.require_user()?;
    let screen = open(ctx, &input.screen)?;
    let mut tx = app.db.begin(ctx).await?;
    let views = store::of_screen(&mut tx, user, screen.name).await?;
    Ok(views.into_iter().map(|record| view(record, user)).collect())
}

/// Keeps what a list's address holds under a name.
///
/// # Errors
/// `permission_denied`, `input_invalid`, `saved_view_screen_unknown`, `saved_view_filter_unknown`,
/// `saved_view_filter_bad`, `saved_view_name_taken`, `saved_view_too_many`.
pub async fn saved_view_create(app: &App, ctx: &Ctx, input: SavedViewCreate) -> Result<SavedView> {
    let user = ctx.require_user()?;
    let screen = open(ctx, &input.screen)?;
    let is_shared = input.is_shared.unwrap_or(false);
    if is_shared {
        ctx.require(Permission::SettingsEdit)?;
    }
    let name = input.name.trim();
    Validator::new().length(name, 1, 40, "name").finish()?;
    screen.check(&input.search)?;
    let mut tx = app.db.begin(ctx).await?;
    let own = store::of_screen(&mut tx, user, screen.name).await?.iter().filter(|view| view.user_id == user).count();
    if own >= MOST {
        return Err(SavedViewError::TooMany { max: i64::try_from(MOST).unwrap_or_default() }.into());
    }
    let id =
        store::insert(&mut tx, &NewView { user, screen: screen.name, name, search: &input.search, is_shared }).await?;
    finish(tx, user, Fact::new("saved_view_create").on("saved_view", id.0).detail("name", name), id).await
}

/// Shares a view of one's own with everybody who opens the list, or takes that back.
///
/// # Errors
/// `permission_denied`, `saved_view_not_found`.
pub async fn saved_view_share(app: &App, ctx: &Ctx, input: SavedViewShare) -> Result<SavedView> {
    let user = ctx.require_user()?;
    let mut tx = app.db.begin(ctx).await?;
    let record = find(&mut tx, ctx, user, SavedViewRef { saved_view_id: input.saved_view_id }).await?;
    if input.is_shared {
        ctx.require(Permission::SettingsEdit)?;
    }
    store::share_set(&mut tx, record.id, input.is_shared).await?;
    let fact = Fact::new("saved_view_share").on("saved_view", record.id.0).detail("name", &record.name);
    finish(tx, user, fact.detail("is_shared", input.is_shared), record.id).await
}

/// Lets go of a view: one's own, or a shared one by who may share.
///
/// # Errors
/// `saved_view_not_found`.
pub async fn saved_view_remove(app: &App, ctx: &Ctx, input: SavedViewRef) -> Result<Done> {
    let user = ctx.require_user()?;
    let mut tx = app.db.begin(ctx).await?;
    let record = find(&mut tx, ctx, user, input).await?;
    store::delete(&mut tx, record.id).await?;
    tx.record(Fact::new("saved_view_remove").on("saved_view", record.id.0).detail("name", &record.name)).await?;
    tx.commit().await?;
    Ok(Done::OK)
}

/// The screen, for who may open it.
fn open(ctx: &Ctx, name: &str) -> Result<&'static Screen> {
    let screen = screen(name)?;
    if let Some(permission) = screen.permission {
        ctx.require(permission)?;
    }
    Ok(screen)
}

/// A view the caller may change: their own, or a shared one when they may share.
async fn find(tx: &mut Tx, ctx: &Ctx, user: UserId, view: SavedViewRef) -> Result<ViewRecord> {
    let found = store::find(tx, view.saved_view_id).await?;
    let may = |record: &ViewRecord| {
        record.user_id == user || (record.is_shared && ctx.require(Permission::SettingsEdit).is_ok())
    };
    Ok(found.filter(may).ok_or(SavedViewError::NotFound)?)
}

async fn finish(mut tx: Tx, user: UserId, fact: Fact, id: simpul_kernel::ids::SavedViewId) -> Result<SavedView> {
    tx.record(fact).await?;
    let record = store::find(&mut tx, id).await?.ok_or(SavedViewError::NotFound)?;
    tx.commit().await?;
    Ok(view(record, user))
}

fn view(record: ViewRecord, user: UserId) -> SavedView {
    let fits = screen(&record.screen).and_then(|screen| screen.check(&record.definition.0));
    SavedView {
        saved_view_id: record.id,
        name: record.name,
        search: record.definition.0,
        is_shared: record.is_shared,
        is_own: record.user_id == user,
        owner_name: record.owner_name,
        problem: fits.err().map(|error| error.code().to_owned()),
    }
}
