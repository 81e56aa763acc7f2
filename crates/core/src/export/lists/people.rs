//! People, roles, places, and what was done.

use simpul_kernel::{Nothing, Paged, Permission};

use crate::export::cell::Cell;
use crate::export::list::{ExportList, list};
use crate::identity::{
    self, ActivityList, ActivityRow, AuditChange, AuditList, AuditRow, LocationRow, RoleRow, UserList, UserRow,
};

pub(super) fn all() -> Vec<ExportList> {
    vec![users(), roles(), places(), audit(), activity()]
}

fn users() -> ExportList {
    /// As the screens say it.
    fn state(row: &UserRow) -> &'static str {
        match (row.is_active, row.must_change_password) {
            (false, _) => "inactive",
            (true, true) => "waiting",
            (true, false) => "active",
        }
    }
    list(
        "user_list",
        ("Pengguna", "People"),
        |r: &UserRow| r.user_id.0,
        |app, ctx, input: UserList| Box::pin(identity::ops::user_list(app, ctx, input)),
    )
    .needs(Permission::UserView)
    .col("name", ("Nama", "Name"), |r| r.name.clone())
    .col("username", ("Nama pengguna", "Username"), |r| r.username.clone())
    .col("role", ("Peran", "Role"), |r| r.role_name.clone())
    .col("status", ("Status", "Status"), |r| Cell::word("states.record", state(r)))
    .col("sessions", ("Sesi", "Sessions"), |r| r.session_count)
    .col("phone", ("Telepon", "Phone"), |r| r.phone.clone())
    .col("seen", ("Terakhir masuk", "Last sign-in"), |r| r.last_sign_in_at)
    .col("places.all", ("Semua lokasi", "Every place"), |r| r.all_locations)
    .col("places", ("Lokasi", "Places"), |r| Cell::Places(r.location_ids.clone()))
    .col("created", ("Dibuat", "Made"), |r| r.created_at)
    .done()
}

fn roles() -> ExportList {
    list(
        "role_list",
        ("Peran", "Roles"),
        |r: &RoleRow| r.role_id.0,
        |app, ctx, input: Nothing| {
            Box::pin(async move { Ok(Paged { rows: identity::ops::role_list(app, ctx, input).await?, next: None }) })
        },
    )
    .whole()
    .needs(Permission::UserView)
    .col("name", ("Nama", "Name"), |r| r.name.clone())
    .col("description", ("Keterangan", "Description"), |r| r.description.clone())
    .col("people", ("Orang", "People"), |r| r.user_count)
    .col("active", ("Dipakai", "In use"), |r| r.is_active)
    .col("permissions", ("Izin", "Permissions"), |r| {
        if r.is_super {
            return "*".to_owned();
        }
        r.permissions.iter().map(simpul_kernel::Permission::as_str).collect::<Vec<_>>().join(", ")
    })
    .done()
}

fn places() -> ExportList {
    list(
        "location_list",
        ("Lokasi", "Places"),
        |r: &LocationRow| r.location_id.0,
        |app, ctx, input: Nothing| {
            Box::pin(
                async move { Ok(Paged { rows: identity::ops::location_list(app, ctx, input).await?, next: None }) },
            )
        },
    )
    .whole()
    .needs(Permission::SettingsView)
    .col("name", ("Nama", "Name"), |r| r.name.clone())
    .col("address", ("Alamat", "Address"), |r| r.address.clone())
    .col("phone", ("Telepon", "Phone"), |r| r.phone.clone())
    .col("time_zone", ("Zona waktu", "Time zone"), |r| r.time_zone.clone())
    .col("active", ("Dipakai", "In use"), |r| r.is_active)
    .col("routers", ("Router", "Routers"), |r| r.router_count)
    .col("people", ("Orang", "People"), |r| r.user_count)
    .col("created", ("Dibuat", "Made"), |r| r.created_at)
    .done()
}

/// One value that was changed, with the deed that changed it.
struct Change {
    deed: AuditRow,
    change: AuditChange,
}

impl Change {
    fn all_of(mut deed: AuditRow) -> Vec<Self> {
        let changes = std::mem::take(&mut deed.changes);
        changes.into_iter().map(|change| Self { deed: deed.clone(), change }).collect()
    }

    fn side(&self, value: &serde_json::Value) -> Cell {
        if self.change.is_secret { Cell::from("***") } else { Cell::json(value) }
    }
}

fn audit() -> ExportList {
    list(
        "audit_list",
        ("Jejak perubahan", "Audit trail"),
        |r: &Change| r.deed.audit_id.0,
        |app, ctx, input: AuditList| {
            Box::pin(async move {
                let page = identity::ops::audit_list(app, ctx, input).await?;
                Ok(Paged { rows: page.rows.into_iter().flat_map(Change::all_of).collect(), next: page.next })
            })
        },
    )
    .needs(Permission::AuditView)
    .col("at", ("Waktu", "Time"), |r| r.deed.at)
    .col("who", ("Orang", "Person"), |r| r.deed.user_name.clone())
    .col("via", ("Lewat", "Through"), |r| r.deed.source.as_ref().map(|source| Cell::word("audit.sources", source)))
    .col("what", ("Perbuatan", "Act"), |r| Cell::word("audit.acts", r.deed.act))
    .col("what.kind", ("Jenis", "Kind"), |r| Cell::word("audit.kinds", &r.deed.kind))
    .col("what.number", ("Nomor", "Number"), |r| r.deed.row_id)
    .col("what.name", ("Nama", "Name"), |r| r.deed.subject.clone())
    .col("what.field", ("Isian", "Field"), |r| Cell::word("audit.fields", &r.change.field))
    .col("what.before", ("Sebelum", "Before"), |r| r.side(&r.change.old))
    .col("what.after", ("Sesudah", "After"), |r| r.side(&r.change.new))
    .col("place", ("Lokasi", "Place"), |r| r.deed.location_id)
    .done()
}

fn activity() -> ExportList {
    list(
        "activity_list",
        ("Catatan kegiatan", "Activity log"),
        |r: &ActivityRow| r.activity_id.0,
        |app, ctx, input: ActivityList| Box::pin(identity::ops::activity_list(app, ctx, input)),
    )
    .needs(Permission::AuditView)
    .col("at", ("Waktu", "Time"), |r| r.at)
    .col("who", ("Orang", "Person"), |r| r.user_name.clone())
    .col("via", ("Lewat", "Through"), |r| Cell::word("audit.sources", &r.source))
    .col("what", ("Perbuatan", "Deed"), |r| Cell::word("audit.actions", &r.action))
    .col("what.name", ("Nama perbuatan", "Name of the deed"), |r| r.action.clone())
    .col("subject", ("Jenis", "Kind"), |r| r.subject_kind.as_ref().map(|kind| Cell::word("audit.kinds", kind)))
    .col("subject.number", ("Nomor", "Number"), |r| r.subject_id)
    .col("details", ("Rincian", "Details"), |r| Cell::json(&r.details))
    .done()
}
