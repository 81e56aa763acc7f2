//! Operations on people and sessions.

mod me;
mod owner;
mod session;
mod user;

pub use me::{me_get, me_preferences_set};
pub use owner::{OwnerPasswordReset, installation_join, owner_create, owner_password_reset};
pub use session::{session_sign_in, session_sign_out};
pub use user::{activity_list, role_list, user_create, user_list, user_update};
