//! SQL of vouchers that were on a router before they were here.

use chrono::{DateTime, Utc};
use simpul_kernel::ids::{VoucherBatchId, VoucherId};
use simpul_kernel::{Money, Result};
use sqlx::PgConnection;

use crate::plan::facade::PlanSold;
use crate::voucher::facade::AdoptedVoucher;

/// Those of these codes that exist, over all places.
pub(in crate::voucher) async fn codes_known(conn: &mut PgConnection, codes: &[String]) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar!(r#"SELECT c AS "code!" FROM voucher_codes_known($1) AS c"#, codes).fetch_all(conn).await?)
}

/// Stores the batch's row.
pub(in crate::voucher) async fn batch_insert(
    conn: &mut PgConnection,
    batch_code: &str,
    plan: &PlanSold,
    router_name: &str,
    vouchers: &[AdoptedVoucher],
    (by, at): (Option<i64>, DateTime<Utc>),
) -> Result<VoucherBatchId> {
    let (sell, cost): (Money, Money) = (plan.terms.price_sell, plan.terms.price_cost);
    let quantity = i32::try_from(vouchers.len()).unwrap_or(i32::MAX);
    let longest = vouchers.iter().map(|v| v.code.len()).max().unwrap_or(4).clamp(4, 16);
    let mode = if vouchers.iter().any(|v| v.password.is_some()) { "user_password" } else { "code" };
    Ok(sqlx::query_scalar!(
        r#"INSERT INTO voucher_batches (location_id, batch_code, plan_id, plan_name, quantity, code_mode, code_alphabet,
                  code_length, sheet_preset, price_sell, price_cost, total_revenue, total_cost, notes, idempotency_key,
                  created_by, created_at)
           VALUES ($1, $2, $3, $4, $5, $6, 'lower_digits', $7, 'a4-24', $8, $9, $10, $11, $12, 'adopt-' || $2, $13, $14)
           RETURNING id AS "id: VoucherBatchId""#,
        plan.location_id.0,
        batch_code,
        plan.plan_id.0,
        plan.terms.name,
        quantity,
        mode,
        i16::try_from(longest).unwrap_or(16),
        sell.decimal(),
        cost.decimal(),
        (sell * i64::from(quantity)).decimal(),
        (cost * i64::from(quantity)).decimal(),
        router_name,
        by,
        at
    )
    .fetch_one(conn)
    .await?)
}

/// Stores the vouchers in one statement; ids and codes of those that were new.
pub(in crate::voucher) async fn vouchers_insert(
    conn: &mut PgConnection,
    (batch_id, at): (VoucherBatchId, DateTime<Utc>),
    plan: &PlanSold,
    all: &[AdoptedVoucher],
) -> Result<Vec<(VoucherId, String)>> {
    let codes: Vec<String> = all.iter().map(|v| v.code.clone()).collect();
    let passwords: Vec<Option<String>> = all.iter().map(|v| v.password.clone()).collect();
    let usage: Vec<Option<i64>> = all.iter().map(|v| v.usage_limit_s).collect();
    let data: Vec<Option<i64>> = all.iter().map(|v| v.data_limit_bytes).collect();
    let validity: Vec<Option<i64>> = all.iter().map(|v| v.validity_s).collect();
    let status: Vec<String> = all.iter().map(|v| v.status.as_str().to_owned()).collect();
    let first: Vec<Option<DateTime<Utc>>> = all.iter().map(|v| v.first_login_at).collect();
    let ends: Vec<Option<DateTime<Utc>>> = all.iter().map(|v| v.expires_at).collect();
    let ended: Vec<Option<DateTime<Utc>>> = all.iter().map(|v| v.ended_at).collect();
    let macs: Vec<Option<String>> = all.iter().map(|v| v.locked_mac.clone()).collect();
    let rows = sqlx::query!(
        r#"INSERT INTO vouchers (location_id, batch_id, plan_id, price_sell, price_cost, created_at, updated_at, number, code,
                  password, usage_limit_s, data_limit_bytes, validity_s, status, first_login_at, first_login_is_exact, expires_at,
                  ended_at, locked_mac)
           SELECT $1, $2, $3, $4, $5, $6, $6, v.n::INTEGER, v.code, v.password, v.usage, v.data, v.validity, v.status, v.first,
                  v.first IS NULL, v.ends, v.ended, v.mac
             FROM UNNEST($7::TEXT[], $8::TEXT[], $9::BIGINT[], $10::BIGINT[], $11::BIGINT[], $12::TEXT[], $13::TIMESTAMPTZ[],
                         $14::TIMESTAMPTZ[], $15::TIMESTAMPTZ[], $16::TEXT[])
                  WITH ORDINALITY AS v (code, password, usage, data, validity, status, first, ends, ended, mac, n)
           ON CONFLICT (code) DO NOTHING RETURNING id AS "id: VoucherId", code"#,
        plan.location_id.0,
        batch_id.0,
        plan.plan_id.0,
        plan.terms.price_sell.decimal(),
        plan.terms.price_cost.decimal(),
        at,
        &codes,
        &passwords as &[Option<String>],
        &usage as &[Option<i64>],
        &data as &[Option<i64>],
        &validity as &[Option<i64>],
        &status,
        &first as &[Option<DateTime<Utc>>],
        &ends as &[Option<DateTime<Utc>>],
        &ended as &[Option<DateTime<Utc>>],
        &macs as &[Option<String>]
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.code)).collect())
}
