//! From a session token to who is asking: the first thing every door does.

use chrono::TimeDelta;
use simpul_kernel::ids::{LocationId, UserId};
use simpul_kernel::time::DEFAULT_ZONE;
use simpul_kernel::{Actor, Clock, Ctx, Hold, Locale, Locations, Permission, PermissionSet, Result, Secret, Source};

use super::{rules, store};
use crate::db::Db;

/// A use of a session is written at most this often.
const SEEN_STEP: TimeDelta = TimeDelta::minutes(5);
/// That of a session which ends by itself within minutes.
const SEEN_STEP_QUICK: TimeDelta = TimeDelta::minutes(1);

/// What a person at their own desk may do and a colleague at somebody else's may not: a PIN of a few digits
/// is no way to accounts and to the data as a whole.
const NOT_BY_PIN: &[Permission] = &[Permission::UserEdit, Permission::DatabaseManage];

/// The context of a call that came with this token; nobody's when there is none,
/// or when the session has ended. Looking is no use: a page asks by itself, also when
/// nobody sits before it.
///
/// # Errors
/// When the database does not answer.
pub async fn session_ctx(db: &Db, clock: &Clock, source: Source, token: Option<&Secret>) -> Result<Ctx> {
    look(db, clock, source, token, false).await
}

/// The same for what somebody did: the session lives on from now.
///
/// # Errors
/// When the database does not answer.
pub async fn session_used(db: &Db, clock: &Clock, source: Source, token: Option<&Secret>) -> Result<Ctx> {
    look(db, clock, source, token, true).await
}

async fn look(db: &Db, clock: &Clock, source: Source, token: Option<&Secret>, is_use: bool) -> Result<Ctx> {
    if clock.is_doubtful() {
        db.measure_clock().await?;
    }
    let now = clock.now();
    let nobody = Ctx::nobody(source, now);
    let Some(token) = token else { return Ok(nobody) };
    let mut tx = db.begin(&nobody).await?;
    let Some(row) = store::session_find(&mut tx, &rules::session_token_hash(token), now).await? else {
        return Ok(nobody);
    };
    let unused = now - row.seen_at;
    let mut is_locked = row.is_locked;
    if !is_locked && !row.is_quick && source != Source::Cli && unused > SEEN_STEP {
        // The page locks by itself; this is for one that was gone meanwhile.
        let idle = TimeDelta::minutes(crate::settings::idle_lock_minutes(&mut tx).await?.into());
        is_locked = idle > TimeDelta::zero() && unused > idle + SEEN_STEP;
    }
    let step = if row.is_quick { SEEN_STEP_QUICK } else { SEEN_STEP };
    if is_locked && !row.is_locked {
        store::session_lock(&mut tx, row.session_id, now).await?;
        tx.commit().await?;
    } else if is_use && !is_locked && unused > step {
        let until = (now + rules::session_life(row.is_quick), now + rules::SESSION_IDLE);
        store::session_extend(&mut tx, row.session_id, now, until).await?;
        tx.commit().await?;
    }
    let hold = match (is_locked, row.is_one_time) {
        (true, _) => Some(Hold::Locked),
        (false, true) => Some(Hold::OneTimePassword),
        (false, false) => None,
    };
    let session = Some(row.session_id);
    let person = if row.is_quick { of_colleague } else { of_person };
    Ok(Ctx { session, hold, ..person(nobody, row.user_id, row.reach) })
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

/// Somebody at a desk that another person signed in at.
pub(super) fn of_colleague(nobody: Ctx, id: UserId, reach: store::Reach) -> Ctx {
    let mut ctx = of_person(nobody, id, reach);
    if let Actor::User { permissions, .. } = &mut ctx.actor {
        *permissions = permissions.iter().filter(|one| !NOT_BY_PIN.contains(one)).collect();
    }
    ctx
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
