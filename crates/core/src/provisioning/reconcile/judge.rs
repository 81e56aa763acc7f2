//! How a copy or a profile stands against its wish.

use routeros_api::Resource as _;
use routeros_api::resource::{HotspotUser, HotspotUserProfile};
use simpul_kernel::CodedError as _;

use crate::provisioning::drain::Drain;
use crate::provisioning::error::CopyError;
use crate::provisioning::model::{ProfileWish, UserWish, Wish};
use crate::provisioning::props::{fields_of, profile_props, user_props};
use crate::provisioning::rules;
use crate::provisioning::store::compare::PlanCopy;
use crate::provisioning::store::copy::CopyRow;
use crate::provisioning::store::drift::Found;

/// The code shown for a kind of drift.
pub fn reason(kind: &str) -> &'static str {
    match kind {
        "missing" => CopyError::RowMissing,
        "differs" => CopyError::RowDiffers,
        "unwanted" => CopyError::RowUnwanted,
        "profile_missing" => CopyError::ProfileMissing,
        "profile_differs" => CopyError::ProfileDiffers,
        _ => CopyError::RowStray,
    }
    .code()
}

/// The row of a voucher among those of its name.
pub fn ours<'r>(drain: &Drain<'_>, rows: &'r [HotspotUser], wish: &UserWish) -> Option<&'r HotspotUser> {
    rows.iter().find(|row| rules::is_copy_of(row, wish, &drain.installations))
}

/// What is otherwise than wished about a copy that counts as settled; `None`: nothing.
pub fn user(drain: &Drain<'_>, copy: &CopyRow, wish: &UserWish, rows: &[HotspotUser]) -> Option<Found> {
    // How long a code lives is the router's own note: without one it ends in the morning.
    let wanted = HotspotUser { email: None, ..drain.wanted(wish, copy.wish) };
    let row = ours(drain, rows, wish);
    let (kind, fields) = match (copy.wish, row) {
        (Wish::Absent, None) => return None,
        (Wish::Absent, Some(_)) => ("unwanted", Vec::new()),
        (_, None) => ("missing", Vec::new()),
        (_, Some(row)) => ("differs", fields_of(rules::user_change(row, &wanted)?.arguments())),
    };
    let is_wished = copy.wish != Wish::Absent;
    // The comment stays as whichever installation of ours wrote it.
    let ours = is_wished.then(|| {
        let mut props = user_props(&wanted);
        if let Some(comment) = row.and_then(|row| row.comment.clone()) {
            props.insert("comment".to_owned(), comment);
        }
        props
    });
    Some(Found {
        kind,
        voucher_id: Some(copy.voucher_id),
        plan_id: None,
        name: wish.name.clone(),
        ros_id: row.and_then(|row| row.id.as_ref()).map(ToString::to_string),
        seen: ours.clone(),
        ours,
        now: row.map(user_props),
        fields,
        seen_at: copy.applied_at,
    })
}

/// A row that looks like ours and belongs to no copy.
pub fn stray(row: &HotspotUser) -> Option<Found> {
    Some(Found {
        kind: "stray",
        voucher_id: None,
        plan_id: None,
        name: row.name.clone()?,
        ros_id: Some(row.id.as_ref()?.to_string()),
        ours: None,
        seen: None,
        now: Some(user_props(row)),
        fields: Vec::new(),
        seen_at: None,
    })
}

/// What is otherwise than wished about a settled profile; `None`: nothing.
pub fn profile(copy: &PlanCopy, wish: &ProfileWish, rows: &[HotspotUserProfile]) -> Option<Found> {
    let wanted = rules::profile_row(wish);
    let row = profile_of(copy, wish, rows);
    let (kind, fields) = match row {
        None => ("profile_missing", Vec::new()),
        Some(row) => ("profile_differs", fields_of(rules::profile_change(row, &wanted)?.arguments())),
    };
    let ours = Some(profile_props(&wanted));
    Some(Found {
        kind,
        voucher_id: None,
        plan_id: Some(copy.plan_id),
        name: wish.name.clone(),
        ros_id: row.and_then(|row| row.id.as_ref()).map(ToString::to_string),
        seen: ours.clone(),
        ours,
        now: row.map(profile_props),
        fields,
        seen_at: copy.applied_at,
    })
}

/// The row of a plan's profile: by the id we know, else by name.
pub fn profile_of<'r>(
    copy: &PlanCopy,
    wish: &ProfileWish,
    rows: &'r [HotspotUserProfile],
) -> Option<&'r HotspotUserProfile> {
    let by_id = rows
        .iter()
        .find(|row| copy.ros_id.is_some() && row.id.as_ref().map(|id| id.as_str()) == copy.ros_id.as_deref());
    by_id.or_else(|| rows.iter().find(|row| row.name.as_deref() == Some(wish.name.as_str())))
}
