//! What a person typed into the search box, as rows.

use simpul_kernel::Result;
use sqlx::PgConnection;

/// The most vouchers a search brings; who finds more types more.
const MOST: i32 = 1_000;
/// The most batches a search brings, the newest.
const MOST_BATCHES: i64 = 20;
/// Signs from which the trigram index helps.
const FRAGMENT: usize = 3;

/// What a search leaves.
pub(super) enum Search {
    /// Nothing was typed.
    All,
    /// Vouchers whose code starts with it or holds it.
    Vouchers(Vec<i64>),
    /// The vouchers of batches whose number starts with it.
    Batches(Vec<i64>),
}

/// Resolves a search. Text with a dash is the start of a batch number, one or two
/// signs are the start of a code, more are any part of one; case does not matter.
pub(super) async fn search(conn: &mut PgConnection, text: Option<&str>) -> Result<Search> {
    let Some(text) = text.map(str::trim).filter(|t| !t.is_empty()) else { return Ok(Search::All) };
    if text.contains('-') {
        let ids = sqlx::query_scalar!(
            "SELECT id FROM voucher_batches WHERE starts_with(batch_code, $1) ORDER BY id DESC LIMIT $2",
            text.to_uppercase(),
            MOST_BATCHES
        )
        .fetch_all(conn)
        .await?;
        return Ok(Search::Batches(ids));
    }
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if plain.len() > 22 || !plain.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Ok(Search::Vouchers(Vec::new()));
    }
    let mut spellings = vec![plain.to_ascii_lowercase(), plain.to_ascii_uppercase()];
    spellings.dedup();
    let mut ids = Vec::new();
    for fragment in spellings {
        ids.extend(if plain.len() < FRAGMENT {
            starting_with(conn, &fragment).await?
        } else {
            sqlx::query_scalar!(r#"SELECT voucher_ids_like($1, $2) AS "id!""#, fragment, MOST)
                .fetch_all(&mut *conn)
                .await?
        });
    }
    Ok(Search::Vouchers(ids))
}

/// As a range, which every policy lets an index answer. `~` follows every sign of
/// a code in byte order.
async fn starting_with(conn: &mut PgConnection, start: &str) -> Result<Vec<i64>> {
    Ok(sqlx::query_scalar!(
        "SELECT id FROM vouchers WHERE code >= $1 AND code < $2 ORDER BY code LIMIT $3",
        start,
        format!("{start}~"),
        i64::from(MOST)
    )
    .fetch_all(conn)
    .await?)
}
