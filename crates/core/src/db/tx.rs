//! A transaction that knows who is acting, and tells one whole truth: rows, the
//! deed's entry and the event that refreshes screens, in one commit.

use std::collections::BTreeSet;
use std::ops::{Deref, DerefMut};

use serde::Serialize;
use serde_json::Value;
use simpul_kernel::ids::LocationId;
use simpul_kernel::{Ctx, Locations, Result, Source};
use sqlx::{PgConnection, PgPool, Postgres, Transaction};

/// Something somebody did, for the log of acts and for screens.
#[derive(Debug, Clone)]
pub struct Fact {
    action: &'static str,
    subject: Option<(&'static str, i64)>,
    location: Option<LocationId>,
    details: Value,
    tags: Vec<String>,
}

impl Fact {
    /// A deed by its operation's name.
    #[must_use]
    pub fn new(action: &'static str) -> Self {
        Self { action, subject: None, location: None, details: Value::Object(serde_json::Map::new()), tags: Vec::new() }
    }

    /// What it was done to. Screens that show this kind of thing refresh.
    #[must_use]
    pub fn on(mut self, kind: &'static str, id: impl Into<i64>) -> Self {
        self.subject = Some((kind, id.into()));
        self.tags.push(kind.to_owned());
        self
    }

    /// Where.
    #[must_use]
    pub fn at(mut self, location: LocationId) -> Self {
        self.location = Some(location);
        self
    }

    /// Facts for the sentence; never secrets.
    #[must_use]
    pub fn detail(mut self, name: &str, value: impl Serialize) -> Self {
        if let Value::Object(map) = &mut self.details {
            map.insert(name.to_owned(), serde_json::to_value(value).unwrap_or(Value::Null));
        }
        self
    }

    /// A further tag whose screens refresh.
    #[must_use]
    pub fn tag(mut self, tag: impl Into<String>) -> Self {
        self.tags.push(tag.into());
        self
    }
}

/// A transaction. Dropped without [`Tx::commit`] it never happened.
#[derive(Debug)]
pub struct Tx {
    inner: Transaction<'static, Postgres>,
    user_id: Option<i64>,
    source: Source,
    request_id: String,
    tags: BTreeSet<String>,
}

impl Tx {
    pub(super) async fn begin(pool: &PgPool, ctx: &Ctx) -> Result<Self> {
        let mut inner = pool.begin().await?;
        let locations = match ctx.locations() {
            Locations::All => "*".to_owned(),
            Locations::Only(ids) => ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(","),
        };
        let user_id = ctx.user_id().map(|id| id.0);
        // Local to the transaction: a session-level setting would leak to the
        // next user of this pooled connection.
        sqlx::query(
            "SELECT set_config('app.user_id', $1, true), set_config('app.location_ids', $2, true), \
             set_config('app.source', $3, true), set_config('app.request_id', $4, true)",
        )
        .bind(user_id.map_or_else(String::new, |id| id.to_string()))
        .bind(locations)
        .bind(ctx.source.as_str())
        .bind(&ctx.request_id)
        .execute(&mut *inner)
        .await?;
        Ok(Self { inner, user_id, source: ctx.source, request_id: ctx.request_id.clone(), tags: BTreeSet::new() })
    }

    /// Writes a deed into the log of acts and remembers its tags for the commit.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn record(&mut self, fact: Fact) -> Result<()> {
        sqlx::query(
            "INSERT INTO activity_logs (user_id, action, subject_kind, subject_id, location_id, source, request_id, details) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(self.user_id)
        .bind(fact.action)
        .bind(fact.subject.map(|(kind, _)| kind))
        .bind(fact.subject.map(|(_, id)| id))
        .bind(fact.location.map(|l| l.0))
        .bind(self.source.as_str())
        .bind(&self.request_id)
        .bind(&fact.details)
        .execute(&mut *self.inner)
        .await?;
        self.tags.insert("activity".to_owned());
        self.tags.extend(fact.tags);
        Ok(())
    }

    /// A tag whose screens refresh when this commits, without an entry in the log
    /// of acts (what machines do often).
    pub fn touch(&mut self, tag: impl Into<String>) {
        self.tags.insert(tag.into());
    }

    /// Commits, and tells every desk which tags changed.
    ///
    /// # Errors
    /// When the database refuses; then nothing happened.
    pub async fn commit(mut self) -> Result<()> {
        if !self.tags.is_empty() {
            let tags: Vec<&str> = self.tags.iter().map(String::as_str).collect();
            simpul_jobs::notify(&mut self.inner, &tags).await.map_err(crate::db::from_jobs)?;
        }
        self.inner.commit().await?;
        Ok(())
    }

    /// Takes everything back now. A transaction that is only dropped is taken back a moment
    /// later, and holds its locks until then. A lost connection has taken it back already.
    pub async fn rollback(self) {
        if let Err(cause) = self.inner.rollback().await {
            tracing::debug!(%cause, "a transaction was taken back with its connection");
        }
    }
}

impl Deref for Tx {
    type Target = PgConnection;
    fn deref(&self) -> &PgConnection {
        &self.inner
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.inner
    }
}
