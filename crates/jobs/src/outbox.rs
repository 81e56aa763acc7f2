use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::error::Result;

/// Above this many bytes the tags are left out and the payload says "anything"
/// (PostgreSQL refuses 8,000).
const LONGEST_PAYLOAD: usize = 4000;

/// Says in the caller's transaction what it changed; call it once, just before
/// commit, with all tags. Screens hear it when, and only if, the transaction
/// commits. Returns the outbox id; 0 when there was nothing to say.
///
/// A tag is a name such as `voucher` or `voucher_batch:12`, never data; it holds
/// neither comma nor blank.
///
/// # Errors
/// The database's.
pub async fn notify(conn: &mut PgConnection, tags: &[impl AsRef<str> + Sync]) -> Result<i64> {
    let mut tags: Vec<String> = tags.iter().map(|tag| tag.as_ref().to_owned()).collect();
    tags.sort_unstable();
    tags.dedup();
    if tags.is_empty() {
        return Ok(0);
    }
    let joined = tags.join(",");
    let told = if joined.len() > LONGEST_PAYLOAD { "*" } else { joined.as_str() };
    let row = sqlx::query!(
        "WITH event AS (INSERT INTO outbox_events (tags) VALUES ($1) RETURNING id)
         SELECT id, pg_notify('simpul_events', id || ':' || $2)::TEXT AS sent FROM event",
        &tags,
        told,
    )
    .fetch_one(conn)
    .await?;
    Ok(row.id)
}

/// What changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tags {
    /// Perhaps anything: refetch all that is shown.
    All,
    /// These.
    Some(Vec<String>),
}

/// A NOTIFY payload on [`crate::EVENTS_CHANNEL`], taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventPayload {
    /// The outbox id; 0 for news that were not stored.
    pub id: i64,
    /// What changed.
    pub tags: Tags,
}

impl EventPayload {
    /// Reads `<id>:<tag>,<tag>` or `<id>:*`; what cannot be read means anything.
    #[must_use]
    pub fn parse(payload: &str) -> Self {
        let Some((id, tags)) = payload.split_once(':') else { return Self { id: 0, tags: Tags::All } };
        let tags = match tags {
            "*" | "" => Tags::All,
            tags => Tags::Some(tags.split(',').map(Into::into).collect()),
        };
        Self { id: id.parse().unwrap_or(0), tags }
    }
}

/// Reads every event exactly once, in order of transactions, for screens that
/// may have missed a NOTIFY.
///
/// It never passes over an event: one is shown only when no older transaction
/// can still commit. A long transaction therefore delays healing; it loses
/// nothing.
#[derive(Debug, Clone)]
pub struct OutboxReader {
    tx: i64,
    id: i64,
}

/// How many events one read takes.
const READ_AT_MOST: i64 = 1000;

/// A stored event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxEvent {
    /// Its id.
    pub id: i64,
    /// What changed.
    pub tags: Vec<String>,
    /// When its transaction began.
    pub at: DateTime<Utc>,
}

impl OutboxReader {
    /// Begins with what is not yet committed.
    ///
    /// # Errors
    /// The database's.
    pub async fn at_end(conn: &mut PgConnection) -> Result<Self> {
        // Events of transactions from here on count as unread, even if some have
        // committed already: one refetch too many, none too few.
        let tx = sqlx::query_scalar!(r#"SELECT pg_snapshot_xmin(pg_current_snapshot())::TEXT::BIGINT AS "tx!""#)
            .fetch_one(conn)
            .await?;
        Ok(Self { tx, id: 0 })
    }

    /// The next events, oldest first, at most 1,000.
    ///
    /// # Errors
    /// The database's; the place is kept.
    pub async fn events(&mut self, conn: &mut PgConnection) -> Result<Vec<OutboxEvent>> {
        let rows = sqlx::query!(
            "SELECT tx, id, tags, at FROM outbox_events
             WHERE (tx, id) > ($1, $2) AND tx < pg_snapshot_xmin(pg_current_snapshot())::TEXT::BIGINT
             ORDER BY tx, id LIMIT $3",
            self.tx,
            self.id,
            READ_AT_MOST,
        )
        .fetch_all(conn)
        .await?;
        if let Some(last) = rows.last() {
            (self.tx, self.id) = (last.tx, last.id);
        }
        Ok(rows.into_iter().map(|row| OutboxEvent { id: row.id, tags: row.tags, at: row.at }).collect())
    }

    /// The tags of everything that happened since the last read, each once.
    ///
    /// # Errors
    /// The database's.
    pub async fn read(&mut self, conn: &mut PgConnection) -> Result<Vec<String>> {
        let mut tags = std::collections::BTreeSet::new();
        loop {
            let events = self.events(conn).await?;
            let is_all = events.len() < usize::try_from(READ_AT_MOST).unwrap_or(usize::MAX);
            tags.extend(events.into_iter().flat_map(|event| event.tags));
            if is_all {
                return Ok(tags.into_iter().collect());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payloads_are_read() {
        let some = |tags: &[&str]| Tags::Some(tags.iter().map(|tag| (*tag).to_owned()).collect());
        for (text, id, tags) in [
            ("7:voucher,voucher_batch:12", 7, some(&["voucher", "voucher_batch:12"])),
            ("7:*", 7, Tags::All),
            ("0:jobs", 0, some(&["jobs"])),
            ("rubbish", 0, Tags::All),
            ("x:voucher", 0, some(&["voucher"])),
        ] {
            assert_eq!(EventPayload::parse(text), EventPayload { id, tags }, "{text}");
        }
    }
}
