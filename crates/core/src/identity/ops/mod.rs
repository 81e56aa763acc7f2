//! Operations on people, what they may do, their sessions, and places.

mod access;
mod lock;
mod me;
mod owner;
mod password;
mod place;
mod quick;
mod role;
mod session;
mod trail;
mod user;

pub use access::{user_password_reset, user_session_list, user_session_revoke, user_unlock};
pub use lock::{session_lock, session_touch, session_unlock};
pub use me::{me_get, me_preferences_set, session_get};
pub use owner::{
    OwnerPasswordReset, installation_join, installation_recovery_renew, owner_create, owner_password_reset,
};
pub use password::{me_password_change, me_pin_set};
pub use place::{location_create, location_list, location_update};
pub use quick::{session_quick_begin, session_quick_end, session_quick_list};
pub use role::{permission_list, role_create, role_deactivate, role_list, role_update};
pub use session::{session_list, session_revoke, session_revoke_others, session_sign_in, session_sign_out};
pub use trail::{activity_list, audit_list};
pub(super) use user::seen;
pub use user::{user_create, user_list, user_update};
