//! What a decision about one row comes to: commands for the router, values for the
//! books, or a refusal. Pure.

use routeros_api::Resource as _;
use routeros_api::resource::{HotspotUser, HotspotUserProfile};
use routeros_api::value;
use simpul_kernel::CodedError as _;
use simpul_kernel::ids::{DriftId, VoucherId};

use crate::provisioning::error::{CopyError, DriftError};
use crate::provisioning::model::TermsTaken;
use crate::provisioning::props::{Props, command_add, command_remove, command_set};
use crate::provisioning::rules;
use crate::provisioning::store::drift_view::{ItemRow, props};
use crate::provisioning::view::{DriftChoice, DriftItem, DriftKind, DriftStep};

/// What the books take over about one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// A voucher's terms, and how its copy is wished from now on, when otherwise.
    User { terms: TermsTaken, wish: Option<&'static str> },
    /// A plan's devices and speeds.
    Plan { shared_users: i32, kbps: Option<(i32, i32)> },
}

/// The code of why a row is shown.
fn reason(kind: DriftKind) -> &'static str {
    match kind {
        DriftKind::Missing => CopyError::RowMissing,
        DriftKind::Differs => CopyError::RowDiffers,
        DriftKind::Unwanted => CopyError::RowUnwanted,
        DriftKind::Stray => CopyError::RowStray,
        DriftKind::ProfileMissing => CopyError::ProfileMissing,
        DriftKind::ProfileDiffers => CopyError::ProfileDiffers,
    }
    .code()
}

/// An item as screens show it.
pub fn view(row: ItemRow) -> DriftItem {
    let refused = taken(&row).err().map(|why| why.code().to_owned());
    let reason = reason(row.kind);
    row.view(reason, refused)
}

/// What is done about a row, in words.
pub fn step(row: &ItemRow, choice: DriftChoice) -> DriftStep {
    let (commands, book, refused) = match choice {
        DriftChoice::Ignore => (Vec::new(), None, None),
        DriftChoice::Take => match taken(row) {
            Ok(taken) => (Vec::new(), Some(book_line(row, &taken)), None),
            Err(why) => (Vec::new(), None, Some(why)),
        },
        DriftChoice::Push => match push(row) {
            Ok(commands) => (commands, None, None),
            Err(why) => (Vec::new(), None, Some(why)),
        },
        DriftChoice::Remove if row.kind == DriftKind::Stray => {
            let id = row.ros_id.as_deref().unwrap_or_default();
            (vec![command_remove(HotspotUser::MENU, id)], None, None)
        }
        DriftChoice::Remove => (Vec::new(), None, Some(DriftError::RemoveNotStray)),
    };
    DriftStep {
        drift_id: DriftId(row.id),
        name: row.name.clone(),
        kind: row.kind,
        commands,
        book,
        refused: refused.map(|why| why.code().to_owned()),
        held: choice == DriftChoice::Push && row.is_paused == Some(true),
    }
}

/// The commands that bring a row to what is wished.
fn push(row: &ItemRow) -> Result<Vec<String>, DriftError> {
    let id = row.ros_id.as_deref().unwrap_or_default();
    let ours = props(row.ours.as_ref()).unwrap_or_default();
    Ok(vec![match row.kind {
        DriftKind::Missing => command_add(HotspotUser::MENU, &ours),
        DriftKind::Differs => command_set(HotspotUser::MENU, id, &row.fields, &ours),
        DriftKind::Unwanted => command_remove(HotspotUser::MENU, id),
        DriftKind::ProfileMissing => command_add(HotspotUserProfile::MENU, &ours),
        DriftKind::ProfileDiffers => command_set(HotspotUserProfile::MENU, id, &row.fields, &ours),
        DriftKind::Stray => return Err(DriftError::PushStray),
    }])
}

/// What the books take over, where that has a meaning.
pub fn taken(row: &ItemRow) -> Result<Taken, DriftError> {
    let now = props(row.now.as_ref()).unwrap_or_default();
    match row.kind {
        DriftKind::Missing if row.is_live == Some(false) => {
            Ok(Taken::User { terms: terms_none(row), wish: Some("absent") })
        }
        DriftKind::Missing => Err(DriftError::TakeMissing),
        DriftKind::Unwanted => Err(DriftError::TakeUnwanted),
        DriftKind::Stray => Err(DriftError::TakeStray),
        DriftKind::ProfileMissing => Err(DriftError::TakeProfileMissing),
        DriftKind::Differs => user_taken(row, &now),
        DriftKind::ProfileDiffers => plan_taken(row, &now),
    }
}

fn terms_none(row: &ItemRow) -> TermsTaken {
    TermsTaken::of(VoucherId(row.voucher_id.unwrap_or_default()))
}

fn user_taken(row: &ItemRow, now: &Props) -> Result<Taken, DriftError> {
    let (mut terms, mut wish) = (terms_none(row), None);
    let text = |name: &str| now.get(name).map(String::as_str);
    for field in &row.fields {
        match (field.as_str(), text(field)) {
            ("limit-uptime", Some(shown)) => {
                let seconds = value::parse_duration(shown).map(|d| d.as_secs()).ok_or(DriftError::TakeField)?;
                terms.usage_limit_s = Some(i64::try_from(seconds).ok().filter(|s| *s > 0));
            }
            ("limit-bytes-total", Some(shown)) => {
                let bytes = shown.parse::<i64>().map_err(|_| DriftError::TakeField)?;
                terms.data_limit_bytes = Some(Some(bytes).filter(|b| *b > 0));
            }
            ("mac-address", shown) => terms.locked_mac = Some(shown.map(str::to_owned)),
            ("disabled", Some("true")) => wish = Some("disabled"),
            ("disabled", _) => return Err(DriftError::TakeUnwanted),
            _ => return Err(DriftError::TakeField),
        }
    }
    Ok(Taken::User { terms, wish })
}

fn plan_taken(row: &ItemRow, now: &Props) -> Result<Taken, DriftError> {
    if row.fields.iter().any(|field| !matches!(field.as_str(), "shared-users" | "rate-limit")) {
        return Err(DriftError::TakeField);
    }
    let text = |name: &str| now.get(name).map_or("", String::as_str);
    let shared_users = text("shared-users").parse::<i32>().ok().filter(|n| (1..=1000).contains(n));
    let kbps = rules::rate_whole_kbps(text("rate-limit"));
    match (shared_users, kbps) {
        (Some(shared_users), Ok(kbps)) => Ok(Taken::Plan { shared_users, kbps }),
        _ => Err(DriftError::TakeUnreadable),
    }
}

/// What is taken over, for a person to read.
fn book_line(row: &ItemRow, taken: &Taken) -> String {
    let now = props(row.now.as_ref()).unwrap_or_default();
    match taken {
        Taken::User { wish: Some("absent"), .. } => "wish=absent".to_owned(),
        _ => {
            let values = row.fields.iter().map(|name| format!("{name}={}", now.get(name).map_or("", String::as_str)));
            values.collect::<Vec<_>>().join(" ")
        }
    }
}
