//! The table: every operation once, with its input, output, access and tags.

use simpul_core::{dashboard, identity, network, plan, settings, system, usage, voucher, work};
use simpul_kernel::{Done, Nothing, Paged, Permission};

use crate::operation::operations;

operations! {
    read system::ops::system_status: Nothing => system::SystemStatus, Public ["system"];
    write identity::ops::owner_create: identity::OwnerCreate => identity::OwnerCreated, Public [];
    write identity::ops::session_sign_in: identity::SessionSignIn => identity::SignedIn, Public [];
    write identity::ops::session_sign_out: Nothing => Done, SignedIn [];
    write identity::ops::installation_join: identity::InstallationJoin => Done, Public [];
    read identity::ops::me_get: Nothing => identity::Me, SignedIn ["me"];
    write identity::ops::me_preferences_set: identity::MePreferencesSet => identity::Me, SignedIn [];
    read identity::ops::user_list: identity::UserList => Paged<identity::UserRow>, UserView ["user"];
    write identity::ops::user_create: identity::UserCreate => identity::UserRow, UserEdit [];
    write identity::ops::user_update: identity::UserUpdate => identity::UserRow, UserEdit [];
    read identity::ops::role_list: Nothing => Vec<identity::RoleRow>, UserView ["role", "user"];
    read identity::ops::activity_list: identity::ActivityList => Paged<identity::ActivityRow>, AuditView ["activity"];
    read settings::ops::settings_get: Nothing => settings::Settings, SettingsView ["settings"];
    write settings::ops::settings_update: settings::Settings => settings::Settings, SettingsEdit [];
    read network::ops::router_list: network::RouterList => Paged<network::RouterView>, RouterView ["router", "provisioning"];
    read network::ops::router_get: network::RouterRef => network::RouterView, RouterView ["router", "provisioning"];
    write network::ops::router_test: network::RouterTest => network::RouterTestReport, RouterEdit [];
    read network::ops::router_setup_script: network::RouterSetupScript => network::RouterScript, RouterEdit [];
    write network::ops::router_create: network::RouterCreate => network::RouterView, RouterEdit [];
    write network::ops::router_update: network::RouterUpdate => network::RouterView, RouterEdit [];
    write network::ops::router_deactivate: network::RouterRef => network::RouterView, RouterEdit [];
    write network::ops::router_sync: network::RouterRef => network::RouterView, RouterSync [];
    read network::ops::router_interface_list: network::RouterInterfaceList => Vec<network::RouterInterface>, RouterView ["router"];
    read network::ops::router_traffic_get: network::RouterTrafficGet => network::RouterTraffic, RouterView [];
    read network::ops::router_log_list: network::RouterLogList => network::RouterLog, RouterView [];
    read network::ops::router_ping: network::RouterPing => network::RouterPinged, RouterView [];
    read network::ops::router_session_list: network::RouterRef => Vec<network::RouterSession>, RouterView ["router"];
    write network::ops::router_session_kick: network::RouterSessionKick => network::SessionKicked, RouterSync [];
    read plan::ops::plan_list: plan::PlanList => Paged<plan::PlanView>, PlanView ["plan", "voucher"];
    read plan::ops::plan_get: plan::PlanRef => plan::PlanView, PlanView ["plan", "voucher"];
    write plan::ops::plan_create: plan::PlanCreate => plan::PlanView, PlanEdit [];
    write plan::ops::plan_update: plan::PlanUpdate => plan::PlanView, PlanEdit [];
    read voucher::ops::voucher_sheet_presets: Nothing => Vec<voucher::SheetPreset>, VoucherView [];
    read voucher::ops::voucher_batch_preview: voucher::VoucherBatchDraft => voucher::VoucherBatchPreview, VoucherCreate ["voucher", "router", "plan"];
    read voucher::ops::voucher_sheet_preview: voucher::VoucherBatchDraft => voucher::Document, VoucherCreate ["plan", "settings"];
    write voucher::ops::voucher_batch_create: voucher::VoucherBatchCreate => voucher::VoucherBatchView, VoucherCreate [];
    read voucher::ops::voucher_batch_list: voucher::VoucherBatchList => Paged<voucher::VoucherBatchRow>, VoucherView ["voucher", "provisioning"];
    read voucher::ops::voucher_batch_get: voucher::VoucherBatchRef => voucher::VoucherBatchView, VoucherView ["voucher", "provisioning"];
    write voucher::ops::voucher_batch_pause: voucher::VoucherBatchRef => voucher::VoucherBatchView, VoucherCreate [];
    write voucher::ops::voucher_batch_resume: voucher::VoucherBatchRef => voucher::VoucherBatchView, VoucherCreate [];
    write voucher::ops::voucher_batch_void: voucher::VoucherBatchVoid => voucher::VoucherVoided, VoucherVoid [];
    write voucher::ops::voucher_sheet_render: voucher::VoucherSheetRender => voucher::Document, VoucherPrint [];
    write voucher::ops::voucher_slip_render: voucher::VoucherSlipRender => voucher::Document, VoucherPrint [];
    read voucher::ops::voucher_list: voucher::VoucherList => Paged<voucher::VoucherRow>, VoucherView ["voucher", "provisioning"];
    read voucher::ops::voucher_totals: voucher::VoucherTotalsQuery => voucher::VoucherTotals, VoucherView ["voucher"];
    read voucher::ops::voucher_get: voucher::VoucherRef => voucher::VoucherView, VoucherView ["voucher", "provisioning"];
    read voucher::ops::voucher_find: voucher::VoucherFind => voucher::VoucherView, VoucherView ["voucher", "provisioning"];
    write voucher::ops::voucher_void: voucher::VoucherVoid => voucher::VoucherVoided, VoucherVoid [];
    read usage::ops::usage_session_list: usage::UsageSessionList => Paged<usage::UsageSessionRow>, VoucherView ["usage"];
    read work::ops::job_list: work::JobList => Paged<work::JobRow>, JobView ["job"];
    read work::ops::job_summary: work::JobSummaryGet => work::JobSummary, SignedIn ["job", "provisioning"];
    write work::ops::job_retry: work::JobRef => work::JobRow, JobManage [];
    write work::ops::job_cancel: work::JobRef => work::JobRow, JobManage [];
    read dashboard::ops::dashboard_get: Nothing => dashboard::Dashboard, DashboardView ["voucher", "router", "provisioning", "job"];
    write system::ops::demo_router_start: Nothing => system::DemoRouter, RouterEdit [];
}
