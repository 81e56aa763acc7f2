//! Making a batch: its number, its row, its codes.

use chrono::{DateTime, NaiveDate, Utc};
use simpul_kernel::ids::{LocationId, VoucherBatchId};
use simpul_kernel::{Money, Result};
use sqlx::PgConnection;

use crate::plan::facade::PlanSold;
use crate::voucher::error::VoucherError;
use crate::voucher::input::{CodeSpec, VoucherBatchDraft};
use crate::voucher::rules;

/// The number the next batch will probably get.
pub(in crate::voucher) async fn number_peek(
    conn: &mut PgConnection,
    location: LocationId,
    period: &str,
) -> Result<i64> {
    let last = sqlx::query_scalar!(
        "SELECT last_value FROM document_sequences WHERE location_id = $1 AND kind = 'voucher_batch' AND period = $2",
        location.0,
        period
    )
    .fetch_optional(conn)
    .await?;
    Ok(last.unwrap_or(0) + 1)
}

/// Codes that exist of those this spec could draw, over all places.
pub(in crate::voucher) async fn codes_taken(conn: &mut PgConnection, spec: &CodeSpec) -> Result<u64> {
    let alphabets: Vec<String> = spec.alphabet.overlapping().iter().map(|name| (*name).to_owned()).collect();
    let signs = i32::try_from(spec.prefix.len()).unwrap_or(i32::MAX) + i32::from(spec.length);
    let taken =
        sqlx::query_scalar!(r#"SELECT voucher_codes_taken($1, $2, $3) AS "n!""#, spec.prefix, signs, &alphabets)
            .fetch_one(conn)
            .await?;
    Ok(u64::try_from(taken).unwrap_or_default())
}

/// Keeps other sales of a place from making codes until this one is done: two desks that found
/// no batch of today would make two.
pub(in crate::voucher) async fn counter_lock(conn: &mut PgConnection, location: LocationId) -> Result<()> {
    sqlx::query!("SELECT pg_advisory_xact_lock(hashtextextended('voucher_counter', $1))", location.0)
        .execute(conn)
        .await?;
    Ok(())
}

/// Lets the counter's batch of a day grow by a draft; answers the batch and the number of its first
/// new code. `None` where there is none yet, where it is full, held or withdrawn, and where the
/// plan's price, name or kind of code is another one since. Whoever holds the batch just now (a code
/// that comes back, a sheet of it, its withdrawal) is waited for, and it is looked at as they left it.
pub(in crate::voucher) async fn counter_batch_grow(
    conn: &mut PgConnection,
    plan: &PlanSold,
    draft: &VoucherBatchDraft,
    day: NaiveDate,
) -> Result<Option<(VoucherBatchId, i32)>> {
    let found = sqlx::query!(
        r#"UPDATE voucher_batches SET quantity = quantity + $3, total_revenue = price_sell * (quantity + $3),
                  total_cost = price_cost * (quantity + $3)
            WHERE id = (SELECT id FROM voucher_batches
                         WHERE plan_id = $1 AND counter_day = $2 AND location_id = $4 AND status = 'active' AND quantity + $3 <= $5
                           AND (price_sell, price_cost, plan_name) = ($6, $7, $8)
                           AND (code_mode, code_alphabet, code_length, code_prefix) = ($9, $10, $11, $12)
                         ORDER BY id DESC LIMIT 1 FOR NO KEY UPDATE)
           RETURNING id AS "id: VoucherBatchId", quantity - $3 + 1 AS "first!""#,
        plan.plan_id.0,
        day,
        draft.quantity,
        plan.location_id.0,
        rules::QUANTITY_MAX,
        plan.terms.price_sell.decimal(),
        plan.terms.price_cost.decimal(),
        plan.terms.name,
        draft.code.mode.as_str(),
        draft.code.alphabet.as_str(),
        i16::from(draft.code.length),
        draft.code.prefix
    )
    .fetch_optional(conn)
    .await?;
    Ok(found.map(|row| (row.id, row.first)))
}

/// Stores a batch's row; `None` when its key has made one meanwhile.
pub(in crate::voucher) async fn batch_insert(
    conn: &mut PgConnection,
    (batch_code, key, counter_day): (&str, &str, Option<NaiveDate>),
    plan: &PlanSold,
    draft: &VoucherBatchDraft,
    (by, at): (Option<i64>, DateTime<Utc>),
) -> Result<Option<VoucherBatchId>> {
    let quantity = i64::from(draft.quantity);
    let (sell, cost): (Money, Money) = (plan.terms.price_sell, plan.terms.price_cost);
    Ok(sqlx::query_scalar!(
        r#"INSERT INTO voucher_batches (location_id, batch_code, plan_id, plan_name, quantity, code_mode, code_alphabet,
                  code_length, code_prefix, sheet_preset, has_qr, price_sell, price_cost, total_revenue, total_cost, notes,
                  idempotency_key, created_by, created_at, draft_hash, counter_day)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
           ON CONFLICT (idempotency_key) DO NOTHING RETURNING id AS "id: VoucherBatchId""#,
        plan.location_id.0,
        batch_code,
        plan.plan_id.0,
        plan.terms.name,
        draft.quantity,
        draft.code.mode.as_str(),
        draft.code.alphabet.as_str(),
        i16::from(draft.code.length),
        draft.code.prefix,
        draft.sheet.preset,
        draft.sheet.qr,
        sell.decimal(),
        cost.decimal(),
        (sell * quantity).decimal(),
        (cost * quantity).decimal(),
        draft.notes,
        key,
        by,
        at,
        rules::draft_hash(draft),
        counter_day
    )
    .fetch_optional(conn)
    .await?)
}

/// Stores codes under their numbers in one statement; codes that exist anywhere
/// are passed over. Returns how many were stored.
pub(in crate::voucher) async fn vouchers_insert(
    conn: &mut PgConnection,
    (batch_id, at): (VoucherBatchId, DateTime<Utc>),
    plan: &PlanSold,
    numbers: &[i32],
    codes: &[String],
    passwords: &[String],
) -> Result<u64> {
    let done = sqlx::query!(
        "INSERT INTO vouchers (location_id, batch_id, plan_id, usage_limit_s, data_limit_bytes, validity_s, price_sell,
                price_cost, created_at, updated_at, number, code, password)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $9, c.number, c.code, c.password
           FROM UNNEST($10::INTEGER[], $11::TEXT[], $12::TEXT[]) AS c (number, code, password)
         ON CONFLICT (code) DO NOTHING",
        plan.location_id.0,
        batch_id.0,
        plan.plan_id.0,
        plan.terms.usage_limit_s,
        plan.terms.data_limit_bytes,
        plan.terms.validity_s,
        plan.terms.price_sell.decimal(),
        plan.terms.price_cost.decimal(),
        at,
        numbers,
        codes,
        passwords
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Those of these numbers of a batch that have no code yet.
pub(in crate::voucher) async fn numbers_missing(
    conn: &mut PgConnection,
    batch_id: VoucherBatchId,
    numbers: &[i32],
) -> Result<Vec<i32>> {
    Ok(sqlx::query_scalar!(
        r#"SELECT n AS "n!" FROM UNNEST($2::INTEGER[]) AS n
            WHERE NOT EXISTS (SELECT FROM vouchers v WHERE v.batch_id = $1 AND v.number = n)"#,
        batch_id.0,
        numbers
    )
    .fetch_all(conn)
    .await?)
}

/// What a key has made already: the batch, and whether it is the one asked for.
pub(in crate::voucher) async fn batch_by_key(
    conn: &mut PgConnection,
    key: &str,
    draft: &VoucherBatchDraft,
) -> Result<Option<VoucherBatchId>> {
    let found =
        sqlx::query!("SELECT id, plan_id, quantity, draft_hash FROM voucher_batches WHERE idempotency_key = $1", key)
            .fetch_optional(conn)
            .await?;
    let Some(found) = found else { return Ok(None) };
    let is_same = match found.draft_hash {
        Some(hash) => hash == rules::draft_hash(draft),
        // Made before drafts were remembered.
        None => found.plan_id == draft.plan_id.0 && found.quantity == draft.quantity,
    };
    if is_same { Ok(Some(VoucherBatchId(found.id))) } else { Err(VoucherError::BatchKeyReused.into()) }
}
