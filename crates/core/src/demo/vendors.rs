//! Two vendors of the demo: a kiosk on consignment that was settled with, a stall that
//! pays before.

use simpul_kernel::ids::{LocationId, PlanId, VendorId};
use simpul_kernel::{Ctx, Money, Result};

use crate::app::App;
use crate::vendor::{self, VendorMode, VendorPricing};

/// Two vendors: one settled with, one with a balance.
pub(super) async fn furnish(
    app: &App,
    owner: &Ctx,
    location: LocationId,
    (daily, short): (PlanId, PlanId),
) -> Result<()> {
    let terms = |name: &str, contact: &str, mode, pricing| vendor::VendorTerms {
        name: name.into(),
        contact_person: Some(contact.into()),
        phone: Some("0812-3456-7890".into()),
        email: None,
        address: None,
        description: None,
        mode,
        pricing,
        commission_bp: 1_000,
        commission_amount: Money::whole(500),
        prices: Vec::new(),
    };
    let kiosk = terms("Kios Pak Darto", "Pak Darto", VendorMode::Consignment, VendorPricing::CommissionPercent);
    let stall = terms("Warung Bu Tini", "Bu Tini", VendorMode::Prepaid, VendorPricing::CommissionFixed);
    let make = |terms| vendor::ops::vendor_create(app, owner, vendor::VendorCreate { location_id: location, terms });
    let kiosk = make(kiosk).await?.row.vendor_id;
    let stall = make(stall).await?.row.vendor_id;
    let paid = vendor::VendorPay {
        vendor_id: stall,
        amount: Money::whole(150_000),
        method: vendor::VendorMethod::Transfer,
        cash_session_id: None,
        reference: Some("BCA 2611".into()),
        note: None,
        idempotency_key: "demo-agen-setoran".into(),
    };
    vendor::ops::vendor_top_up(app, owner, paid).await?;
    for (vendor_id, plan_id, quantity) in [(kiosk, daily, 10), (stall, short, 12)] {
        let pick =
            vendor::VendorPick { plan_id: Some(plan_id), quantity: Some(quantity), ..vendor::VendorPick::default() };
        hand_over(app, owner, vendor_id, pick).await?;
    }
    kiosk_settle(app, owner, kiosk).await
}

async fn hand_over(app: &App, owner: &Ctx, vendor_id: VendorId, pick: vendor::VendorPick) -> Result<()> {
    let kind = vendor::VendorTransferKind::HandOver;
    let ask = vendor::VendorTransferQuery { vendor_id, kind, pick: pick.clone() };
    let preview = vendor::ops::vendor_transfer_preview(app, owner, ask).await?;
    let input = vendor::VendorTransferCreate {
        vendor_id,
        pick,
        expected_quantity: preview.quantity,
        expected_amount: preview.amount,
        note: None,
        idempotency_key: format!("demo-agen-serah-{vendor_id}"),
    };
    vendor::ops::vendor_hand_over(app, owner, input).await?;
    Ok(())
}

/// The first four of what the kiosk holds are said to be sold; a part of it is paid.
async fn kiosk_settle(app: &App, owner: &Ctx, vendor_id: VendorId) -> Result<()> {
    let held = vendor::VendorStockList { vendor_id, in_hand_only: true, page: None };
    let held = vendor::ops::vendor_stock_list(app, owner, held).await?;
    let Some((row, from)) = held.rows.first().and_then(|row| Some((row, row.from_number?))) else { return Ok(()) };
    let to = row.to_number.unwrap_or(from).min(from + 3);
    let sold = vec![vendor::VendorSold { batch_id: row.batch_id, from_number: from, to_number: to }];
    let ask = vendor::VendorSettlementQuery { vendor_id, sold: sold.clone() };
    let preview = vendor::ops::vendor_settlement_preview(app, owner, ask).await?;
    let input = vendor::VendorSettlementCreate {
        vendor_id,
        sold,
        expected_quantity: preview.quantity,
        expected_amount: preview.amount,
        paid_amount: preview.owed.min(Money::whole(10_000)),
        method: vendor::VendorMethod::Transfer,
        cash_session_id: None,
        reference: Some("BCA 2612".into()),
        note: None,
        idempotency_key: "demo-agen-hitung".into(),
    };
    vendor::ops::vendor_settlement_create(app, owner, input).await?;
    Ok(())
}
