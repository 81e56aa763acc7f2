import id_common from './id/common.json';
import id_states from './id/states.json';
import id_shell from './id/shell.json';
import id_errors from './id/errors.json';
import id_field from './id/field.json';
import id_warning from './id/warning.json';
import id_action from './id/action.json';
import id_reason from './id/reason.json';
import id_session from './id/session.json';
import id_setup from './id/setup.json';
import id_start from './id/start.json';
import id_dashboard from './id/dashboard.json';
import id_counter from './id/counter.json';
import id_books from './id/books.json';
import id_plan from './id/plan.json';
import id_batch from './id/batch.json';
import id_voucher from './id/voucher.json';
import id_router from './id/router.json';
import id_drift from './id/drift.json';
import id_job from './id/job.json';
import id_user from './id/user.json';
import id_settings from './id/settings.json';
import id_audit from './id/audit.json';
import id_access from './id/access.json';
import id_notice from './id/notice.json';
import id_export from './id/export.json';
import id_desk from './id/desk.json';
import id_database from './id/database.json';
import id_report from './id/report.json';
import id_stock from './id/stock.json';
import id_vendor from './id/vendor.json';
import id_printing from './id/printing.json';
import id_help from './id/help.json';
import en_common from './en/common.json';
import en_states from './en/states.json';
import en_shell from './en/shell.json';
import en_errors from './en/errors.json';
import en_field from './en/field.json';
import en_warning from './en/warning.json';
import en_action from './en/action.json';
import en_reason from './en/reason.json';
import en_session from './en/session.json';
import en_setup from './en/setup.json';
import en_start from './en/start.json';
import en_dashboard from './en/dashboard.json';
import en_counter from './en/counter.json';
import en_books from './en/books.json';
import en_plan from './en/plan.json';
import en_batch from './en/batch.json';
import en_voucher from './en/voucher.json';
import en_router from './en/router.json';
import en_drift from './en/drift.json';
import en_job from './en/job.json';
import en_user from './en/user.json';
import en_settings from './en/settings.json';
import en_audit from './en/audit.json';
import en_access from './en/access.json';
import en_notice from './en/notice.json';
import en_export from './en/export.json';
import en_desk from './en/desk.json';
import en_database from './en/database.json';
import en_report from './en/report.json';
import en_stock from './en/stock.json';
import en_vendor from './en/vendor.json';
import en_printing from './en/printing.json';
import en_help from './en/help.json';

export const id = {
  common: id_common,
  states: id_states,
  shell: id_shell,
  errors: id_errors,
  field: id_field,
  warning: id_warning,
  action: id_action,
  reason: id_reason,
  session: id_session,
  setup: id_setup,
  start: id_start,
  dashboard: id_dashboard,
  counter: id_counter,
  books: id_books,
  plan: id_plan,
  batch: id_batch,
  voucher: id_voucher,
  router: id_router,
  drift: id_drift,
  job: id_job,
  user: id_user,
  settings: id_settings,
  audit: id_audit,
  access: id_access,
  notice: id_notice,
  export: id_export,
  desk: id_desk,
  database: id_database,
  report: id_report,
  stock: id_stock,
  vendor: id_vendor,
  printing: id_printing,
  help: id_help,
};

export const en = {
  common: en_common,
  states: en_states,
  shell: en_shell,
  errors: en_errors,
  field: en_field,
  warning: en_warning,
  action: en_action,
  reason: en_reason,
  session: en_session,
  setup: en_setup,
  start: en_start,
  dashboard: en_dashboard,
  counter: en_counter,
  books: en_books,
  plan: en_plan,
  batch: en_batch,
  voucher: en_voucher,
  router: en_router,
  drift: en_drift,
  job: en_job,
  user: en_user,
  settings: en_settings,
  audit: en_audit,
  access: en_access,
  notice: en_notice,
  export: en_export,
  desk: en_desk,
  database: en_database,
  report: en_report,
  stock: en_stock,
  vendor: en_vendor,
  printing: en_printing,
  help: en_help,
};
