//! Routers, what they hold otherwise than wished, and how far each is.

use std::collections::BTreeMap;

use simpul_kernel::Permission;

use crate::export::cell::Cell;
use crate::export::list::{ExportList, list};
use crate::network::{self, RouterLink, RouterList, RouterView};
use crate::provisioning::{self, DriftItem, DriftList, DriftRouter, DriftSummaryQuery};

/// Beyond this a router's clock is called wrong, seconds.
const CLOCK_TOLERANCE_S: i32 = 600;

pub(super) fn all() -> Vec<ExportList> {
    vec![routers(), summary(), drift()]
}

/// How the screens call a router's state.
fn link(link: RouterLink, clock_offset_s: Option<i32>) -> &'static str {
    match link {
        RouterLink::Down => "lost",
        RouterLink::Unknown => "unknown",
        RouterLink::Up if clock_offset_s.is_some_and(|offset| offset.abs() > CLOCK_TOLERANCE_S) => "clock_wrong",
        RouterLink::Up => "connected",
    }
}

fn routers() -> ExportList {
    list(
        "router_list",
        ("Router", "Routers"),
        |r: &RouterView| r.router_id.0,
        |app, ctx, input: RouterList| Box::pin(network::ops::router_list(app, ctx, input)),
    )
    .needs(Permission::RouterView)
    .col("name", ("Nama", "Name"), |r| r.name.clone())
    .col("state", ("Keadaan", "State"), |r| {
        let state = if r.is_active { link(r.state.link, r.state.clock_offset_s) } else { "disabled" };
        Cell::word("states.router", state)
    })
    .col("seen", ("Terakhir dilihat", "Last seen"), |r| r.state.last_seen_at)
    .col("online", ("Online", "Online"), |r| r.state.hotspot_active)
    .col("cpu", ("CPU (%)", "CPU (%)"), |r| r.state.cpu_load)
    .col("pending", ("Tertunda", "Pending"), |r| r.truth.pending)
    .col("failed", ("Gagal", "Failed"), |r| r.truth.failed)
    .col("drifted", ("Berbeda", "Drifted"), |r| r.truth.drifted)
    .col("applied", ("Terpasang", "Applied"), |r| r.truth.applied)
    .col("address", ("Alamat", "Address"), |r| format!("{}:{}", r.host, r.port))
    .col("board", ("Perangkat", "Board"), |r| r.state.board_name.clone())
    .col("board.version", ("RouterOS", "RouterOS"), |r| r.state.ros_version.clone())
    .col("board.license", ("Lisensi", "Licence"), |r| r.state.license_level.clone())
    .col("uptime", ("Menyala (detik)", "Uptime (seconds)"), |r| r.state.uptime_s)
    .col("dns_name", ("Alamat halaman masuk", "Login address"), |r| r.hotspot_dns_name.clone())
    .col("place", ("Lokasi", "Place"), |r| r.location_id)
    .done()
}

fn summary() -> ExportList {
    list(
        "drift_summary",
        ("Kesesuaian", "Provisioning"),
        |r: &DriftRouter| r.router_id.0,
        |app, ctx, input: DriftSummaryQuery| Box::pin(provisioning::ops::drift_summary(app, ctx, input)),
    )
    .needs(Permission::RouterView)
    .col("name", ("Router", "Router"), |r| r.router_name.clone())
    .col("link", ("Keadaan", "State"), |r| Cell::word("states.router", link(r.link, None)))
    .col("pending", ("Tertunda", "Pending"), |r| r.truth.pending)
    .col("oldest", ("Menunggu sejak", "Waiting since"), |r| r.oldest_waiting_at)
    .col("held", ("Ditahan", "Held"), |r| r.held)
    .col("failed", ("Gagal", "Failed"), |r| r.truth.failed)
    .col("drifted", ("Hilang", "Missing"), |r| r.open.missing)
    .col("drifted.differs", ("Berbeda", "Differs"), |r| r.open.differs)
    .col("drifted.unwanted", ("Muncul lagi", "Unwanted"), |r| r.open.unwanted)
    .col("drifted.stray", ("Yatim", "Stray"), |r| r.open.stray)
    .col("drifted.profiles", ("Profil", "Profiles"), |r| r.open.profile_missing + r.open.profile_differs)
    .col("ignored", ("Diabaikan", "Ignored"), |r| r.ignored)
    .col("foreign", ("Pengguna lain", "Other users"), |r| r.foreign_users)
    .col("foreign.profiles", ("Profil lain", "Other profiles"), |r| r.foreign_profiles)
    .col("compared", ("Dibandingkan", "Compared"), |r| r.compared_at)
    .col("place", ("Lokasi", "Place"), |r| r.location_id)
    .done()
}

fn drift() -> ExportList {
    list(
        "drift_list",
        ("Perbedaan", "Differences"),
        |r: &DriftItem| r.drift_id.0,
        |app, ctx, input: DriftList| Box::pin(provisioning::ops::drift_list(app, ctx, input)),
    )
    .needs(Permission::RouterView)
    .col("router", ("Router", "Router"), |r| r.router_name.clone())
    .col("name", ("Nama", "Name"), |r| r.name.clone())
    .col("kind", ("Jenis", "Kind"), |r| Cell::word("states.drift", r.kind))
    .col("batch", ("Batch", "Batch"), |r| r.batch_code.clone())
    .col("ours", ("Kita", "Ours"), |r| side(r.ours.as_ref(), &r.fields))
    .col("seen", ("Terakhir", "Before"), |r| side(r.seen.as_ref(), &r.fields))
    .col("now", ("Di router", "On router"), |r| side(r.now.as_ref(), &r.fields))
    .col("found", ("Ditemukan", "Found"), |r| r.found_at)
    .col("found.looked", ("Terakhir dilihat", "Last looked"), |r| r.looked_at)
    .col("place", ("Lokasi", "Place"), |r| r.location_id)
    .done()
}

/// The properties in question; of a password only that there is one.
fn side(properties: Option<&BTreeMap<String, String>>, fields: &[String]) -> Option<String> {
    let said = |name: &String, value: &String| {
        let value = if name == "password" { "***" } else { value };
        format!("{name}={value}")
    };
    let shown = properties?.iter().filter(|(name, _)| fields.is_empty() || fields.contains(name));
    Some(shown.map(|(name, value)| said(name, value)).collect::<Vec<_>>().join(" "))
}
