//! How a router is: version, load, clock, and whether its login page lets a QR in.

use routeros_api::resource::{HotspotServerProfile, SystemClock, SystemIdentity, SystemResource};
use routeros_api::{Client, Error, Query, TrapKind, value};

use crate::app::App;
use crate::network::RouterSeen;

/// Reads a router's state; `is_sweep`: also what seldom changes.
pub async fn read(app: &App, client: &Client, is_sweep: bool) -> routeros_api::Result<RouterSeen> {
    let (resource, clock) = tokio::try_join!(
        client
            .print("/system/resource")
            .proplist(["version", "board-name", "cpu-load", "free-memory", "total-memory", "uptime"])
            .typed::<SystemResource>(),
        client.list::<SystemClock>(Query::all()),
    )?;
    let resource = resource.into_iter().next().unwrap_or_default();
    let bytes = |n: Option<u64>| n.and_then(|n| i64::try_from(n).ok());
    let (identity, has_http_pap) = if is_sweep {
        let identity = client.list::<SystemIdentity>(Query::all()).await?;
        (identity.into_iter().next().and_then(|row| row.name), http_pap(client).await?)
    } else {
        (None, None)
    };
    Ok(RouterSeen {
        ros_version: resource.version,
        board_name: resource.board_name,
        identity,
        cpu_load: resource.cpu_load.and_then(|n| i32::try_from(n).ok()),
        free_memory: bytes(resource.free_memory),
        total_memory: bytes(resource.total_memory),
        uptime_s: resource.uptime.and_then(|d| i64::try_from(d.as_secs()).ok()),
        clock_offset_s: clock.first().and_then(|clock| clock_offset(app, clock)),
        license_level: client.capabilities().and_then(|c| c.license_level.clone()),
        hotspot_active: None,
        has_http_pap,
    })
}

async fn http_pap(client: &Client) -> routeros_api::Result<Option<bool>> {
    let profiles = match client.list::<HotspotServerProfile>(Query::all()).await {
        Err(Error::Trap(trap)) if trap.kind == TrapKind::NoSuchCommand => return Ok(None),
        profiles => profiles?,
    };
    let ways = profiles.iter().filter_map(|profile| profile.login_by.as_deref());
    Ok(Some(ways.flat_map(|ways| ways.split(',')).any(|way| way.trim() == "http-pap")))
}

fn clock_offset(app: &App, clock: &SystemClock) -> Option<i32> {
    let local = value::DateTime::parse_pair(clock.date.as_deref()?, clock.time.as_deref()?)?;
    let router = local.to_unix() - i64::from(clock.gmt_offset?.0);
    i32::try_from(router - app.clock.now().timestamp()).ok()
}
