//! Rows of `/ip/hotspot/user`: what accounts have used over all sessions.

use std::collections::HashSet;

use routeros_api::resource::HotspotUser;
use routeros_api::{Client, Error, Query, Resource as _, Row, TrapKind, value};
use simpul_kernel::ids::VoucherId;

use crate::provisioning::{self, Note, rules};

/// Names asked for in one command: the router goes through its table once for each.
const NAMES_AT_ONCE: usize = 40;
/// What is read of the whole table.
const USED: &[&str] = &["name", "comment", "uptime", "bytes-in", "bytes-out", "disabled", "email"];
/// What is read of those who came or went.
const WHOLE: &[&str] =
    &["name", "comment", "uptime", "bytes-in", "bytes-out", "disabled", "limit-uptime", "limit-bytes-total", "email"];

/// The row of an account that looks like one of our codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserRow {
    /// The code its comment names.
    pub voucher_id: VoucherId,
    /// Its name.
    pub name: String,
    /// Its comment.
    pub comment: String,
    /// Seconds online over all sessions.
    pub uptime_s: i64,
    /// Bytes from the customer over all sessions.
    pub bytes_in: i64,
    /// Bytes to the customer over all sessions.
    pub bytes_out: i64,
    /// Locked.
    pub is_disabled: bool,
    /// The router's own script locked it, its life being over.
    pub is_ended: bool,
    /// Most seconds online; 0 = no limit.
    pub limit_uptime_s: i64,
    /// Most bytes; 0 = no limit.
    pub limit_bytes: i64,
}

impl UserRow {
    /// Reads a row; `None` when it is none of ours by its comment.
    pub fn of(row: &Row) -> Option<Self> {
        let comment = row.get_str("comment")?;
        let voucher_id = rules::parse_comment(&comment)?.voucher_id;
        let number = |name| row.get_str(name).and_then(|text| value::parse_bytes(&text));
        let span = |name| row.get_str(name).and_then(|text| value::parse_duration(&text)).map(|d| d.as_secs());
        let whole = |n: Option<u64>| i64::try_from(n.unwrap_or(0)).unwrap_or(i64::MAX);
        let is_disabled = row.get_str("disabled").and_then(|text| value::parse_bool(&text)).unwrap_or(false);
        let is_ended = row.get_str("email").is_some_and(|text| provisioning::note_read(&text) == Some(Note::Ended));
        Some(Self {
            voucher_id,
            name: row.get_str("name")?.into_owned(),
            uptime_s: whole(span("uptime")),
            bytes_in: whole(number("bytes-in")),
            bytes_out: whole(number("bytes-out")),
            is_disabled,
            is_ended: is_disabled && is_ended,
            limit_uptime_s: whole(span("limit-uptime")),
            limit_bytes: whole(number("limit-bytes-total")),
            comment: comment.into_owned(),
        })
    }

    /// As much of the row as says whose it is.
    pub fn as_user(&self) -> HotspotUser {
        HotspotUser { name: Some(self.name.clone()), comment: Some(self.comment.clone()), ..HotspotUser::default() }
    }
}

/// The rows of these names.
pub async fn rows_of(client: &Client, names: &[String]) -> Result<Vec<UserRow>, Error> {
    let prints = names.chunks(NAMES_AT_ONCE).map(|chunk| {
        let query = Query::any_of("name", chunk.iter().map(String::as_str));
        client.print(HotspotUser::MENU).proplist(WHOLE).query(query).rows()
    });
    let found = futures::future::try_join_all(prints).await?;
    Ok(found.iter().flatten().filter_map(UserRow::of).collect())
}

/// Every row that was ever used or is in use. The table may have 50,000 rows: those
/// that nobody has used are let go of at once.
pub async fn rows_used(client: &Client, online: &HashSet<String>) -> Result<Vec<UserRow>, Error> {
    let rows = match client.print(HotspotUser::MENU).proplist(USED).rows().await {
        Err(Error::Trap(trap)) if trap.kind == TrapKind::NoSuchCommand => Vec::new(),
        rows => rows?,
    };
    Ok(rows
        .into_iter()
        .filter_map(|row| UserRow::of(&row))
        .filter(|row| row.uptime_s > 0 || online.contains(&row.name))
        .collect())
}
