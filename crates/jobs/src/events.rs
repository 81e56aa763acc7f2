use std::time::Duration;

use sqlx::PgPool;
use sqlx::postgres::{PgListener, PgPoolOptions};
use tokio::time::Instant;

use crate::EVENTS_CHANNEL;
use crate::error::Result;
use crate::outbox::{EventPayload, OutboxReader, Tags};

/// How often the outbox is read where NOTIFY does not reach us.
const POLL: Duration = Duration::from_secs(2);
/// How often it is read where NOTIFY does, to heal what got lost.
const HEAL: Duration = Duration::from_secs(60);

/// What changed in the database, for one process's screens: NOTIFY at once, the
/// outbox for whatever NOTIFY lost. Holds one connection to listen on.
#[derive(Debug)]
pub struct Events {
    pool: PgPool,
    listener: Option<PgListener>,
    reader: OutboxReader,
    /// NOTIFY was heard since the last reading of the outbox.
    has_heard: bool,
    /// NOTIFY has proven itself: what the outbox held had been heard before.
    is_listening: bool,
    read_next: Instant,
    heal: Duration,
}

impl Events {
    /// Begins to listen.
    ///
    /// # Errors
    /// The database's. That LISTEN is refused is no error: then it polls.
    pub async fn start(pool: &PgPool) -> Result<Self> {
        let own = PgPoolOptions::new().max_connections(1).connect_lazy_with((*pool.connect_options()).clone());
        let listener = match PgListener::connect_with(&own).await {
            Ok(mut listener) => listener.listen(EVENTS_CHANNEL).await.is_ok().then_some(listener),
            Err(error) => {
                tracing::warn!(%error, "LISTEN failed; reading the outbox every {POLL:?}");
                None
            }
        };
        let mut conn = pool.acquire().await?;
        // After the LISTEN: what commits in between is told by both.
        let reader = OutboxReader::at_end(&mut conn).await?;
        let read_next = Instant::now() + POLL;
        Ok(Self {
            pool: pool.clone(),
            is_listening: listener.is_some(),
            listener,
            reader,
            has_heard: false,
            read_next,
            heal: HEAL,
        })
    }

    /// How often the outbox is read although NOTIFY works; a minute unless told.
    #[must_use]
    pub fn heal_every(mut self, pause: Duration) -> Self {
        self.heal = pause;
        self
    }

    /// Whether NOTIFY reaches this process; otherwise news come up to 2 s late.
    #[must_use]
    pub fn is_listening(&self) -> bool {
        self.is_listening
    }

    /// Waits for the next news. A tag may be told twice, never not at all.
    pub async fn next(&mut self) -> Tags {
        loop {
            let told = tokio::select! {
                told = hear(self.listener.as_mut()) => told,
                () = tokio::time::sleep_until(self.read_next) => Heard::Nothing,
            };
            match told {
                Heard::News(tags) => {
                    self.has_heard = true;
                    self.is_listening = true;
                    return tags;
                }
                // Anything may have been missed while the connection was away.
                Heard::Reconnected => return Tags::All,
                Heard::Broken => {
                    self.is_listening = false;
                    tokio::time::sleep(POLL).await;
                }
                Heard::Nothing => {}
            }
            if let Some(tags) = self.read().await {
                return tags;
            }
        }
    }

    /// Reads what the outbox holds. News there of which nothing was heard mean
    /// that NOTIFY does not reach us.
    async fn read(&mut self) -> Option<Tags> {
        let read = async {
            let mut conn = self.pool.acquire().await?;
            self.reader.read(&mut conn).await
        };
        let tags = read.await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the outbox cannot be read");
            Vec::new()
        });
        if !tags.is_empty() {
            self.is_listening = self.has_heard;
        }
        self.has_heard = false;
        self.read_next = Instant::now() + if self.is_listening { self.heal } else { POLL };
        (!tags.is_empty()).then_some(Tags::Some(tags))
    }
}

enum Heard {
    News(Tags),
    Reconnected,
    Broken,
    Nothing,
}

async fn hear(listener: Option<&mut PgListener>) -> Heard {
    let Some(listener) = listener else { return std::future::pending().await };
    match listener.try_recv().await {
        Ok(Some(notification)) => Heard::News(EventPayload::parse(notification.payload()).tags),
        Ok(None) => Heard::Reconnected,
        Err(_) => Heard::Broken,
    }
}
