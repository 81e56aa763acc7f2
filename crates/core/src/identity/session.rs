//! From a session token to who is asking: the first thing every door does.

use chrono::TimeDelta;
use simpul_kernel::ids::{LocationId, UserId};
use simpul_kernel::time::DEFAULT_ZONE;
use simpul_kernel::{Actor, Clock, Ctx, Hold, Locale, Locations, PermissionSet, Result, Secret, Source};

use super::{rules, store};
use crate::db::Db;

/// A session's last use is written at most this often.
const SEEN_STEP: TimeDelta = TimeDelta::minutes(5);
/// That of a session which ends by itself within minutes.
const SEEN_STEP_QUICK: TimeDelta = TimeDelta::minutes(1);

/// The context of a call that came with this token; nobody's when there is none,
/// or when the session has ended.
///
/// # Errors
/// When the database does not answer.
pub async fn session_ctx(db: &Db, clock: &Clock, source: Source, token: Option<&Secret>) -> Result<Ctx> {
    let now = clock.now();
    let nobody = Ctx::nobody(source, now);
    let Some(token) = token else { return Ok(nobody) };
    let mut tx = db.begin(&nobody).await?;
    let Some(row) = store::session_find(&mut tx, &rules::session_token_hash(token), now).await? else {
        return Ok(nobody);
    };
    let mut is_locked = row.is_locked;
    if row.is_quick {
        if now - row.seen_at > SEEN_STEP_QUICK && !is_locked {
            let until = (now + rules::SESSION_QUICK_IDLE, now + rules::SESSION_IDLE);
            store::quick_extend(&mut tx, row.session_id, now, until).await?;
            tx.commit().await?;
        }
    } else if now - row.seen_at > SEEN_STEP && !is_locked {
        // The page locks by itself; this is for one that was gone meanwhile.
        let idle = TimeDelta::minutes(crate::settings::idle_lock_minutes(&mut tx).await?.into());
        is_locked = source != Source::Cli && idle > TimeDelta::zero() && now - row.seen_at > idle + SEEN_STEP;
        if is_locked {
            store::session_lock(&mut tx, row.session_id, now).await?;
        } else {
            store::session_extend(&mut tx, row.session_id, now, now + rules::SESSION_IDLE).await?;
        }
        tx.commit().await?;
    }
    let hold = match (is_locked, row.is_one_time) {
        (true, _) => Some(Hold::Locked),
        (false, true) => Some(Hold::OneTimePassword),
        (false, false) => None,
    };
    let session = Some(row.session_id);
    Ok(Ctx { session, hold, ..of_person(nobody, row.user_id, row.reach) })
}

/// The context of work done for somebody who is not there: what they may now, at the
/// places they see now. `None`: they may no longer sign in.
///
/// # Errors
/// When the database does not answer.
pub async fn person_ctx(db: &Db, clock: &Clock, source: Source, user: UserId) -> Result<Option<Ctx>> {
    let nobody = Ctx::nobody(source, clock.now());
    let mut tx = db.begin(&nobody).await?;
    let reach = store::person_reach(&mut tx, user).await?;
    Ok(reach.map(|reach| of_person(nobody, user, reach)))
}

pub(super) fn of_person(nobody: Ctx, id: UserId, reach: store::Reach) -> Ctx {
    let permissions = if reach.is_super {
        PermissionSet::all()
    } else {
        PermissionSet::from_names(reach.permissions.iter().map(String::as_str))
    };
    let locations = if reach.has_all_locations {
        Locations::All
    } else {
        Locations::Only(reach.location_ids.into_iter().map(LocationId).collect())
    };
    Ctx {
        actor: Actor::User { id, permissions, locations },
        locale: Locale::parse(&reach.locale),
        zone: reach.time_zone.parse().unwrap_or(DEFAULT_ZONE),
        ..nobody
    }
}
