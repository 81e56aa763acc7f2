//! Ends dial-ins: what was changed on an account reaches it with the next one.

use std::time::Duration;

use routeros_api::{Client, Id, Query};

use super::error::Failure;
use super::{place, rules};

const ACTIVE: &str = "/ppp/active";
/// How often it is looked whether a session went.
const ROUNDS: usize = 4;
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(200);
/// Between two sessions that are ended: hundreds that dial in anew in the same
/// second would bring a small router to its knees.
const PACE: Duration = Duration::from_millis(20);

/// What became of an account's sessions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kicked {
    /// Sessions that were told to end.
    pub ended: usize,
    /// Sessions that are still there, looked at again: 0 unless the router keeps them.
    pub left: usize,
}

/// A session: an id alone is given again after a reboot.
type Session = (Id, Option<String>);

/// Ends the sessions an account has now, one by one and paced, and looks whether they
/// went. A new session of the same account is not one of them: it began with what
/// the account says now.
///
/// # Errors
/// The line's, and a refusal to end one.
pub async fn kick(client: &Client, name: &str) -> Result<Kicked, Failure> {
    let before = sessions(client, name).await?;
    let mut kicked = Kicked { ended: before.len(), left: 0 };
    for (place, (id, _)) in before.iter().enumerate() {
        if place > 0 {
            tokio::time::sleep(PACE).await;
        }
        place::remove_id(client, ACTIVE, id).await?;
    }
    for round in 0..ROUNDS {
        if round > 0 {
            tokio::time::sleep(PAUSE).await;
        }
        let now = sessions(client, name).await?;
        kicked.left = now.iter().filter(|session| before.contains(session)).count();
        if kicked.left == 0 {
            break;
        }
    }
    Ok(kicked)
}

async fn sessions(client: &Client, name: &str) -> Result<Vec<Session>, Failure> {
    let query = Query::eq("name", name);
    let rows = client.print(ACTIVE).proplist([".id", "name", "session-id"]).query(query).rows().await?;
    rows.iter()
        .filter(|row| rules::shown(row, "name").as_deref() == Some(name))
        .map(|row| Ok((place::id_of(row)?, rules::shown(row, "session-id"))))
        .collect()
}
