//! Operations of this area.

use super::{
    ActivityList, ActivityRow, InstallationJoin, Me, MePreferencesSet, OwnerCreate, OwnerCreated, RoleRow,
    SessionSignIn, SignedIn, UserCreate, UserList, UserRow, UserUpdate,
};
use crate::app::App;
use crate::system::{Done, Nothing};
use simpul_kernel::Paged;
use simpul_kernel::{Ctx, Error, Result};

/// `owner_create`.
///
/// # Errors
/// Not built yet.
pub async fn owner_create(_app: &App, _ctx: &Ctx, _input: OwnerCreate) -> Result<OwnerCreated> {
    Err(Error::internal("owner_create is not built yet"))
}

/// `session_sign_in`.
///
/// # Errors
/// Not built yet.
pub async fn session_sign_in(_app: &App, _ctx: &Ctx, _input: SessionSignIn) -> Result<SignedIn> {
    Err(Error::internal("session_sign_in is not built yet"))
}

/// `session_sign_out`.
///
/// # Errors
/// Not built yet.
pub async fn session_sign_out(_app: &App, _ctx: &Ctx, _input: Nothing) -> Result<Done> {
    Err(Error::internal("session_sign_out is not built yet"))
}

/// `installation_join`.
///
/// # Errors
/// Not built yet.
pub async fn installation_join(_app: &App, _ctx: &Ctx, _input: InstallationJoin) -> Result<Done> {
    Err(Error::internal("installation_join is not built yet"))
}

/// `me_get`.
///
/// # Errors
/// Not built yet.
pub async fn me_get(_app: &App, _ctx: &Ctx, _input: Nothing) -> Result<Me> {
    Err(Error::internal("me_get is not built yet"))
}

/// `me_preferences_set`.
///
/// # Errors
/// Not built yet.
pub async fn me_preferences_set(_app: &App, _ctx: &Ctx, _input: MePreferencesSet) -> Result<Me> {
    Err(Error::internal("me_preferences_set is not built yet"))
}

/// `user_list`.
///
/// # Errors
/// Not built yet.
pub async fn user_list(_app: &App, _ctx: &Ctx, _input: UserList) -> Result<Paged<UserRow>> {
    Err(Error::internal("user_list is not built yet"))
}

/// `user_create`.
///
/// # Errors
/// Not built yet.
pub async fn user_create(_app: &App, _ctx: &Ctx, _input: UserCreate) -> Result<UserRow> {
    Err(Error::internal("user_create is not built yet"))
}

/// `user_update`.
///
/// # Errors
/// Not built yet.
pub async fn user_update(_app: &App, _ctx: &Ctx, _input: UserUpdate) -> Result<UserRow> {
    Err(Error::internal("user_update is not built yet"))
}

/// `role_list`.
///
/// # Errors
/// Not built yet.
pub async fn role_list(_app: &App, _ctx: &Ctx, _input: Nothing) -> Result<Vec<RoleRow>> {
    Err(Error::internal("role_list is not built yet"))
}

/// `activity_list`.
///
/// # Errors
/// Not built yet.
pub async fn activity_list(_app: &App, _ctx: &Ctx, _input: ActivityList) -> Result<Paged<ActivityRow>> {
    Err(Error::internal("activity_list is not built yet"))
}
