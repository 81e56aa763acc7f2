// Written by `cargo xtask contract` from crates/api. Do not edit: a test fails when it is stale.

/**
 * What kind of thing an account is of.
 */
export type AccountKind = "drawer" | "vendor" | "voucher_revenue";

/**
 * A row of `activity_logs`.
 */
export type ActivityId = number;

/**
 * Lists what was done, newest first.
 */
export type ActivityList = { 
/**
 * Only about things of this kind, e.g. `voucher_batch`.
 */
subject_kind?: string, 
/**
 * Only about this thing.
 */
subject_id?: number, 
/**
 * Only what this person did.
 */
user_id?: UserId, 
/**
 * Only this deed, e.g. `voucher_void`.
 */
action?: string, 
/**
 * From this business day on.
 */
from_on?: string, 
/**
 * Up to this business day, itself included.
 */
to_on?: string, 
/**
 * Newest first; absent = yes.
 */
descending?: boolean, 
/**
 * Page.
 */
page?: Page, };

/**
 * Something somebody did.
 */
export type ActivityRow = { 
/**
 * Which.
 */
activity_id: ActivityId, 
/**
 * When.
 */
at: string, 
/**
 * Who; absent = the program itself.
 */
user_id: UserId | null, 
/**
 * Their name.
 */
user_name: string | null, 
/**
 * What: the operation's name, e.g. `voucher_batch_create`.
 */
action: string, 
/**
 * Kind of the thing, e.g. `voucher_batch`.
 */
subject_kind: string | null, 
/**
 * Which thing.
 */
subject_id: number | null, 
/**
 * Where it came through.
 */
source: string, 
/**
 * Facts for the sentence.
 */
details: Record<string, unknown>, };

/**
 * What becomes of a profile.
 */
export type AdoptOutcome = "new" | "known" | "skipped";

/**
 * A profile of the router.
 */
export type AdoptProfile = { 
/**
 * Its name.
 */
name: string, 
/**
 * What becomes of it.
 */
outcome: AdoptOutcome, 
/**
 * Code of why it is skipped.
 */
reason: string | null, 
/**
 * The plan, once there is one.
 */
plan_id: PlanId | null, 
/**
 * The batch of its users, once there is one.
 */
batch_id: VoucherBatchId | null, 
/**
 * Its code.
 */
batch_code: string | null, 
/**
 * Price, as Mikhmon wrote it; zero where nothing is written.
 */
price_sell: Money, 
/**
 * Cost, likewise.
 */
price_cost: Money, 
/**
 * Life after the first login, seconds.
 */
validity_s: number | null, 
/**
 * Online time most of its users have, seconds.
 */
usage_limit_s: number | null, 
/**
 * Data most of its users have, bytes.
 */
data_limit_bytes: number | null, 
/**
 * Devices at once.
 */
shared_users: number, 
/**
 * kbit/s from the customer.
 */
upload_kbps: number | null, 
/**
 * kbit/s to the customer.
 */
download_kbps: number | null, 
/**
 * Users that can be taken over with it.
 */
users: number, 
/**
 * It runs a script at login, such as Mikhmon's expiry; that goes on.
 */
has_script: boolean, };

/**
 * What can be taken over, or was.
 */
export type AdoptReport = { 
/**
 * Router.
 */
router_id: RouterId, 
/**
 * Taken over; otherwise a look only.
 */
done: boolean, 
/**
 * Profiles by name.
 */
profiles: Array<AdoptProfile>, 
/**
 * Users on the router.
 */
users_total: number, 
/**
 * Ours already.
 */
users_ours: number, 
/**
 * That can be taken over.
 */
users_adoptable: number, 
/**
 * Taken over now.
 */
users_adopted: number, 
/**
 * Not taken over, by reason.
 */
skipped: Array<AdoptSkipped>, 
/**
 * The first of them that are not ours.
 */
rows: Array<AdoptUser>, 
/**
 * Not listed.
 */
more: number, };

/**
 * Users that are not taken over, by reason.
 */
export type AdoptSkipped = { 
/**
 * Code.
 */
reason: string, 
/**
 * How many.
 */
count: number, };

/**
 * A user of the router.
 */
export type AdoptUser = { 
/**
 * Its name.
 */
name: string, 
/**
 * Its profile.
 */
profile: string, 
/**
 * Its comment.
 */
comment: string | null, 
/**
 * What it becomes; absent: it is skipped.
 */
status: VoucherStatus | null, 
/**
 * End of its life, where that is known.
 */
expires_at: string | null, 
/**
 * Seconds online so far.
 */
uptime_s: number, 
/**
 * Code of why it is skipped.
 */
reason: string | null, };

/**
 * What was done to a row. (That it was made stands in the log of acts.)
 */
export type AuditAct = "update" | "delete";

/**
 * One value that differs.
 */
export type AuditChange = { 
/**
 * The column.
 */
field: string, 
/**
 * Before; null for secrets.
 */
old: unknown, 
/**
 * After; null for secrets, and for what was taken away.
 */
new: unknown, 
/**
 * The values are kept nowhere: it was changed, that is all.
 */
is_secret: boolean, };

/**
 * A row of `audit_logs`.
 */
export type AuditId = number;

/**
 * Lists old and new values of what was changed, newest first.
 */
export type AuditList = { 
/**
 * Only what this person changed.
 */
user_id?: UserId, 
/**
 * Only rows of this kind, e.g. `plan`.
 */
kind?: string, 
/**
 * Only this row (with `kind`).
 */
row_id?: number, 
/**
 * Only changes, or only what was taken away.
 */
act?: AuditAct, 
/**
 * From this business day on.
 */
from_on?: string, 
/**
 * Up to this business day, itself included.
 */
to_on?: string, 
/**
 * Newest first; absent = yes.
 */
descending?: boolean, 
/**
 * Page.
 */
page?: Page, };

/**
 * A row as it was changed.
 */
export type AuditRow = { 
/**
 * Which.
 */
audit_id: AuditId, 
/**
 * When.
 */
at: string, 
/**
 * Who; absent = the program itself.
 */
user_id: UserId | null, 
/**
 * Their name.
 */
user_name: string | null, 
/**
 * Where it came through: `window`, `lan`, `cli`, `job`.
 */
source: string | null, 
/**
 * What was done.
 */
act: AuditAct, 
/**
 * What a row of the table is called, e.g. `plan`.
 */
kind: string, 
/**
 * Which row.
 */
row_id: number, 
/**
 * Its name or code now; absent when it is gone or of another place.
 */
subject: string | null, 
/**
 * Where.
 */
location_id: LocationId | null, 
/**
 * What differs, by column.
 */
changes: Array<AuditChange>, };

/**
 * A batch on its way to the routers.
 */
export type BatchProgress = { 
/**
 * Batch.
 */
batch_id: VoucherBatchId, 
/**
 * Its code.
 */
batch_code: string, 
/**
 * Copies done.
 */
done: number, 
/**
 * Copies in all.
 */
total: number, 
/**
 * Copies refused.
 */
failed: number, 
/**
 * Copies a second over the last half minute; absent = nothing moves.
 */
per_second: number | null, 
/**
 * Routers it waits for, by name.
 */
waiting_for: Array<string>, 
/**
 * Held by a person.
 */
is_paused: boolean, };

/**
 * How a batch stands on one router.
 */
export type BatchRouter = { 
/**
 * Which.
 */
router_id: RouterId, 
/**
 * Its name.
 */
router_name: string, 
/**
 * Whether a worker reaches it.
 */
link: RouterLink, 
/**
 * Last seen.
 */
last_seen_at: string | null, 
/**
 * The copies there.
 */
truth: RouterTruthCounts, };

/**
 * State of a batch.
 */
export type BatchStatus = "active" | "paused" | "void";

/**
 * What is wrong.
 */
export type BooksFault = "entry_missing" | "entry_changed" | "chain_broken" | "balance_wrong" | "account_wrong" | "session_wrong" | "drawer_not_empty" | "sale_total_wrong" | "sale_ledger_wrong" | "entry_without_sale" | "voucher_sold_without_line" | "voucher_not_sold" | "document_missing" | "vendor_transfer_wrong" | "vendor_settlement_wrong" | "entry_without_document" | "voucher_handed_without_code" | "voucher_not_handed" | "stock_wrong";

/**
 * Something that does not agree.
 */
export type BooksFinding = { 
/**
 * What is wrong.
 */
fault: BooksFault, 
/**
 * What it is about: `account`, `cash_session`, `sale`, `voucher`, `vendor_transfer`,
 * `vendor_settlement`, `voucher_batch`, `plan`.
 */
subject_kind: string, 
/**
 * Which.
 */
subject_id: number, 
/**
 * Its name, number or code.
 */
subject: string, 
/**
 * Place.
 */
location_id: LocationId, 
/**
 * The row's number in its account, of a row.
 */
number: number | null, 
/**
 * What it should be, of an amount.
 */
expected: Money | null, 
/**
 * What it is.
 */
found: Money | null, };

/**
 * The books, computed anew.
 */
export type BooksReport = { 
/**
 * Everything agrees.
 */
is_clean: boolean, 
/**
 * Accounts that were looked at.
 */
accounts: number, 
/**
 * Rows of the ledger.
 */
entries: number, 
/**
 * Shifts.
 */
sessions: number, 
/**
 * Sales, refunds and voids.
 */
sales: number, 
/**
 * Codes that are sold.
 */
vouchers: number, 
/**
 * What does not agree; of each kind the first hundred.
 */
findings: Array<BooksFinding>, };

/**
 * What moves cash in a drawer.
 */
export type CashDocument = "sale" | "movement" | "vendor_settlement";

/**
 * Makes a drawer.
 */
export type CashDrawerCreate = { 
/**
 * Place.
 */
location_id: LocationId, 
/**
 * Name, e.g. of its counter.
 */
name: string, };

/**
 * A row of `cash_drawers`.
 */
export type CashDrawerId = number;

/**
 * Lists drawers, by name.
 */
export type CashDrawerList = { 
/**
 * Only of this place.
 */
location_id?: LocationId, 
/**
 * Those that were put away too.
 */
include_inactive: boolean, 
/**
 * Page.
 */
page?: Page, };

/**
 * Opens the drawer of a shift for a cash document of it.
 */
export type CashDrawerOpen = { 
/**
 * Of which open shift.
 */
cash_session_id: CashSessionId, 
/**
 * For what.
 */
document: CashDocument, 
/**
 * Which of those.
 */
number: number, };

/**
 * A drawer that was opened.
 */
export type CashDrawerOpened = { 
/**
 * By which printer; absent where none opens it.
 */
printer_name: string | null, };

/**
 * Changes a drawer.
 */
export type CashDrawerUpdate = { 
/**
 * Which.
 */
cash_drawer_id: CashDrawerId, 
/**
 * As it was read.
 */
version: number, 
/**
 * Name.
 */
name: string, 
/**
 * In use.
 */
is_active: boolean, };

/**
 * A drawer.
 */
export type CashDrawerView = { 
/**
 * Which.
 */
cash_drawer_id: CashDrawerId, 
/**
 * Version.
 */
version: number, 
/**
 * Place.
 */
location_id: LocationId, 
/**
 * Name.
 */
name: string, 
/**
 * In use.
 */
is_active: boolean, 
/**
 * Its open shift.
 */
cash_session_id: CashSessionId | null, 
/**
 * Who answers for it.
 */
session_user_name: string | null, };

/**
 * Puts money into a drawer, or takes money out of it.
 */
export type CashMove = { 
/**
 * At which shift.
 */
cash_session_id: CashSessionId, 
/**
 * How much, above zero.
 */
amount: Money, 
/**
 * What for; kept.
 */
reason: string, 
/**
 * Random text the form drew when it was opened.
 */
idempotency_key: string, };

/**
 * Money that was put in or taken out.
 */
export type CashMoved = { 
/**
 * Row of the ledger.
 */
ledger_entry_id: LedgerEntryId, 
/**
 * The shift now.
 */
session: CashSessionView, };

/**
 * Money that was put into a drawer or taken out.
 */
export type CashMovement = { 
/**
 * When.
 */
at: string, 
/**
 * `pay_in` or `pay_out`.
 */
kind: string, 
/**
 * Above zero where it was put in.
 */
amount: Money, 
/**
 * What for.
 */
reason: string, 
/**
 * Who.
 */
user_name: string | null, };

/**
 * Sales of a shift by a way of payment.
 */
export type CashReportMethod = { 
/**
 * `cash`, `qris`, `transfer`.
 */
method: string, 
/**
 * Sales.
 */
sale_count: number, 
/**
 * Their sum.
 */
sale_amount: Money, 
/**
 * Refunds and voids.
 */
refund_count: number, 
/**
 * Their sum, above zero.
 */
refund_amount: Money, };

/**
 * Sales of a shift by plan.
 */
export type CashReportPlan = { 
/**
 * Plan.
 */
plan_id: PlanId, 
/**
 * Its name as it was sold.
 */
plan_name: string, 
/**
 * Codes.
 */
quantity: number, 
/**
 * Their sum.
 */
amount: Money, };

/**
 * Closes a shift by its count.
 */
export type CashSessionClose = { 
/**
 * Which.
 */
cash_session_id: CashSessionId, 
/**
 * What lies in the drawer, all of it.
 */
counted_amount: Money, 
/**
 * Why it differs, when that is known before the answer.
 */
difference_reason?: string, 
/**
 * Random text the form drew when it was opened.
 */
idempotency_key: string, };

/**
 * Says why a shift's count differed.
 */
export type CashSessionExplain = { 
/**
 * Which.
 */
cash_session_id: CashSessionId, 
/**
 * Why; kept.
 */
reason: string, };

/**
 * A row of `cash_sessions`: a shift.
 */
export type CashSessionId = number;

/**
 * Lists shifts, the newest first.
 */
export type CashSessionList = { 
/**
 * Only of this place.
 */
location_id?: LocationId, 
/**
 * Only of this drawer.
 */
cash_drawer_id?: CashDrawerId, 
/**
 * Only those this person answers for.
 */
user_id?: UserId, 
/**
 * Only those that are open.
 */
open_only: boolean, 
/**
 * Only those that the caller answers for.
 */
mine_only: boolean, 
/**
 * Only those whose count differed and nobody has said why.
 */
unexplained_only: boolean, 
/**
 * Newest first; absent = yes.
 */
descending?: boolean, 
/**
 * Page.
 */
page?: Page, };

/**
 * Opens a shift.
 */
export type CashSessionOpen = { 
/**
 * At which drawer.
 */
cash_drawer_id: CashDrawerId, 
/**
 * What was counted into it to begin with.
 */
float_amount: Money, 
/**
 * Note for people.
 */
note?: string, };

/**
 * Prints what a shift did, without a dialogue.
 */
export type CashSessionPrint = { 
/**
 * Which.
 */
cash_session_id: CashSessionId, 
/**
 * On which printer; absent = the one its drawer has for reports, else the place.
 */
printer_id?: PrinterId, };

/**
 * Names one shift.
 */
export type CashSessionRef = { 
/**
 * Which.
 */
cash_session_id: CashSessionId, };

/**
 * Draws what a shift did.
 */
export type CashSessionRender = { 
/**
 * Which.
 */
cash_session_id: CashSessionId, 
/**
 * On what.
 */
paper: PaperWidth, };

/**
 * What a shift did: the Z-report, or how it stands.
 */
export type CashSessionReport = { 
/**
 * The shift.
 */
session: CashSessionView, 
/**
 * Numbers of the first and the last document.
 */
first_document: string | null, 
/**
 * See `first_document`.
 */
last_document: string | null, 
/**
 * Sold and taken back, by way of payment.
 */
by_method: Array<CashReportMethod>, 
/**
 * Sold and not taken back, by plan.
 */
by_plan: Array<CashReportPlan>, 
/**
 * Cash of sales.
 */
cash_sales: Money, 
/**
 * Cash that went back, above zero.
 */
cash_refunds: Money, 
/**
 * Put in.
 */
pay_ins: Money, 
/**
 * Taken out, above zero; without what was handed over at the end.
 */
pay_outs: Money, 
/**
 * What was put in and taken out, in order.
 */
movements: Array<CashMovement>, 
/**
 * What should be in the drawer.
 */
expected_amount: Money, 
/**
 * Handed over at the end.
 */
handed_over: Money, };

/**
 * Makes the caller answer for somebody else's open shift.
 */
export type CashSessionTakeOver = { 
/**
 * Which.
 */
cash_session_id: CashSessionId, 
/**
 * Why; kept.
 */
reason: string, };

/**
 * A shift.
 */
export type CashSessionView = { 
/**
 * Which.
 */
cash_session_id: CashSessionId, 
/**
 * Its number in its place.
 */
number: number, 
/**
 * Place.
 */
location_id: LocationId, 
/**
 * Drawer.
 */
cash_drawer_id: CashDrawerId, 
/**
 * Its name.
 */
drawer_name: string, 
/**
 * Who answers for the count.
 */
user_id: UserId, 
/**
 * Their name.
 */
user_name: string, 
/**
 * Whether that is the caller.
 */
is_mine: boolean, 
/**
 * Who opened it.
 */
opened_by_name: string, 
/**
 * When.
 */
opened_at: string, 
/**
 * What it began with.
 */
float_amount: Money, 
/**
 * Sales so far, what was taken back not counted.
 */
sale_count: number, 
/**
 * What should be in the drawer; of an open shift only for who manages the desk.
 */
expected_amount: Money | null, 
/**
 * When it was counted.
 */
closed_at: string | null, 
/**
 * By whom.
 */
closed_by_name: string | null, 
/**
 * What was there.
 */
counted_amount: Money | null, 
/**
 * Counted less expected.
 */
difference_amount: Money | null, 
/**
 * Why it differs.
 */
difference_reason: string | null, 
/**
 * Note.
 */
note: string, };

/**
 * Signs a code is made of; none looks like another.
 */
export type CodeAlphabet = "digits" | "lower" | "lower_digits" | "upper" | "upper_digits";

/**
 * Code alone, or user and password.
 */
export type CodeMode = "code" | "user_password";

/**
 * How codes look.
 */
export type CodeSpec = { 
/**
 * Code alone, or user and password.
 */
mode: CodeMode, 
/**
 * Signs.
 */
alphabet: CodeAlphabet, 
/**
 * Signs in all without the prefix, 4 to 16.
 */
length: number, 
/**
 * Up to 6 lower-case letters or digits before the random part.
 */
prefix: string, };

/**
 * The company's logo.
 */
export type CompanyLogo = { 
/**
 * A PNG; absent where there is none.
 */
png_base64: string | null, 
/**
 * Pixels across.
 */
width: number | null, 
/**
 * Pixels down.
 */
height: number | null, };

/**
 * A logo to be kept.
 */
export type CompanyLogoSet = { 
/**
 * The file, a PNG or a JPEG of 700 KB at most.
 */
content_base64: string, };

/**
 * What separates the cells of a CSV.
 */
export type CsvSeparator = "comma" | "semicolon";

/**
 * The dashboard's figures.
 */
export type Dashboard = { 
/**
 * What was sold at the counter; absent for who may not see reports.
 */
sold: SoldFigures | null, 
/**
 * Codes whose first login was today.
 */
activated_today: number, 
/**
 * The same day a week ago.
 */
activated_week_ago: number, 
/**
 * Their value.
 */
activated_value_today: Money, 
/**
 * Codes made today.
 */
created_today: number, 
/**
 * Unsold codes never logged in.
 */
stock: number, 
/**
 * Their value.
 */
stock_value: Money, 
/**
 * Hotspot sessions now, over reachable routers.
 */
online: number, 
/**
 * Copies that wait for a router.
 */
pending_copies: number, 
/**
 * Copies refused or found otherwise.
 */
trouble_copies: number, 
/**
 * Activations a day, the last 14 days, oldest first.
 */
activated_days: Array<DayFigure>, 
/**
 * Stock by plan.
 */
plans: Array<PlanStock>, 
/**
 * Routers.
 */
routers: Array<RouterBrief>, 
/**
 * What needs a person, worst first.
 */
actions: Array<NeedsAction>, 
/**
 * When this was counted.
 */
at: string, };

/**
 * An outside server, without its passwords.
 */
export type DatabaseAddress = { 
/**
 * Name, address, or the folder of a socket.
 */
host: string, 
/**
 * TCP port.
 */
port: number, 
/**
 * Database.
 */
database: string, 
/**
 * `verify-full`, `verify-ca`, `require` or `disable`.
 */
tls: string, 
/**
 * This installation's login.
 */
user: string, 
/**
 * The login that owns the schema, where it is kept here.
 */
owner_user: string | null, 
/**
 * Whether certificates of its own are trusted.
 */
has_certificate: boolean, };

/**
 * A choice.
 */
export type DatabaseChoose = { 
/**
 * The server; absent = on this computer.
 */
outside?: DatabaseOutside, };

/**
 * What the database holds.
 */
export type DatabaseContents = "empty" | "ours";

/**
 * Where the data are.
 */
export type DatabaseKind = "embedded" | "outside";

/**
 * Whose sign-in a step tried.
 */
export type DatabaseLogin = "app" | "owner";

/**
 * The logins of an outside server.
 */
export type DatabaseLogins = { "by": "script", 
/**
 * Whether another computer made the database, so that the script made a login only.
 */
joins: boolean, } | { "by": "password", 
/**
 * Login that works with the rows.
 */
user: string, 
/**
 * Its password.
 */
password: Secret, 
/**
 * Login that owns the schema; absent where another computer migrates it.
 */
owner_user?: string, 
/**
 * Its password.
 */
owner_password?: Secret, };

/**
 * An outside server to be tried or chosen.
 */
export type DatabaseOutside = { 
/**
 * Name, address, or the folder of a socket.
 */
host: string, 
/**
 * TCP port.
 */
port: number, 
/**
 * Database.
 */
database: string, 
/**
 * `verify-full`, `verify-ca`, `require` or `disable`.
 */
tls: string, 
/**
 * Certificates to trust (PEM) instead of the system's.
 */
certificate?: string, 
/**
 * Who signs in there.
 */
logins: DatabaseLogins, };

/**
 * Asks for the script.
 */
export type DatabaseScript = { 
/**
 * Name of the database it makes.
 */
database: string, 
/**
 * Whether the database is there already and only a login is missing.
 */
joins: boolean, };

/**
 * The script for the server's administrator.
 */
export type DatabaseScriptText = { 
/**
 * For psql; holds no password.
 */
script: string, 
/**
 * The login it makes for this installation.
 */
role: string, };

/**
 * What is known of the choice.
 */
export type DatabaseState = { 
/**
 * Folder of this installation.
 */
data_dir: string, 
/**
 * What the program runs on; absent before it runs.
 */
now: DatabaseKind | null, 
/**
 * What the next start takes; absent where nobody chose yet.
 */
next: DatabaseKind | null, 
/**
 * The server that is kept, where one is.
 */
outside: DatabaseAddress | null, 
/**
 * Whether it was named when the program was started, so that no choice counts.
 */
is_fixed: boolean, };

/**
 * One step of the test.
 */
export type DatabaseStep = { 
/**
 * Whose sign-in.
 */
login: DatabaseLogin, 
/**
 * Stable name of the finding.
 */
code: string, 
/**
 * How it ended.
 */
status: DatabaseStepStatus, 
/**
 * English detail for support; no secrets.
 */
detail: string, };

/**
 * How a step of the test ended.
 */
export type DatabaseStepStatus = "good" | "warning" | "bad";

/**
 * How the test ended.
 */
export type DatabaseTest = { 
/**
 * Every step; the list ends where the next cannot be tried.
 */
steps: Array<DatabaseStep>, 
/**
 * Whether it can be chosen.
 */
is_usable: boolean, 
/**
 * What the database holds, once that is known.
 */
contents: DatabaseContents | null, };

/**
 * One day's figure.
 */
export type DayFigure = { 
/**
 * Business day.
 */
day: string, 
/**
 * Codes.
 */
count: number, 
/**
 * Their value.
 */
value: Money, 
/**
 * Codes on the same day 14 days before.
 */
count_before: number, };

/**
 * A simulated router that has just been started beside the program.
 */
export type DemoRouter = { 
/**
 * Host.
 */
host: string, 
/**
 * Port.
 */
port: number, 
/**
 * User.
 */
username: string, 
/**
 * Password.
 */
password: string, };

/**
 * A finished piece of paper.
 */
export type Document = { 
/**
 * Suggested file name.
 */
file_name: string, 
/**
 * `application/pdf`.
 */
media_type: string, 
/**
 * Pages.
 */
pages: number, 
/**
 * The file, base64.
 */
content_base64: string, };

/**
 * Nothing to say but that it was done.
 */
export type Done = { 
/**
 * Always true.
 */
done: boolean, };

/**
 * What to do about it.
 */
export type DriftChoice = "take" | "push" | "ignore" | "remove";

/**
 * How many rows are otherwise than wished, by how.
 */
export type DriftCounts = { 
/**
 * Vouchers' rows that are not there.
 */
missing: number, 
/**
 * That say something else.
 */
differs: number, 
/**
 * That were removed and are there.
 */
unwanted: number, 
/**
 * That belong to no voucher here.
 */
stray: number, 
/**
 * Profiles that are not there.
 */
profile_missing: number, 
/**
 * Profiles that say something else.
 */
profile_differs: number, };

/**
 * A row of `drift_items`.
 */
export type DriftId = number;

/**
 * A row that is otherwise than wished: ours, as last seen, and now.
 */
export type DriftItem = { 
/**
 * Which.
 */
drift_id: DriftId, 
/**
 * Router.
 */
router_id: RouterId, 
/**
 * Its name.
 */
router_name: string, 
/**
 * Place.
 */
location_id: LocationId, 
/**
 * How.
 */
kind: DriftKind, 
/**
 * What is being done.
 */
state: DriftState, 
/**
 * Name of the user or profile.
 */
name: string, 
/**
 * Voucher, where it is one's.
 */
voucher_id: VoucherId | null, 
/**
 * Its batch.
 */
batch_code: string | null, 
/**
 * Plan, where it is a profile.
 */
plan_id: PlanId | null, 
/**
 * Id on the router, where there is a row.
 */
ros_id: string | null, 
/**
 * What we wish, RouterOS property → value; absent: no row.
 */
ours: { [key in string]: string } | null, 
/**
 * As it was last seen before.
 */
seen: { [key in string]: string } | null, 
/**
 * As the router has it; absent: no row.
 */
now: { [key in string]: string } | null, 
/**
 * Properties that differ from what we wish.
 */
fields: Array<string>, 
/**
 * Code of why; its text says what it means.
 */
reason: string, 
/**
 * Whether the books can take it.
 */
can_take: boolean, 
/**
 * Code of why not.
 */
take_refused: string | null, 
/**
 * When it was as `seen` says.
 */
seen_at: string | null, 
/**
 * When it was first found so.
 */
found_at: string, 
/**
 * When it was last found so.
 */
looked_at: string, };

/**
 * How a row is otherwise than wished.
 */
export type DriftKind = "missing" | "differs" | "unwanted" | "stray" | "profile_missing" | "profile_differs";

/**
 * Lists drift, the newest first.
 */
export type DriftList = { 
/**
 * Only of this router.
 */
router_id?: RouterId, 
/**
 * Only of this place.
 */
location_id?: LocationId, 
/**
 * Only of these kinds; empty: all.
 */
kinds: Array<DriftKind>, 
/**
 * Only in this state.
 */
state?: DriftState, 
/**
 * Beginning of the name.
 */
search?: string, 
/**
 * Page.
 */
page?: Page, };

/**
 * Decides about rows of one router.
 */
export type DriftResolve = { 
/**
 * Router.
 */
router_id: RouterId, 
/**
 * What to do.
 */
choice: DriftChoice, 
/**
 * Which; empty: all open ones of `kinds`.
 */
drift_ids: Array<DriftId>, 
/**
 * Only of these kinds; empty: all.
 */
kinds: Array<DriftKind>, 
/**
 * Only say what would be done.
 */
dry_run: boolean, };

/**
 * What is done about rows.
 */
export type DriftResolved = { 
/**
 * Nothing was done yet.
 */
dry_run: boolean, 
/**
 * What was asked.
 */
choice: DriftChoice, 
/**
 * Rows it is done to.
 */
count: number, 
/**
 * Rows it cannot be done to.
 */
refused: number, 
/**
 * The first of them, refused ones too.
 */
rows: Array<DriftStep>, 
/**
 * Rows that are not listed.
 */
more: number, 
/**
 * The job that works the list off.
 */
job_id: JobId | null, };

/**
 * How one router stands against the books.
 */
export type DriftRouter = { 
/**
 * Which.
 */
router_id: RouterId, 
/**
 * Its name.
 */
router_name: string, 
/**
 * Place.
 */
location_id: LocationId, 
/**
 * Whether a worker reaches it.
 */
link: RouterLink, 
/**
 * Last whole comparison.
 */
compared_at: string | null, 
/**
 * Accounts on it by truth.
 */
truth: RouterTruthCounts, 
/**
 * Tasks on its list, refused ones too.
 */
waiting: number, 
/**
 * Tasks of paused batches.
 */
held: number, 
/**
 * The oldest of those that wait.
 */
oldest_waiting_at: string | null, 
/**
 * Open items.
 */
open: DriftCounts, 
/**
 * Items a person left.
 */
ignored: number, 
/**
 * Items on the list.
 */
resolving: number, 
/**
 * Users somebody else made.
 */
foreign_users: number, 
/**
 * Profiles somebody else made.
 */
foreign_profiles: number, 
/**
 * Set while nothing is written to it.
 */
gate: ReconcileGate | null, };

/**
 * What is being done about it.
 */
export type DriftState = "open" | "ignored" | "resolving";

/**
 * What is done about one row.
 */
export type DriftStep = { 
/**
 * Which.
 */
drift_id: DriftId, 
/**
 * Name of the user or profile.
 */
name: string, 
/**
 * How it is otherwise.
 */
kind: DriftKind, 
/**
 * Commands the router gets, as they would be typed.
 */
commands: Array<string>, 
/**
 * What the books take over, `property=value`.
 */
book: string | null, 
/**
 * Code of why nothing is done.
 */
refused: string | null, 
/**
 * Its batch is paused: it waits until that is resumed.
 */
held: boolean, };

/**
 * Asks how routers stand against the books.
 */
export type DriftSummaryQuery = { 
/**
 * Only of this place.
 */
location_id?: LocationId, 
/**
 * Page.
 */
page?: Page, };

/**
 * Why a session ended.
 */
export type EndCause = "logout" | "idle" | "lost" | "session_limit" | "uptime_limit" | "bytes_limit" | "kicked" | "reboot" | "other";

/**
 * Why money moved: the kinds that are posted so far (domain §7 names them all).
 */
export type EntryKind = "voucher_sale" | "voucher_refund" | "float" | "pay_in" | "pay_out" | "drawer_difference" | "vendor_top_up" | "vendor_settlement" | "commission";

/**
 * Whether the router ends codes by itself whose time is over.
 */
export type ExpiryFallback = "off" | "on";

/**
 * One column of a file.
 */
export type ExportColumn = { 
/**
 * Its id; what stands before a dot is the column of the screen it belongs to.
 */
id: string, 
/**
 * Its title.
 */
title: string, };

/**
 * The columns a file of a list can have.
 */
export type ExportColumns = { 
/**
 * In their order.
 */
columns: Array<ExportColumn>, };

/**
 * Asks which columns a file of a list can have.
 */
export type ExportColumnsGet = { 
/**
 * Which list, by its operation.
 */
list: string, 
/**
 * Language of the titles; absent = the caller's.
 */
locale?: Locale, };

/**
 * Asks for a file of a list.
 */
export type ExportCreate = { 
/**
 * Which list, by its operation: `voucher_list`.
 */
list: string, 
/**
 * The list's own input without its page: filters and order as on the screen.
 */
input: Record<string, unknown>, 
/**
 * What kind of file.
 */
format: ExportFormat, 
/**
 * Columns in this order; absent = all.
 */
columns?: Array<string>, 
/**
 * Only rows with these ids, up to 10,000; absent = all the input asks for.
 */
only?: Array<number>, 
/**
 * Language of its head and words; absent = the caller's.
 */
locale?: Locale, 
/**
 * CSV: what separates; absent = as spreadsheets of the language expect.
 */
separator?: CsvSeparator, 
/**
 * CSV: begins with the mark by which Excel knows UTF-8; absent = yes.
 */
with_mark?: boolean, };

/**
 * A file about to be saved.
 */
export type ExportFile = { 
/**
 * Suggested name.
 */
file_name: string, 
/**
 * Media type.
 */
media_type: string, 
/**
 * Bytes in all.
 */
bytes: number, 
/**
 * Parts, numbered from 0.
 */
parts: number, };

/**
 * What kind of file.
 */
export type ExportFormat = "csv" | "xlsx";

/**
 * A row of `exports`: a list on its way into a file.
 */
export type ExportId = number;

/**
 * One part of a file.
 */
export type ExportPart = { 
/**
 * Its bytes, base64.
 */
content_base64: string, };

/**
 * Names one part of a file.
 */
export type ExportPartGet = { 
/**
 * Which file.
 */
export_id: ExportId, 
/**
 * Which part, from 0.
 */
number: number, };

/**
 * Names one file of the caller's.
 */
export type ExportRef = { 
/**
 * Which.
 */
export_id: ExportId, };

/**
 * A file of the caller's.
 */
export type ExportRow = { 
/**
 * Which.
 */
export_id: ExportId, 
/**
 * The list, by its operation.
 */
list: string, 
/**
 * What kind of file.
 */
format: ExportFormat, 
/**
 * Suggested name.
 */
file_name: string, 
/**
 * How far it is.
 */
state: ExportState, 
/**
 * Rows written so far.
 */
rows_done: number, 
/**
 * Rows in all; absent = not known beforehand.
 */
rows_total: number | null, 
/**
 * Bytes, once it is whole.
 */
bytes: number | null, 
/**
 * Code of why it failed.
 */
error_code: string | null, 
/**
 * Asked for.
 */
created_at: string, 
/**
 * Whole since.
 */
ready_at: string | null, 
/**
 * First saved.
 */
opened_at: string | null, 
/**
 * Not kept after.
 */
kept_until: string, };

/**
 * How far a file is.
 */
export type ExportState = "waiting" | "running" | "ready" | "failed" | "cancelled";

/**
 * How that stands on the router. Never claimed, always seen.
 */
export type FallbackState = "none" | "pending" | "applied" | "failed" | "drifted";

/**
 * Joins this installation to a database whose data key it lacks.
 */
export type InstallationJoin = { 
/**
 * The code printed at first start; spaces, dashes and case do not matter.
 */
recovery_code: Secret, };

/**
 * Makes a new recovery code in the place of the old one.
 */
export type InstallationRecoveryRenew = { 
/**
 * Password of whoever asks.
 */
password: Secret, };

/**
 * The traffic of one interface.
 */
export type InterfaceTraffic = { 
/**
 * Its name.
 */
name: string, 
/**
 * Oldest first; one a second, the last 120 are kept.
 */
samples: Array<TrafficSample>, };

/**
 * Groups of job states.
 */
export type JobGroup = "running" | "waiting" | "failed" | "done";

/**
 * A row of `jobs`.
 */
export type JobId = number;

/**
 * Lists jobs, newest first.
 */
export type JobList = { 
/**
 * `running`, `waiting`, `failed` or `done`; absent = all.
 */
group?: JobGroup, 
/**
 * Only of this kind, e.g. `router_drain`.
 */
kind?: string, 
/**
 * Also what schedules make and what gives no trouble; absent = no.
 */
include_routine?: boolean, 
/**
 * Page.
 */
page?: Page, };

/**
 * Names one job.
 */
export type JobRef = { 
/**
 * Which.
 */
job_id: JobId, };

/**
 * A job.
 */
export type JobRow = { 
/**
 * Which.
 */
job_id: JobId, 
/**
 * Kind, e.g. `router_drain`.
 */
kind: string, 
/**
 * Group of its state.
 */
group: JobGroup, 
/**
 * Exact state.
 */
state: string, 
/**
 * What it is about, e.g. a router's name.
 */
subject: string | null, 
/**
 * Router it works on.
 */
router_id: RouterId | null, 
/**
 * Done so far.
 */
progress_done: number | null, 
/**
 * Of.
 */
progress_total: number | null, 
/**
 * Attempts.
 */
attempts: number, 
/**
 * At most.
 */
max_attempts: number, 
/**
 * Code of the last error.
 */
error_code: string | null, 
/**
 * Its parameters.
 */
error_params: Record<string, unknown> | null, 
/**
 * Due.
 */
run_at: string, 
/**
 * Made.
 */
created_at: string, 
/**
 * Ended.
 */
finished_at: string | null, };

/**
 * Work at a glance, for the top bar.
 */
export type JobSummary = { 
/**
 * Being worked on.
 */
running: number, 
/**
 * Waiting.
 */
waiting: number, 
/**
 * Given up.
 */
failed: number, 
/**
 * The jobs with progress, for the cards.
 */
cards: Array<BatchProgress>, 
/**
 * Workers.
 */
workers: Array<WorkerRow>, };

/**
 * Work at a glance.
 */
export type JobSummaryGet = { 
/**
 * Counts also what schedules make and what gives no trouble; absent = no.
 */
include_routine?: boolean, };

/**
 * A row of `ledger_accounts`.
 */
export type LedgerAccountId = number;

/**
 * Lists accounts.
 */
export type LedgerAccountList = { 
/**
 * Only of this place.
 */
location_id?: LocationId, 
/**
 * Page.
 */
page?: Page, };

/**
 * An account and what it holds.
 */
export type LedgerAccountRow = { 
/**
 * Which.
 */
ledger_account_id: LedgerAccountId, 
/**
 * Place.
 */
location_id: LocationId, 
/**
 * Of what.
 */
kind: AccountKind, 
/**
 * The drawer, of a drawer.
 */
cash_drawer_id: CashDrawerId | null, 
/**
 * The vendor, of a vendor.
 */
vendor_id: VendorId | null, 
/**
 * Name of the drawer, the vendor or the place.
 */
name: string, 
/**
 * What it holds.
 */
balance: Money, 
/**
 * Rows in it.
 */
entries: number, };

/**
 * An account in which the same deed wrote as well.
 */
export type LedgerCounterAccount = { 
/**
 * Which.
 */
ledger_account_id: LedgerAccountId, 
/**
 * Of what it is.
 */
kind: AccountKind, 
/**
 * Name of the drawer, the vendor or the place.
 */
name: string, };

/**
 * A row of `financial_transactions`.
 */
export type LedgerEntryId = number;

/**
 * Lists rows of the ledger, the newest first.
 */
export type LedgerEntryList = { 
/**
 * Only of this place.
 */
location_id?: LocationId, 
/**
 * Only of this account.
 */
ledger_account_id?: LedgerAccountId, 
/**
 * Only of this shift.
 */
cash_session_id?: CashSessionId, 
/**
 * Only what this person did.
 */
user_id?: UserId, 
/**
 * Only of this kind.
 */
kind?: EntryKind, 
/**
 * From this business day of its place.
 */
from_on?: string, 
/**
 * To this business day of its place, it included.
 */
to_on?: string, 
/**
 * Newest first; absent = yes.
 */
descending?: boolean, 
/**
 * Page.
 */
page?: Page, };

/**
 * A row of the ledger.
 */
export type LedgerEntryRow = { 
/**
 * Which.
 */
ledger_entry_id: LedgerEntryId, 
/**
 * Account.
 */
ledger_account_id: LedgerAccountId, 
/**
 * Of what the account is.
 */
account_kind: AccountKind, 
/**
 * Name of the drawer, the vendor or the place it is of.
 */
account_name: string, 
/**
 * Place.
 */
location_id: LocationId, 
/**
 * 1, 2, 3, … in its account.
 */
number: number, 
/**
 * When.
 */
at: string, 
/**
 * Why, e.g. `voucher_sale`.
 */
kind: string, 
/**
 * Above zero: the account holds more afterwards.
 */
amount: Money, 
/**
 * What it held before.
 */
balance_before: Money, 
/**
 * What it held afterwards.
 */
balance_after: Money, 
/**
 * Shift.
 */
cash_session_id: CashSessionId | null, 
/**
 * Its number at its place.
 */
session_number: number | null, 
/**
 * What it was for, e.g. `sale`.
 */
subject_kind: string | null, 
/**
 * Which.
 */
subject_id: number | null, 
/**
 * Number of the document it comes from, of a sale or a vendor's.
 */
document_number: string | null, 
/**
 * The vendor, where one is in it.
 */
vendor_id: VendorId | null, 
/**
 * Where the same deed wrote as well.
 */
counter_accounts: Array<LedgerCounterAccount>, 
/**
 * Who; absent = the program itself.
 */
user_id: UserId | null, 
/**
 * Their name.
 */
user_name: string | null, 
/**
 * Reason or note.
 */
note: string, };

/**
 * The language a person reads.
 */
export type Locale = "id" | "en";

/**
 * A place, briefly.
 */
export type LocationBrief = { 
/**
 * Which.
 */
location_id: LocationId, 
/**
 * Name.
 */
name: string, 
/**
 * IANA zone.
 */
time_zone: string, };

/**
 * Makes a place.
 */
export type LocationCreate = { 
/**
 * Its name.
 */
name: string, 
/**
 * Postal address.
 */
address?: string, 
/**
 * Phone, any of the three spellings.
 */
phone?: string, 
/**
 * IANA zone its business days are counted in.
 */
time_zone: string, };

/**
 * A row of `locations`.
 */
export type LocationId = number;

/**
 * A place in a list.
 */
export type LocationRow = { 
/**
 * Which.
 */
location_id: LocationId, 
/**
 * Version for the edit form.
 */
version: number, 
/**
 * Name.
 */
name: string, 
/**
 * Postal address.
 */
address: string, 
/**
 * Phone in `+62…` form.
 */
phone: string | null, 
/**
 * IANA zone.
 */
time_zone: string, 
/**
 * A shift, a sale, a batch or a vendor's document was numbered there: its days are told, and its zone stays.
 */
is_zone_fixed: boolean, 
/**
 * In use.
 */
is_active: boolean, 
/**
 * Routers in use there.
 */
router_count: number, 
/**
 * People who work there and may sign in.
 */
user_count: number, 
/**
 * Made at.
 */
created_at: string, };

/**
 * Changes a place.
 */
export type LocationUpdate = { 
/**
 * Which.
 */
location_id: LocationId, 
/**
 * Version the form was filled from.
 */
version: number, 
/**
 * Its name.
 */
name: string, 
/**
 * Postal address.
 */
address?: string, 
/**
 * Phone.
 */
phone?: string, 
/**
 * IANA zone.
 */
time_zone: string, 
/**
 * In use.
 */
is_active: boolean, };

/**
 * The signed-in person.
 */
export type Me = { 
/**
 * Who.
 */
user_id: UserId, 
/**
 * Full name.
 */
name: string, 
/**
 * Username.
 */
username: string, 
/**
 * Code of the role, e.g. `super_admin`.
 */
role_code: string, 
/**
 * The role's own name.
 */
role_name: string, 
/**
 * Everything they may do.
 */
permissions: PermissionSet, 
/**
 * Language.
 */
locale: Locale, 
/**
 * `light`, `dark` or `auto`.
 */
color_scheme: string, 
/**
 * The places they see.
 */
locations: Array<LocationBrief>, 
/**
 * Has a PIN that opens a locked session.
 */
has_pin: boolean, 
/**
 * Signed in with a one-time password: must change it before anything else.
 */
must_change_password: boolean, 
/**
 * Minutes without input after which the screen is locked; 0 = never.
 */
idle_lock_minutes: number, };

/**
 * Changes one's own password.
 */
export type MePasswordChange = { 
/**
 * The one that holds now.
 */
old_password: Secret, 
/**
 * At least twelve characters, and another one.
 */
new_password: Secret, };

/**
 * Sets or takes away one's own PIN.
 */
export type MePinSet = { 
/**
 * The password that holds now.
 */
password: Secret, 
/**
 * Four to eight digits; absent = no PIN any more.
 */
pin?: Secret, };

/**
 * A person's own preferences. Absent fields stay as they are.
 */
export type MePreferencesSet = { 
/**
 * Language.
 */
locale?: Locale, 
/**
 * `light`, `dark` or `auto`.
 */
color_scheme?: string, };

/**
 * An amount of the database's currency (rupiah by default).
 *
 * On the wire it is text with two decimals (`"5000.00"`), because JavaScript's
 * numbers are floats. It never rounds by itself: see [`Money::round_whole`].
 */
export type Money = string;

/**
 * Something that needs a person.
 */
export type NeedsAction = { 
/**
 * `router_gate`, `router_down`, `router_clock_wrong`, `copies_failed`, `copies_drifted`, `job_failed`, `stock_low`,
 * `licence_near`.
 */
code: string, 
/**
 * What the text needs.
 */
params: Record<string, unknown>, 
/**
 * Screen to open, e.g. `/routers/3`.
 */
link: string, };

/**
 * An operation that takes nothing.
 */
export type Nothing = Record<symbol, never>;

/**
 * A row of `notices`.
 */
export type NoticeId = number;

/**
 * What a notice is about.
 */
export type NoticeKind = "router_down" | "stock_low" | "job_dead" | "backup_failed" | "license_near" | "shift_open" | "access_changed";

/**
 * Lists one's own notices.
 */
export type NoticeList = { 
/**
 * Only what was not read.
 */
unread_only?: boolean, 
/**
 * Only what is not over.
 */
open_only?: boolean, 
/**
 * Only of this kind.
 */
kind?: NoticeKind, 
/**
 * Newest first; absent = yes.
 */
descending?: boolean, 
/**
 * Page.
 */
page?: Page, };

/**
 * How somebody wants to be told of one kind.
 */
export type NoticePreference = { 
/**
 * Which kind.
 */
kind: NoticeKind, 
/**
 * In the program: bell and page.
 */
program: boolean, 
/**
 * By the desk's own notifications.
 */
system: boolean, };

/**
 * How somebody wants to be told.
 */
export type NoticePreferences = { 
/**
 * By kind; only those they can get.
 */
kinds: Array<NoticePreference>, 
/**
 * From `HH:MM` on the desk shows nothing by itself, in the person's zone.
 */
quiet_from: string | null, 
/**
 * Until `HH:MM`; both or none; may pass midnight.
 */
quiet_until: string | null, };

/**
 * Marks notices as read.
 */
export type NoticeRead = { 
/**
 * These.
 */
notice_ids?: Array<NoticeId>, 
/**
 * All up to this one, itself included.
 */
up_to?: NoticeId, };

/**
 * A notice to somebody.
 */
export type NoticeRow = { 
/**
 * Which.
 */
notice_id: NoticeId, 
/**
 * What it is about.
 */
kind: NoticeKind, 
/**
 * How bad it is.
 */
severity: NoticeSeverity, 
/**
 * Facts for the sentence.
 */
params: Record<string, unknown>, 
/**
 * Screen to open, e.g. `/routers/3`.
 */
link: string, 
/**
 * Where; absent = the whole program.
 */
location_id: LocationId | null, 
/**
 * Since when.
 */
raised_at: string, 
/**
 * It is over since then.
 */
cleared_at: string | null, 
/**
 * The caller read it then.
 */
read_at: string | null, };

/**
 * How bad something is.
 */
export type NoticeSeverity = "warn" | "bad";

/**
 * Numbers for the bell.
 */
export type NoticeSummary = { 
/**
 * Not read yet.
 */
unread: number, 
/**
 * Not over yet.
 */
open: number, 
/**
 * The one brought last, read or not.
 */
newest: NoticeId | null, };

/**
 * A password for one sign-in, shown this once.
 */
export type OneTimePassword = { 
/**
 * Whose.
 */
username: string, 
/**
 * The password.
 */
password: string, 
/**
 * It holds until then.
 */
until: string, };

/**
 * Makes the first owner account of an empty database.
 */
export type OwnerCreate = { 
/**
 * Name of the business, printed on every sheet.
 */
company_name: string, 
/**
 * IANA zone business days are counted in, e.g. `Asia/Jakarta`.
 */
time_zone: string, 
/**
 * Language of the program.
 */
locale: Locale, 
/**
 * The person's name.
 */
name: string, 
/**
 * What they sign in with.
 */
username: string, 
/**
 * At least twelve characters.
 */
password: Secret, };

/**
 * The first owner exists.
 */
export type OwnerCreated = { 
/**
 * Session of the owner, as after a sign-in.
 */
signed_in: SignedIn, 
/**
 * The recovery code, shown this once: whoever has it and the database can
 * read its secrets.
 */
recovery_code: string, };

/**
 * Which part of a list is wanted.
 */
export type Page = { 
/**
 * The cursor the page before returned; absent = from the start.
 */
after?: string, 
/**
 * Rows wanted, 1 to [`PAGE_LIMIT_MAX`]; absent = 100.
 */
limit?: number, };

/**
 * One page of rows.
 */
export type Paged<T> = { 
/**
 * The rows, in the order asked for.
 */
rows: Array<T>, 
/**
 * The cursor of the next page; absent = this was the last.
 */
next: string | null, };

/**
 * A way of payment.
 */
export type PaidBy = "cash" | "qris" | "transfer";

/**
 * What a receipt or a report is drawn on.
 */
export type PaperWidth = "mm58" | "mm80" | "a4";

/**
 * One thing a person may be allowed to do.
 */
export type Permission = "dashboard.view" | "settings.view" | "settings.edit" | "user.view" | "user.edit" | "desk.switch" | "audit.view" | "router.view" | "router.edit" | "router.sync" | "plan.view" | "plan.edit" | "voucher.view" | "voucher.create" | "voucher.void" | "voucher.extend" | "voucher.unlock" | "voucher.print" | "printer.manage" | "cash.view" | "cash.operate" | "cash.move" | "cash.manage" | "sale.view" | "sale.create" | "sale.void" | "sale.refund" | "vendor.view" | "vendor.edit" | "vendor.settle" | "vendor.own" | "ledger.view" | "report.view" | "job.view" | "job.manage" | "database.manage";

/**
 * One thing a person may be allowed to do.
 */
export type PermissionRow = { 
/**
 * Its name, `area.action`.
 */
permission: Permission, 
/**
 * The area, e.g. `voucher`.
 */
area: string, 
/**
 * What it allows there, e.g. `view`.
 */
action: string, 
/**
 * The caller may: only such can be given to others.
 */
is_held: boolean, };

/**
 * A set of permissions.
 */
export type PermissionSet = Array<Permission>;

/**
 * One packet.
 */
export type PingReply = { 
/**
 * From 0.
 */
seq: number, 
/**
 * Who answered.
 */
host: string | null, 
/**
 * Why not, in the router's word: `timeout`, `no route to host`; absent = answered.
 */
status: string | null, 
/**
 * Round trip, microseconds.
 */
time_us: number | null, 
/**
 * Hops left.
 */
ttl: number | null, 
/**
 * Bytes.
 */
size: number | null, };

/**
 * Makes a plan.
 */
export type PlanCreate = { 
/**
 * Place.
 */
location_id: LocationId, 
/**
 * What it sets.
 */
terms: PlanTerms, 
/**
 * Routers that get its profile.
 */
router_ids: Array<RouterId>, };

/**
 * A row of `service_plans`.
 */
export type PlanId = number;

/**
 * Lists plans.
 */
export type PlanList = { 
/**
 * Only of this place.
 */
location_id?: LocationId, 
/**
 * Only what has exactly this name, in any case.
 */
name?: string, 
/**
 * Those no longer sold too.
 */
include_inactive: boolean, 
/**
 * Order; absent = by name.
 */
sort?: PlanSort, 
/**
 * Downwards; absent = no.
 */
descending?: boolean, 
/**
 * Page.
 */
page?: Page, };

/**
 * Names one plan.
 */
export type PlanRef = { 
/**
 * Which.
 */
plan_id: PlanId, };

/**
 * A plan's profile on one router.
 */
export type PlanRouter = { 
/**
 * Which.
 */
router_id: RouterId, 
/**
 * Its name.
 */
router_name: string, 
/**
 * How the profile stands there.
 */
truth: Truth, 
/**
 * Why it failed or drifted.
 */
reason: string | null, 
/**
 * Whether the router is reached: where it is not, a code that is made now opens later.
 */
link: RouterLink, };

/**
 * Columns plans can be sorted by.
 */
export type PlanSort = "name" | "price_sell" | "stock";

/**
 * Stock of one plan.
 */
export type PlanStock = { 
/**
 * Plan.
 */
plan_id: PlanId, 
/**
 * Its name.
 */
name: string, 
/**
 * Unsold codes.
 */
stock: number, 
/**
 * First logins in the last seven days.
 */
activated_7_days: number, };

/**
 * What a hotspot plan sets. An absent limit = unlimited.
 */
export type PlanTerms = { 
/**
 * Name, unique in its place.
 */
name: string, 
/**
 * Key at the counter, 1 to 9.
 */
shortcut_key: number | null, 
/**
 * Online time, seconds.
 */
usage_limit_s: number | null, 
/**
 * Bytes up and down together.
 */
data_limit_bytes: number | null, 
/**
 * Life after first login, seconds; absent = never expires.
 */
validity_s: number | null, 
/**
 * Devices at once.
 */
shared_users: number, 
/**
 * Bound to the first device.
 */
lock_mac: boolean, 
/**
 * kbit/s from the customer.
 */
upload_kbps: number | null, 
/**
 * kbit/s to the customer.
 */
download_kbps: number | null, 
/**
 * What the customer pays.
 */
price_sell: Money, 
/**
 * What an agent hands over, or the plan costs.
 */
price_cost: Money, 
/**
 * Profile on the router; made by us, letters, digits, `-`, `_`.
 */
profile_name: string, 
/**
 * Fewer codes on hand call for more; absent = by what was used of late.
 */
low_stock_at: number | null, };

/**
 * Changes a plan. Codes already made keep the terms they were made with; the
 * profile on the routers follows.
 */
export type PlanUpdate = { 
/**
 * Which.
 */
plan_id: PlanId, 
/**
 * Version the form was filled from.
 */
version: number, 
/**
 * What it sets.
 */
terms: PlanTerms, 
/**
 * Routers that get its profile.
 */
router_ids: Array<RouterId>, 
/**
 * Still sold.
 */
is_active: boolean, };

/**
 * A plan.
 */
export type PlanView = { 
/**
 * Which.
 */
plan_id: PlanId, 
/**
 * Version for the edit form.
 */
version: number, 
/**
 * Place.
 */
location_id: LocationId, 
/**
 * What it sets.
 */
terms: PlanTerms, 
/**
 * Still sold.
 */
is_active: boolean, 
/**
 * Its profile on each router.
 */
routers: Array<PlanRouter>, 
/**
 * Codes made, unsold and not void.
 */
stock: number, 
/**
 * Made at.
 */
created_at: string, };

/**
 * Something to know before a batch is made.
 */
export type PreviewWarning = { 
/**
 * `router_down`, `router_clock_wrong`, `qr_login_off`, `last_sheet_short`, `no_router`,
 * `no_dns_name`.
 */
code: string, 
/**
 * What the text needs.
 */
params: Record<string, unknown>, };

/**
 * A row of `print_log`.
 */
export type PrintId = number;

/**
 * Kinds of paper a printer may be chosen for.
 */
export type PrintTemplate = "sheet" | "slip" | "receipt" | "report";

/**
 * What was handed to a printer.
 */
export type Printed = { 
/**
 * Which printer.
 */
printer_id: PrinterId, 
/**
 * Its name.
 */
printer_name: string, 
/**
 * Slips, sheets or reports.
 */
pieces: number, };

/**
 * Characters above ASCII that a thermal printer has.
 */
export type PrinterCodePage = "pc437" | "pc858" | "wpc1252";

/**
 * Adds a printer.
 */
export type PrinterCreate = { 
/**
 * Place.
 */
location_id: LocationId, 
/**
 * What it is.
 */
printer: PrinterSpec, };

/**
 * A row of `printers`.
 */
export type PrinterId = number;

/**
 * How a printer is reached.
 */
export type PrinterKind = "network" | "file" | "system";

/**
 * Lists printers, by name.
 */
export type PrinterList = { 
/**
 * Only of this place.
 */
location_id?: LocationId, 
/**
 * Those that are not in use any more too.
 */
include_inactive: boolean, 
/**
 * Page.
 */
page?: Page, };

/**
 * What lies in a printer.
 */
export type PrinterPaper = "mm58" | "mm80" | "sheet";

/**
 * Names one printer.
 */
export type PrinterRef = { 
/**
 * Which.
 */
printer_id: PrinterId, };

/**
 * A printer as a person describes it.
 */
export type PrinterSpec = { 
/**
 * What people call it.
 */
name: string, 
/**
 * How it is reached.
 */
kind: PrinterKind, 
/**
 * `host` or `host:port` (9100 where none is named), a device or share, or a queue.
 */
target: string, 
/**
 * What lies in it.
 */
paper: PrinterPaper, 
/**
 * Characters of a thermal printer.
 */
code_page: PrinterCodePage, 
/**
 * Whether it cuts.
 */
has_cutter: boolean, 
/**
 * Whether a drawer hangs on it, which a cash sale opens.
 */
opens_drawer: boolean, 
/**
 * Whether it draws a QR from its text; else the QR is sent as dots.
 */
draws_qr: boolean, 
/**
 * To the right, millimetres; on a roll not below zero.
 */
offset_x_mm: number, 
/**
 * Downwards, millimetres; on a roll not below zero.
 */
offset_y_mm: number, 
/**
 * The drawer it stands at: for that drawer's shifts it goes before the place's. Absent = the place's.
 */
cash_drawer_id?: CashDrawerId, 
/**
 * What it prints by itself at its drawer or place, in another printer's stead.
 */
prints: Array<PrintTemplate>, };

/**
 * Changes a printer.
 */
export type PrinterUpdate = { 
/**
 * Which.
 */
printer_id: PrinterId, 
/**
 * As it was read.
 */
version: number, 
/**
 * What it is.
 */
printer: PrinterSpec, 
/**
 * In use.
 */
is_active: boolean, };

/**
 * A printer.
 */
export type PrinterView = { 
/**
 * Which.
 */
printer_id: PrinterId, 
/**
 * Version.
 */
version: number, 
/**
 * Place.
 */
location_id: LocationId, 
/**
 * Name.
 */
name: string, 
/**
 * How it is reached.
 */
kind: PrinterKind, 
/**
 * Address, device or queue.
 */
target: string, 
/**
 * What lies in it.
 */
paper: PrinterPaper, 
/**
 * Characters.
 */
code_page: PrinterCodePage, 
/**
 * Cuts.
 */
has_cutter: boolean, 
/**
 * Has a drawer.
 */
opens_drawer: boolean, 
/**
 * Draws a QR from its text.
 */
draws_qr: boolean, 
/**
 * To the right, millimetres.
 */
offset_x_mm: number, 
/**
 * Downwards, millimetres.
 */
offset_y_mm: number, 
/**
 * The drawer it stands at; none = the place's.
 */
cash_drawer_id: CashDrawerId | null, 
/**
 * The drawer's name.
 */
cash_drawer_name: string | null, 
/**
 * What it prints by itself at its drawer or place.
 */
prints: Array<PrintTemplate>, 
/**
 * In use.
 */
is_active: boolean, };

/**
 * What is printed unless somebody chooses otherwise.
 */
export type Printing = { 
/**
 * Layout of sheets: paper, cards on it, design.
 */
preset: string, 
/**
 * Whether cards carry a QR, where there is room for one.
 */
has_qr: boolean, 
/**
 * Width of a slip's roll, millimetres: 58 or 80.
 */
slip_mm: number, 
/**
 * Name of the wireless network that cards and slips say to join, at most 32 bytes (IEEE 802.11); empty = none.
 */
ssid: string, 
/**
 * One line of terms on cards and slips, such as that money does not go back; empty = none.
 */
terms: string, 
/**
 * Whether each price has a colour of its own, on designs that have a place for it.
 */
has_tints: boolean, };

/**
 * What is printed at a place.
 */
export type PrintingGet = { 
/**
 * Which place; absent = the company.
 */
location_id?: LocationId, };

/**
 * What is printed at a place that has its own, or in the company.
 */
export type PrintingRow = { 
/**
 * The place; absent = the company.
 */
location_id: LocationId | null, 
/**
 * What.
 */
printing: Printing, };

/**
 * Changes what is printed.
 */
export type PrintingSet = { 
/**
 * Which place; absent = the company.
 */
location_id?: LocationId, 
/**
 * What; absent = the place goes by the company's.
 */
printing?: Printing, };

/**
 * Somebody who may take a desk over by PIN.
 */
export type QuickPerson = { 
/**
 * Who.
 */
user_id: UserId, 
/**
 * Full name.
 */
name: string, 
/**
 * Code of the role.
 */
role_code: string, 
/**
 * The role's own name.
 */
role_name: string, };

/**
 * A router that waits for a person: it knows vouchers this database never gave out,
 * as after an older backup was restored.
 */
export type ReconcileGate = { 
/**
 * Since when.
 */
since: string, 
/**
 * Highest voucher id on the router.
 */
highest_seen: number, 
/**
 * Highest voucher id here when it was seen.
 */
highest_ours: number, };

/**
 * A recovery code, shown this once.
 */
export type RecoveryCode = { 
/**
 * The code; the one before it opens nothing any more.
 */
recovery_code: string, };

/**
 * By what a report is told apart.
 */
export type ReportBy = "day" | "hour" | "plan" | "cashier" | "place" | "vendor" | "method" | "shift";

/**
 * Asks for a report over business days, both ends included.
 */
export type ReportGet = { 
/**
 * What is reported.
 */
kind: ReportKind, 
/**
 * By what it is told apart; shifts are told one by one, by `shift`.
 */
by: ReportBy, 
/**
 * First day.
 */
from_on: string, 
/**
 * Last day.
 */
to_on: string, 
/**
 * Only of this place.
 */
location_id?: LocationId, 
/**
 * Only of this plan; not asked of shifts.
 */
plan_id?: PlanId, 
/**
 * Only by this person; of sales and shifts.
 */
user_id?: UserId, 
/**
 * Only shifts that differed and that nobody has explained.
 */
unexplained_only?: boolean, };

/**
 * What is reported.
 */
export type ReportKind = "sales" | "truths" | "unsold" | "shifts" | "vendors";

/**
 * One row.
 */
export type ReportRow<S> = { 
/**
 * The plan, person, place, vendor or shift (0 = the shop itself, nobody); the hour, 0 to 23; a
 * way of payment has none and a day is in `day`.
 */
key: number, 
/**
 * Business day.
 */
day: string | null, 
/**
 * What it is called; empty for days, hours and the shop among vendors.
 */
name: string, 
/**
 * What it was in the period.
 */
sums: S, 
/**
 * What the same was in the period before; of days the day that stands there.
 */
before: S, };

/**
 * Rows of one kind.
 */
export type ReportRows<S> = { 
/**
 * The rows: days in their order, else the largest first.
 */
rows: Array<ReportRow<S>>, 
/**
 * Over all rows.
 */
total: S, 
/**
 * Over all rows of the period before.
 */
before: S, };

/**
 * Rows and sums, by kind.
 */
export type ReportTable = { "kind": "sales" } & ReportRows<SalesSums> | { "kind": "truths" } & ReportRows<TruthSums> | { "kind": "unsold" } & ReportRows<UnsoldSums> | { "kind": "shifts" } & ReportRows<ShiftSums> | { "kind": "vendors" } & ReportRows<VendorSums>;

/**
 * A report with the period before it.
 */
export type ReportView = { 
/**
 * What is reported.
 */
kind: ReportKind, 
/**
 * By what.
 */
by: ReportBy, 
/**
 * First day.
 */
from_on: string, 
/**
 * Last day.
 */
to_on: string, 
/**
 * First day of the period it is compared with.
 */
before_from_on: string, 
/**
 * Last day of it.
 */
before_to_on: string, 
/**
 * The rows of its kind.
 */
table: ReportTable, 
/**
 * When this was counted.
 */
at: string, };

/**
 * The caller's own account.
 */
export type ResellerAccount = { 
/**
 * Name of the shop.
 */
name: string, 
/**
 * How it pays.
 */
mode: VendorMode, 
/**
 * What a code costs.
 */
pricing: VendorPricing, 
/**
 * Share, in hundredths of a percent.
 */
commission_bp: number, 
/**
 * Amount for each code.
 */
commission_amount: Money, 
/**
 * Above zero: paid in and not used yet; below: owed.
 */
balance: Money, 
/**
 * Codes in hand.
 */
in_hand: number, 
/**
 * Codes used and not settled.
 */
to_settle: number, 
/**
 * What is owed for those.
 */
to_settle_amount: Money, 
/**
 * Own prices, by plan.
 */
prices: Array<VendorPriceRow>, };

/**
 * A page of the caller's own list.
 */
export type ResellerList = { 
/**
 * Page.
 */
page?: Page, };

/**
 * Asks for the caller's own statement.
 */
export type ResellerStatementGet = { 
/**
 * From this business day on.
 */
from_on: string, 
/**
 * Up to this business day, itself included.
 */
to_on: string, };

/**
 * Makes a role.
 */
export type RoleCreate = { 
/**
 * Its name.
 */
name: string, 
/**
 * What it is for.
 */
description?: string, 
/**
 * What it may do: nothing the caller may not.
 */
permissions: PermissionSet, };

/**
 * Puts a role away.
 */
export type RoleDeactivate = { 
/**
 * Which.
 */
role_id: RoleId, 
/**
 * Version the screen shows.
 */
version: number, };

/**
 * A row of `roles`.
 */
export type RoleId = number;

/**
 * A role.
 */
export type RoleRow = { 
/**
 * Which.
 */
role_id: RoleId, 
/**
 * Code, e.g. `operator`.
 */
code: string, 
/**
 * Version for the edit form.
 */
version: number, 
/**
 * Name.
 */
name: string, 
/**
 * What it is for.
 */
description: string, 
/**
 * Came with the program.
 */
is_system: boolean, 
/**
 * May do everything, now and in later versions; never changed.
 */
is_super: boolean, 
/**
 * May be given to people.
 */
is_active: boolean, 
/**
 * What it may do.
 */
permissions: PermissionSet, 
/**
 * People who have it.
 */
user_count: number, };

/**
 * Changes a role.
 */
export type RoleUpdate = { 
/**
 * Which.
 */
role_id: RoleId, 
/**
 * Version the form was filled from.
 */
version: number, 
/**
 * Its name; that of a role that came with the program stays.
 */
name: string, 
/**
 * What it is for.
 */
description?: string, 
/**
 * What it may do.
 */
permissions: PermissionSet, 
/**
 * May be given to people.
 */
is_active: boolean, };

/**
 * Where a router is and how to sign in to it.
 */
export type RouterAddress = { 
/**
 * Host name or address, e.g. `10.10.0.1` or `idn5.tunnel.id`.
 */
host: string, 
/**
 * 8729 for TLS, 8728 plain, or a tunnel's port.
 */
port: number, 
/**
 * How.
 */
transport: RouterTransport, 
/**
 * RouterOS user.
 */
username: string, 
/**
 * Its password; absent when testing a stored router = the stored one.
 */
password?: Secret, };

/**
 * Takes over what exists on a router.
 */
export type RouterAdopt = { 
/**
 * Router.
 */
router_id: RouterId, 
/**
 * Profiles to take over; empty: all that can be.
 */
profile_names: Array<string>, 
/**
 * Their users too.
 */
with_users: boolean, 
/**
 * Write our comment onto the users' rows, so that Simpul looks after them from now
 * on. Without it they are known here and stay as they are there.
 */
take_comments: boolean, };

/**
 * A router, briefly.
 */
export type RouterBrief = { 
/**
 * Which.
 */
router_id: RouterId, 
/**
 * Name.
 */
name: string, 
/**
 * Connection.
 */
link: RouterLink, 
/**
 * Last seen.
 */
last_seen_at: string | null, 
/**
 * Sessions.
 */
online: number | null, 
/**
 * Copies that wait.
 */
pending: number, 
/**
 * Clock too far off to expire by.
 */
clock_wrong: boolean, };

/**
 * Stores a router.
 */
export type RouterCreate = { 
/**
 * Place it stands at.
 */
location_id: LocationId, 
/**
 * Name, unique in the place.
 */
name: string, 
/**
 * Where and how.
 */
address: RouterAddress, 
/**
 * Name customers' devices open to log in, e.g. `sdn.net`; in every QR.
 */
hotspot_dns_name?: string, 
/**
 * Hotspot server whose users these are; absent = `all`.
 */
hotspot_server?: string, 
/**
 * Whether it is to end codes by itself while no program runs; absent = not.
 */
expiry_fallback?: ExpiryFallback, };

/**
 * A row of `routers`.
 */
export type RouterId = number;

/**
 * An interface of a router, live.
 */
export type RouterInterface = { 
/**
 * Its exact name.
 */
name: string, 
/**
 * `ether`, `vlan`, `bridge`, `wlan`, `pppoe-in`, …
 */
kind: string, 
/**
 * Its address.
 */
mac_address: string | null, 
/**
 * Free text of the owner.
 */
comment: string | null, 
/**
 * Something is at the other end.
 */
is_running: boolean, 
/**
 * Switched off.
 */
is_disabled: boolean, 
/**
 * Made by the router for a session.
 */
is_dynamic: boolean, 
/**
 * Bytes into the router since it came up.
 */
rx_bytes: number, 
/**
 * Bytes out of the router since it came up.
 */
tx_bytes: number, 
/**
 * How often it went down.
 */
link_downs: number, 
/**
 * When it last did, as the router writes it.
 */
last_link_down: string | null, };

/**
 * Lists a router's interfaces.
 */
export type RouterInterfaceList = { 
/**
 * Which.
 */
router_id: RouterId, 
/**
 * Also those a session made, such as `<pppoe-ani>`.
 */
include_dynamic: boolean, };

/**
 * What is known of the connection.
 */
export type RouterLink = "unknown" | "up" | "down";

/**
 * Lists routers.
 */
export type RouterList = { 
/**
 * Only of this place.
 */
location_id?: LocationId, 
/**
 * Only what has exactly this name, in any case.
 */
name?: string, 
/**
 * Removed ones too.
 */
include_inactive: boolean, 
/**
 * Page.
 */
page?: Page, };

/**
 * Lines of a router's log.
 */
export type RouterLog = { 
/**
 * Another one than before: what was held has other numbers.
 */
feed_id: number, 
/**
 * The number of the newest line.
 */
last_seq: number, 
/**
 * Lines between what was held and the first of these are lost.
 */
is_gap: boolean, 
/**
 * Oldest first.
 */
lines: Array<RouterLogLine>, };

/**
 * How grave a line is.
 */
export type RouterLogLevel = "debug" | "info" | "warning" | "error" | "critical";

/**
 * One line of a router's log.
 */
export type RouterLogLine = { 
/**
 * Number within the feed.
 */
seq: number, 
/**
 * As the router writes it.
 */
time: string, 
/**
 * `hotspot`, `info`, `account`, …
 */
topics: Array<string>, 
/**
 * The gravest of the topics.
 */
level: RouterLogLevel, 
/**
 * What it says.
 */
message: string, };

/**
 * Asks for a router's log; asking keeps it followed for another 15 seconds.
 */
export type RouterLogList = { 
/**
 * Which.
 */
router_id: RouterId, 
/**
 * The highest `seq` held already; absent = the last 200 lines.
 */
after?: number, };

/**
 * Has a router ping an address.
 */
export type RouterPing = { 
/**
 * Which.
 */
router_id: RouterId, 
/**
 * Address or name.
 */
address: string, 
/**
 * How often, 1 to 10, once a second.
 */
count: number, 
/**
 * Bytes of each packet, 28 to 1500.
 */
size?: number, 
/**
 * Exact name of the interface to send by.
 */
interface?: string, };

/**
 * What came back.
 */
export type RouterPinged = { 
/**
 * Packets sent.
 */
sent: number, 
/**
 * Packets answered.
 */
received: number, 
/**
 * Percent not answered.
 */
loss_percent: number, 
/**
 * Shortest round trip, microseconds.
 */
min_us: number | null, 
/**
 * Mean round trip, microseconds.
 */
avg_us: number | null, 
/**
 * Longest round trip, microseconds.
 */
max_us: number | null, 
/**
 * One by one.
 */
replies: Array<PingReply>, };

/**
 * Names one router.
 */
export type RouterRef = { 
/**
 * Which.
 */
router_id: RouterId, };

/**
 * Commands to paste into the router's terminal.
 */
export type RouterScript = { 
/**
 * The commands.
 */
script: string, 
/**
 * The password in them, for the form.
 */
password: string, };

/**
 * A session on the router, live.
 */
export type RouterSession = { 
/**
 * How.
 */
kind: SessionKind, 
/**
 * Id on the router.
 */
session_id: string, 
/**
 * Who.
 */
username: string, 
/**
 * Plan, when the code is ours.
 */
plan_name: string | null, 
/**
 * Address.
 */
address: string | null, 
/**
 * The device: its MAC, or what a dial-in calls itself.
 */
mac_address: string | null, 
/**
 * The hotspot's server, or `pppoe`, `l2tp`, …
 */
service: string | null, 
/**
 * Seconds online.
 */
uptime_s: number, 
/**
 * Bytes up, from the customer.
 */
bytes_in: number, 
/**
 * Bytes down.
 */
bytes_out: number, };

/**
 * Ends a session.
 */
export type RouterSessionKick = { 
/**
 * Where.
 */
router_id: RouterId, 
/**
 * How they came in; absent = by the hotspot.
 */
kind?: SessionKind, 
/**
 * The session's id on the router, e.g. `*1A`.
 */
session_id: string, 
/**
 * Who, so that the cookie goes too.
 */
username: string, };

/**
 * Asks for the commands that make a least-privilege user on a router.
 */
export type RouterSetupScript = { 
/**
 * RouterOS user to make.
 */
username: string, 
/**
 * Whether to make a certificate and turn api-ssl on.
 */
transport: RouterTransport, 
/**
 * Whether it is to end codes by itself while no program runs; absent = not.
 */
expiry_fallback?: ExpiryFallback, };

/**
 * The state last seen.
 */
export type RouterState = { 
/**
 * Connection.
 */
link: RouterLink, 
/**
 * Last time a worker spoke with it.
 */
last_seen_at: string | null, 
/**
 * Why it is down.
 */
error_code: string | null, 
/**
 * What the text needs.
 */
error_params: Record<string, unknown> | null, 
/**
 * `7.22.3`.
 */
ros_version: string | null, 
/**
 * `hEX S`.
 */
board_name: string | null, 
/**
 * Its own name.
 */
identity: string | null, 
/**
 * Percent.
 */
cpu_load: number | null, 
/**
 * Bytes.
 */
free_memory: number | null, 
/**
 * Bytes.
 */
total_memory: number | null, 
/**
 * Seconds.
 */
uptime_s: number | null, 
/**
 * Router clock minus ours, seconds; beyond 600 nothing expires by it.
 */
clock_offset_s: number | null, 
/**
 * `L4`.
 */
license_level: string | null, 
/**
 * Hotspot sessions now.
 */
hotspot_active: number | null, 
/**
 * Whether a QR login can work (`login-by` has `http-pap`).
 */
has_http_pap: boolean | null, 
/**
 * Installation whose worker holds it.
 */
held_by: string | null, };

/**
 * Tests a connection step by step, before or after the router is stored.
 */
export type RouterTest = { 
/**
 * A stored router whose password and pin to use.
 */
router_id?: RouterId, 
/**
 * The address to try.
 */
address: RouterAddress, 
/**
 * Accept another certificate than the pinned one, for this test only.
 */
forget_pin?: boolean, 
/**
 * Whether it is to end codes by itself while no program runs; absent = as stored, else not.
 */
expiry_fallback?: ExpiryFallback, };

/**
 * A whole connection test.
 */
export type RouterTestReport = { 
/**
 * Whether it can be used.
 */
passed: boolean, 
/**
 * The steps in order.
 */
steps: Array<RouterTestStep>, 
/**
 * Key of the certificate seen, SHA-256 in hex.
 */
tls_pin: string | null, };

/**
 * One step of a connection test.
 */
export type RouterTestStep = { 
/**
 * `address`, `port`, `certificate`, `sign_in`, `permissions`, `clock`, `hotspot`,
 * `licence`, `expiry`.
 */
step: string, 
/**
 * Outcome.
 */
status: StepStatus, 
/**
 * Milliseconds it took.
 */
took_ms: number, 
/**
 * Error or warning code: its text says cause and remedy.
 */
code: string | null, 
/**
 * What the text needs.
 */
params: Record<string, unknown> | null, 
/**
 * What was found, e.g. `RouterOS 7.22.3, CHR`.
 */
found: string | null, 
/**
 * RouterOS commands that mend it, to paste into a terminal.
 */
remedy: string | null, };

/**
 * The traffic of some interfaces.
 */
export type RouterTraffic = { 
/**
 * Another one than before: what was held is of an earlier stream.
 */
feed_id: number, 
/**
 * In the order asked.
 */
interfaces: Array<InterfaceTraffic>, };

/**
 * Asks for the traffic of interfaces; asking keeps the router's stream going for
 * another 15 seconds.
 */
export type RouterTrafficGet = { 
/**
 * Which.
 */
router_id: RouterId, 
/**
 * Exact names, one to eight.
 */
interfaces: Array<string>, 
/**
 * The highest `seq` held already; absent = all there is.
 */
after?: number, };

/**
 * How the API connection is secured.
 */
export type RouterTransport = "tls" | "plain";

/**
 * How many accounts stand how.
 */
export type RouterTruthCounts = { 
/**
 * On the router as wished.
 */
applied: number, 
/**
 * Still to do.
 */
pending: number, 
/**
 * Refused by the router.
 */
failed: number, 
/**
 * Found otherwise than wished.
 */
drifted: number, };

/**
 * Changes a router.
 */
export type RouterUpdate = { 
/**
 * Which.
 */
router_id: RouterId, 
/**
 * Version the form was filled from.
 */
version: number, 
/**
 * Name.
 */
name: string, 
/**
 * Where and how; without a password the stored one stays.
 */
address: RouterAddress, 
/**
 * Login name for QR.
 */
hotspot_dns_name?: string, 
/**
 * Hotspot server.
 */
hotspot_server?: string, 
/**
 * Accept another certificate than the pinned one.
 */
forget_pin: boolean, 
/**
 * Whether it is to end codes by itself while no program runs; absent = as it is.
 */
expiry_fallback?: ExpiryFallback, };

/**
 * A router with its state.
 */
export type RouterView = { 
/**
 * Which.
 */
router_id: RouterId, 
/**
 * Version for the edit form.
 */
version: number, 
/**
 * Place.
 */
location_id: LocationId, 
/**
 * Name.
 */
name: string, 
/**
 * Host.
 */
host: string, 
/**
 * Port.
 */
port: number, 
/**
 * Transport.
 */
transport: RouterTransport, 
/**
 * RouterOS user.
 */
username: string, 
/**
 * Pinned key, SHA-256 in hex.
 */
tls_pin: string | null, 
/**
 * Login name for QR.
 */
hotspot_dns_name: string | null, 
/**
 * Hotspot server.
 */
hotspot_server: string | null, 
/**
 * In use.
 */
is_active: boolean, 
/**
 * Whether it is to end codes by itself while no program runs.
 */
expiry_fallback: ExpiryFallback, 
/**
 * How that stands on it.
 */
expiry_fallback_state: FallbackState, 
/**
 * Why it does not stand as wished.
 */
expiry_fallback_reason: string | null, 
/**
 * What is known of it.
 */
state: RouterState, 
/**
 * Accounts on it by truth.
 */
truth: RouterTruthCounts, };

/**
 * What becomes of the codes that are taken back.
 */
export type SaleCodes = "withdraw" | "restock";

/**
 * Sells. The same key twice sells once.
 */
export type SaleCreate = { 
/**
 * Into which open shift.
 */
cash_session_id: CashSessionId, 
/**
 * What, by plan.
 */
lines: Array<SaleLineDraft>, 
/**
 * What, by the very code (a card that was scanned or typed).
 */
codes: Array<string>, 
/**
 * How it is paid.
 */
method: SaleMethod, 
/**
 * The sum the screen showed; another one is refused.
 */
expected_total: Money, 
/**
 * What was given; of cash only.
 */
tendered_amount?: Money, 
/**
 * What a transfer or QRIS payment shows.
 */
reference?: string, 
/**
 * Random text the form drew when it was opened.
 */
idempotency_key: string, };

/**
 * Where the codes of a line come from.
 */
export type SaleFrom = "slip" | "card";

/**
 * A row of `sales`.
 */
export type SaleId = number;

/**
 * Codes of one plan in a document.
 */
export type SaleItem = { 
/**
 * The plan's name as it was sold.
 */
plan_name: string, 
/**
 * Codes.
 */
quantity: number, };

/**
 * What a document is.
 */
export type SaleKind = "sale" | "refund" | "void";

/**
 * Some codes of one plan.
 */
export type SaleLineDraft = { 
/**
 * Plan.
 */
plan_id: PlanId, 
/**
 * Codes, 1 to 100.
 */
quantity: number, 
/**
 * Where they come from.
 */
from: SaleFrom, };

/**
 * A code of a document.
 */
export type SaleLineView = { 
/**
 * Which.
 */
voucher_id: VoucherId, 
/**
 * Its code.
 */
code: string, 
/**
 * Password, when it is not the code.
 */
password: string | null, 
/**
 * Plan.
 */
plan_id: PlanId, 
/**
 * Its name as it was sold.
 */
plan_name: string, 
/**
 * Batch.
 */
batch_id: VoucherBatchId, 
/**
 * Its number.
 */
batch_code: string, 
/**
 * Number in the batch, as printed on its card.
 */
number: number, 
/**
 * What was paid for it.
 */
price: Money, 
/**
 * Made for this sale.
 */
is_made_now: boolean, 
/**
 * On paper before: the card itself is handed over.
 */
is_card: boolean, 
/**
 * State.
 */
status: VoucherStatus, 
/**
 * The worst of its copies on routers; `pending` means it does not open yet.
 */
truth: Truth, 
/**
 * Why, when failed or drifted.
 */
truth_reason: string | null, 
/**
 * Which router that is.
 */
router_name: string | null, 
/**
 * Whether a worker reaches it.
 */
router_link: RouterLink | null, 
/**
 * When that router was last seen.
 */
router_seen_at: string | null, 
/**
 * The document that took it back.
 */
refund_id: SaleId | null, };

/**
 * Lists sales, refunds and voids.
 */
export type SaleList = { 
/**
 * Only of this place.
 */
location_id?: LocationId, 
/**
 * Only of this shift.
 */
cash_session_id?: CashSessionId, 
/**
 * Only the sale of this code, and what took it back.
 */
voucher_id?: VoucherId, 
/**
 * A document's number.
 */
document_number?: string, 
/**
 * A document's number or its beginning, its digits without the month, or a code.
 */
search?: string, 
/**
 * Only what this person did.
 */
user_id?: UserId, 
/**
 * Only documents with a code of this plan.
 */
plan_id?: PlanId, 
/**
 * Only what was paid this way.
 */
method?: SaleMethod, 
/**
 * Only documents of this kind.
 */
kind?: SaleKind, 
/**
 * From this business day of its place.
 */
from_on?: string, 
/**
 * To this business day of its place, it included.
 */
to_on?: string, 
/**
 * Newest first; absent = yes.
 */
descending?: boolean, 
/**
 * Page.
 */
page?: Page, };

/**
 * How it is paid.
 */
export type SaleMethod = "cash" | "qris" | "transfer";

/**
 * Prints the receipt of a document without a dialogue.
 */
export type SaleReceiptPrint = { 
/**
 * Which.
 */
sale_id: SaleId, 
/**
 * On which printer; absent = the one its drawer has for receipts, else the place.
 */
printer_id?: PrinterId, };

/**
 * Draws the receipt of a document.
 */
export type SaleReceiptRender = { 
/**
 * Which.
 */
sale_id: SaleId, 
/**
 * On what.
 */
paper: PaperWidth, };

/**
 * Names one sale.
 */
export type SaleRef = { 
/**
 * Which.
 */
sale_id: SaleId, };

/**
 * Gives money back for codes of a sale, out of an open shift.
 */
export type SaleRefund = { 
/**
 * Which.
 */
sale_id: SaleId, 
/**
 * Which of its codes; empty = all that were not taken back yet.
 */
voucher_ids: Array<VoucherId>, 
/**
 * Out of which open shift.
 */
cash_session_id: CashSessionId, 
/**
 * What becomes of the codes.
 */
codes: SaleCodes, 
/**
 * Why; kept.
 */
reason: string, 
/**
 * Random text the form drew when it was opened.
 */
idempotency_key: string, };

/**
 * A document in a list.
 */
export type SaleRow = { 
/**
 * Which.
 */
sale_id: SaleId, 
/**
 * `N-2611-0187`.
 */
document_number: string, 
/**
 * What it is.
 */
kind: SaleKind, 
/**
 * Of a refund or void: which sale.
 */
refund_of_id: SaleId | null, 
/**
 * Its number.
 */
refund_of_number: string | null, 
/**
 * Place.
 */
location_id: LocationId, 
/**
 * Shift.
 */
cash_session_id: CashSessionId, 
/**
 * Its number at its place.
 */
session_number: number, 
/**
 * The drawer it was at.
 */
cash_drawer_id: CashDrawerId, 
/**
 * The drawer's name.
 */
drawer_name: string, 
/**
 * When.
 */
at: string, 
/**
 * Who.
 */
user_id: UserId, 
/**
 * Their name.
 */
user_name: string, 
/**
 * How it was paid.
 */
method: SaleMethod, 
/**
 * Below zero where money went back.
 */
total_amount: Money, 
/**
 * What was given; of cash only.
 */
tendered_amount: Money | null, 
/**
 * What went back.
 */
change_amount: Money | null, 
/**
 * What, by plan.
 */
items: Array<SaleItem>, 
/**
 * Its first three codes.
 */
codes: Array<string>, 
/**
 * Codes in it.
 */
quantity: number, 
/**
 * Of a sale: codes that were taken back since.
 */
taken_back: number, 
/**
 * Codes that are not on every router yet.
 */
pending: number, };

/**
 * What the counter sells from stock.
 */
export type SaleStock = { 
/**
 * One row for each plan that is sold there.
 */
rows: Array<SaleStockRow>, };

/**
 * What the counter of a place sells from stock.
 */
export type SaleStockGet = { 
/**
 * Where.
 */
location_id: LocationId, };

/**
 * What the counter sells of one plan.
 */
export type SaleStockRow = { 
/**
 * Which.
 */
plan_id: PlanId, 
/**
 * Codes without paper; 1,000 where there are more.
 */
codes: number, };

/**
 * A document.
 */
export type SaleView = { 
/**
 * As in the list.
 */
row: SaleRow, 
/**
 * What was given.
 */
tendered_amount: Money | null, 
/**
 * What went back.
 */
change_amount: Money | null, 
/**
 * What a transfer or QRIS payment showed.
 */
reference: string, 
/**
 * Why it was taken back.
 */
reason: string | null, 
/**
 * The codes.
 */
lines: Array<SaleLineView>, };

/**
 * Undoes a whole sale while its shift is open.
 */
export type SaleVoid = { 
/**
 * Which.
 */
sale_id: SaleId, 
/**
 * What becomes of the codes.
 */
codes: SaleCodes, 
/**
 * Why; kept.
 */
reason: string, 
/**
 * Random text the form drew when it was opened.
 */
idempotency_key: string, };

/**
 * What was sold and taken back.
 */
export type SalesSums = { 
/**
 * Codes sold.
 */
sold: number, 
/**
 * For how much.
 */
sold_amount: Money, 
/**
 * Codes taken back.
 */
refunded: number, 
/**
 * For how much.
 */
refunded_amount: Money, 
/**
 * Sold less taken back.
 */
net_amount: Money, 
/**
 * What that cost.
 */
cost_amount: Money, 
/**
 * What is left.
 */
margin_amount: Money, };

/**
 * A saved view.
 */
export type SavedView = { 
/**
 * Which.
 */
saved_view_id: SavedViewId, 
/**
 * Its name.
 */
name: string, 
/**
 * Filters and order, as in the address.
 */
search: Record<string, unknown>, 
/**
 * Shown to everybody who opens the list.
 */
is_shared: boolean, 
/**
 * The caller's own.
 */
is_own: boolean, 
/**
 * Whose.
 */
owner_name: string, 
/**
 * Code of why this version cannot open it.
 */
problem: string | null, };

/**
 * Keeps what a list's address holds under a name.
 */
export type SavedViewCreate = { 
/**
 * Which list, by its screen.
 */
screen: string, 
/**
 * Its name, 1 to 40 signs.
 */
name: string, 
/**
 * Filters and order, as in the address.
 */
search: Record<string, unknown>, 
/**
 * Shown to everybody who opens the list; needs `settings.edit`. Absent = only to its person.
 */
is_shared?: boolean, };

/**
 * A row of `saved_views`.
 */
export type SavedViewId = number;

/**
 * Asks for the views of a list.
 */
export type SavedViewList = { 
/**
 * Which list, by its screen: `vouchers`.
 */
screen: string, };

/**
 * Names one view.
 */
export type SavedViewRef = { 
/**
 * Which.
 */
saved_view_id: SavedViewId, };

/**
 * Shares a view of one's own, or keeps it to oneself again.
 */
export type SavedViewShare = { 
/**
 * Which.
 */
saved_view_id: SavedViewId, 
/**
 * Shown to everybody who opens the list.
 */
is_shared: boolean, };

/**
 * A secret text (password, code, token). It can be read in with serde but never
 * written out; `Debug` shows `***`; its memory is wiped when dropped.
 */
export type Secret = string;

/**
 * A row of `sessions`.
 */
export type SessionId = number;

/**
 * What became of a session that was to end.
 */
export type SessionKicked = { 
/**
 * The router still had it.
 */
was_there: boolean, 
/**
 * The router has it no more: it was looked again.
 */
is_gone: boolean, };

/**
 * How a customer came in.
 */
export type SessionKind = "hotspot" | "ppp";

/**
 * Takes a desk over by PIN.
 */
export type SessionQuickBegin = { 
/**
 * Who.
 */
user_id: UserId, 
/**
 * Their PIN.
 */
pin: Secret, };

/**
 * Names one session.
 */
export type SessionRef = { 
/**
 * Which.
 */
session_id: SessionId, };

/**
 * A session in a list.
 */
export type SessionRow = { 
/**
 * Which.
 */
session_id: SessionId, 
/**
 * `window`, `lan` (a browser) or `cli`.
 */
source: string, 
/**
 * Name of the desk or browser.
 */
device_name: string | null, 
/**
 * Signed in at.
 */
created_at: string, 
/**
 * Last used; up to five minutes late.
 */
seen_at: string, 
/**
 * Ends then, unless it is used.
 */
expires_at: string, 
/**
 * The one the call came with.
 */
is_current: boolean, 
/**
 * Locked.
 */
is_locked: boolean, };

/**
 * Signs somebody in.
 */
export type SessionSignIn = { 
/**
 * Username, any case.
 */
username: string, 
/**
 * Password.
 */
password: Secret, 
/**
 * Name of the desk or browser, for the list of sessions.
 */
device_name?: string, };

/**
 * Where the caller's session stands; told even while it is locked.
 */
export type SessionState = { 
/**
 * Which; absent for calls without one.
 */
session_id: SessionId | null, 
/**
 * Who.
 */
user_id: UserId, 
/**
 * Their name.
 */
name: string, 
/**
 * Their username.
 */
username: string, 
/**
 * Locked: PIN or password first.
 */
is_locked: boolean, 
/**
 * At a desk somebody else signed in at, by PIN.
 */
is_quick: boolean, 
/**
 * A colleague may take this desk over by PIN.
 */
may_switch: boolean, 
/**
 * A one-time password must be changed first.
 */
must_change_password: boolean, 
/**
 * Has a PIN.
 */
has_pin: boolean, 
/**
 * Tries the PIN has left; 0 = only the password opens.
 */
pin_tries_left: number, 
/**
 * Minutes without input after which the screen is locked; 0 = never.
 */
idle_lock_minutes: number, };

/**
 * Opens a locked session: by the PIN or by the password.
 */
export type SessionUnlock = { 
/**
 * PIN.
 */
pin?: Secret, 
/**
 * Password.
 */
password?: Secret, };

/**
 * How many sessions ended.
 */
export type SessionsEnded = { 
/**
 * Sessions.
 */
count: number, };

/**
 * The company and the program-wide choices.
 */
export type Settings = { 
/**
 * Name printed on every sheet.
 */
company_name: string, 
/**
 * Postal address.
 */
company_address: string, 
/**
 * Support phone in `+62…` form, or empty.
 */
company_phone: string, 
/**
 * E-mail, or empty.
 */
company_email: string, 
/**
 * ISO 4217 code.
 */
currency_code: string, 
/**
 * IANA zone of new places.
 */
timezone: string, 
/**
 * Language of everything printed, whoever prints it, and of the program before anybody has signed in.
 */
locale: Locale, 
/**
 * Whether the worker compares every router whole once a day. What is changed is brought to routers either way.
 */
auto_sync_mikrotik: boolean, 
/**
 * Days after which used and expired codes leave the router.
 */
voucher_router_retention_days: number, 
/**
 * Days for which sessions of customers that have ended are kept; then whole months leave.
 */
usage_retention_days: number, 
/**
 * Days for which sign-ins that have ended are kept.
 */
session_retention_days: number, 
/**
 * Days for which notices that are over are kept.
 */
notice_retention_days: number, 
/**
 * Days for which finished jobs are kept; those given up wait for a person.
 */
job_retention_days: number, 
/**
 * Days for which files of lists are kept.
 */
export_retention_days: number, 
/**
 * Minutes without input after which a session is locked; 0 = never.
 */
idle_lock_minutes: number, 
/**
 * What was read: a change is refused where another came between. It only grows.
 */
version: number, };

/**
 * A sheet layout that can be chosen.
 */
export type SheetPreset = { 
/**
 * Key, e.g. `a4-24`.
 */
preset: string, 
/**
 * `A4`.
 */
paper: string, 
/**
 * Cards across.
 */
columns: number, 
/**
 * Cards down.
 */
rows: number, 
/**
 * Design, e.g. `tenang`.
 */
design: string, 
/**
 * Whether there is room for a QR.
 */
has_qr: boolean, 
/**
 * Card width, mm.
 */
card_width_mm: number, 
/**
 * Card height, mm.
 */
card_height_mm: number, };

/**
 * How the sheet looks.
 */
export type SheetSpec = { 
/**
 * Preset, e.g. `a4-24`; see `voucher_sheet_presets`.
 */
preset: string, 
/**
 * Whether cards carry a QR (where the preset has room).
 */
qr: boolean, };

/**
 * Shifts that were counted.
 */
export type ShiftSums = { 
/**
 * Shifts.
 */
shifts: number, 
/**
 * Sold in them, in every way of payment.
 */
sold_amount: Money, 
/**
 * Taken back.
 */
refunded_amount: Money, 
/**
 * What should have been in the drawer.
 */
expected_amount: Money, 
/**
 * What was counted.
 */
counted_amount: Money, 
/**
 * Counted less expected.
 */
difference_amount: Money, 
/**
 * Shifts that differed and that nobody has explained.
 */
unexplained: number, };

/**
 * Somebody has just signed in. Doors keep the token to themselves: the HTTP
 * door in a cookie scripts cannot read, the window in the program's memory.
 */
export type SignedIn = { 
/**
 * Session token; never sent to a page.
 */
token?: string, 
/**
 * Who.
 */
me: Me, };

/**
 * What was sold at the counter, less what was taken back on the same day.
 */
export type SoldFigures = { 
/**
 * Codes, today.
 */
today: number, 
/**
 * What was taken for them.
 */
amount_today: Money, 
/**
 * Codes, the day before.
 */
yesterday: number, 
/**
 * Codes, the same day a week ago.
 */
week_ago: number, };

/**
 * What must happen next.
 */
export type Stage = "first_owner" | "key_unavailable" | "ready";

/**
 * Outcome of one step of a connection test.
 */
export type StepStatus = "passed" | "warned" | "failed" | "skipped";

/**
 * What a row of the stock page stands for.
 */
export type StockBy = "plan" | "batch" | "vendor" | "place";

/**
 * Counts stock. Plans, vendors and places come all at once, batches by pages.
 */
export type StockList = { 
/**
 * What a row stands for.
 */
by: StockBy, 
/**
 * Only of this place.
 */
location_id?: LocationId, 
/**
 * Only of this plan.
 */
plan_id?: PlanId, 
/**
 * Only with this vendor.
 */
vendor_id?: VendorId, 
/**
 * Only plans with fewer codes on hand than they say.
 */
low_only: boolean, 
/**
 * Only where the shop itself still has codes to hand over or sell.
 */
on_hand_only: boolean, 
/**
 * Page.
 */
page?: Page, };

/**
 * A column of the stock page.
 */
export type StockPart = "printed" | "plain" | "card" | "on_hand" | "handed" | "sold" | "activated" | "ended";

/**
 * Puts stock on paper.
 */
export type StockPrint = { 
/**
 * What a row stands for; batches come as the newest ones.
 */
by: StockBy, 
/**
 * Only of this place.
 */
location_id?: LocationId, 
/**
 * Only of this plan.
 */
plan_id?: PlanId, 
/**
 * Only with this vendor.
 */
vendor_id?: VendorId, 
/**
 * Only plans with fewer codes on hand than they say.
 */
low_only: boolean, };

/**
 * A row of the stock page.
 */
export type StockRow = { 
/**
 * The plan, batch, vendor or place; 0 = the shop itself among vendors.
 */
key: number, 
/**
 * Its name; empty for the shop itself.
 */
name: string, 
/**
 * Of a batch: its plan.
 */
detail: string | null, 
/**
 * Place; absent where codes of several lie together.
 */
location_id: LocationId | null, 
/**
 * Codes made.
 */
made: number, 
/**
 * On paper, whatever became of them.
 */
printed: number, 
/**
 * On hand without paper.
 */
plain: number, 
/**
 * On hand on printed cards.
 */
card: number, 
/**
 * With vendors, unsold and unused.
 */
handed: number, 
/**
 * Sold at the counter.
 */
sold: number, 
/**
 * Logged in at least once.
 */
activated: number, 
/**
 * Used up or over.
 */
ended: number, 
/**
 * Withdrawn.
 */
void: number, 
/**
 * What is on hand, at its price.
 */
value_sell: Money, 
/**
 * The same at cost.
 */
value_cost: Money, 
/**
 * Of a plan: fewer on hand call for more.
 */
low_stock_at: number | null, 
/**
 * Of a plan: there are fewer.
 */
is_low: boolean, };

/**
 * Where the program stands.
 */
export type SystemStatus = { 
/**
 * Program version.
 */
version: string, 
/**
 * `first_owner` (make the owner), `key_unavailable` (join by recovery code), `ready`.
 */
stage: Stage, 
/**
 * Company, once there is one.
 */
company_name: string | null, 
/**
 * This installation's code: what a page keeps for a shop is kept under it, for pages of several share a store.
 */
installation: string, 
/**
 * Language to begin with.
 */
locale: Locale, 
/**
 * `embedded` or `outside`.
 */
database_kind: string, 
/**
 * Where it is, without user or password.
 */
database_place: string, 
/**
 * Server version, e.g. `18.4`.
 */
database_version: string, 
/**
 * This desk's clock minus the server's, seconds, when beyond two minutes.
 */
desk_clock_off_s: number | null, 
/**
 * Whether a simulated router can be started here.
 */
has_demo_router: boolean, };

/**
 * What an interface carries in one second.
 */
export type TrafficSample = { 
/**
 * Number within the feed.
 */
seq: number, 
/**
 * When it came.
 */
at: string, 
/**
 * Bits per second into the router.
 */
rx_bps: number, 
/**
 * Bits per second out of the router.
 */
tx_bps: number, };

/**
 * How a thing stands on a router. Never claimed, always seen.
 */
export type Truth = "applied" | "pending" | "failed" | "drifted";

/**
 * Four truths, and two more.
 */
export type TruthSums = { 
/**
 * Codes that came onto paper.
 */
printed: number, 
/**
 * Handed to vendors.
 */
handed: number, 
/**
 * Sold at the counter, less taken back.
 */
sold: number, 
/**
 * For how much.
 */
sold_amount: Money, 
/**
 * Codes vendors were charged with, less those they no longer are.
 */
vendor_sold: number, 
/**
 * First logins.
 */
activated: number, 
/**
 * Their value.
 */
activated_value: Money, 
/**
 * Used up or over.
 */
ended: number, 
/**
 * Withdrawn.
 */
void: number, };

/**
 * Stock that brought nothing.
 */
export type UnsoldSums = { 
/**
 * Used up or over.
 */
ended: number, 
/**
 * Of those, nobody's sale: neither the counter's nor a vendor's.
 */
unsold: number, 
/**
 * At their price.
 */
unsold_value: Money, 
/**
 * At cost.
 */
unsold_cost: Money, 
/**
 * Withdrawn.
 */
void: number, 
/**
 * At cost.
 */
void_cost: Money, };

/**
 * Lists sessions, the newest first.
 */
export type UsageSessionList = { 
/**
 * Only of this voucher.
 */
voucher_id?: VoucherId, 
/**
 * Only on this router.
 */
router_id?: RouterId, 
/**
 * Only of this name, exactly.
 */
username?: string, 
/**
 * Only those that run, or only those that ended.
 */
is_open?: boolean, 
/**
 * Page.
 */
page?: Page, };

/**
 * A session.
 */
export type UsageSessionRow = { 
/**
 * Which.
 */
session_id: number, 
/**
 * Where.
 */
router_id: RouterId, 
/**
 * Where, by name.
 */
router_name: string, 
/**
 * Whose, when it was one of our codes.
 */
voucher_id: VoucherId | null, 
/**
 * How they came in.
 */
kind: SessionKind, 
/**
 * Who.
 */
username: string, 
/**
 * Address.
 */
address: string | null, 
/**
 * The device, or what a dial-in calls itself.
 */
mac_address: string | null, 
/**
 * Begin.
 */
started_at: string, 
/**
 * End; absent = it runs.
 */
ended_at: string | null, 
/**
 * Seconds online.
 */
uptime_s: number, 
/**
 * Bytes from the customer.
 */
bytes_in: number, 
/**
 * Bytes to the customer.
 */
bytes_out: number, 
/**
 * Why it ended, where that is known.
 */
end_cause: EndCause | null, 
/**
 * Whether its end was seen as it happened; a session that runs is.
 */
is_exact: boolean, };

/**
 * Makes a person.
 */
export type UserCreate = { 
/**
 * Full name.
 */
name: string, 
/**
 * What they sign in with: letters, digits, `.`, `_`, `-`; 3 to 32.
 */
username: string, 
/**
 * First password, at least twelve characters.
 */
password: Secret, 
/**
 * Role.
 */
role_id: RoleId, 
/**
 * Sees every place, now and later.
 */
all_locations: boolean, 
/**
 * Otherwise: these.
 */
location_ids: Array<LocationId>, 
/**
 * Phone, any of the three spellings.
 */
phone?: string, 
/**
 * What they may do beyond their role.
 */
grants?: PermissionSet, 
/**
 * The first password is for one sign-in, within three days; absent = it stays.
 */
must_change_password?: boolean, };

/**
 * A row of `users`.
 */
export type UserId = number;

/**
 * Lists people.
 */
export type UserList = { 
/**
 * Fragment of name or username.
 */
search?: string, 
/**
 * Order; absent = by name.
 */
sort?: UserSort, 
/**
 * Downwards; absent = no.
 */
descending?: boolean, 
/**
 * Page.
 */
page?: Page, };

/**
 * Gives somebody a one-time password.
 */
export type UserPasswordReset = { 
/**
 * Who.
 */
user_id: UserId, 
/**
 * Version the screen shows.
 */
version: number, };

/**
 * Names one person.
 */
export type UserRef = { 
/**
 * Who.
 */
user_id: UserId, };

/**
 * A person in a list.
 */
export type UserRow = { 
/**
 * Who.
 */
user_id: UserId, 
/**
 * Version for the edit form.
 */
version: number, 
/**
 * Full name.
 */
name: string, 
/**
 * Username.
 */
username: string, 
/**
 * Phone in `+62…` form.
 */
phone: string | null, 
/**
 * Role.
 */
role_id: RoleId, 
/**
 * Code of the role.
 */
role_code: string, 
/**
 * The role's own name.
 */
role_name: string, 
/**
 * What they may do beyond their role.
 */
grants: PermissionSet, 
/**
 * May sign in.
 */
is_active: boolean, 
/**
 * Sees every place.
 */
all_locations: boolean, 
/**
 * Otherwise: these.
 */
location_ids: Array<LocationId>, 
/**
 * Last sign-in.
 */
last_sign_in_at: string | null, 
/**
 * Wrong passwords in a row.
 */
failures: number, 
/**
 * Signing in is refused until then, for wrong passwords; may be past.
 */
locked_until: string | null, 
/**
 * Their password is for one sign-in.
 */
must_change_password: boolean, 
/**
 * Has a PIN.
 */
has_pin: boolean, 
/**
 * Sessions open now.
 */
session_count: number, 
/**
 * Made at.
 */
created_at: string, };

/**
 * Ends sessions of somebody.
 */
export type UserSessionRevoke = { 
/**
 * Whose.
 */
user_id: UserId, 
/**
 * Which; absent = all of them.
 */
session_id?: SessionId, };

/**
 * Columns people can be sorted by.
 */
export type UserSort = "name" | "username" | "last_sign_in_at";

/**
 * Changes a person.
 */
export type UserUpdate = { 
/**
 * Who.
 */
user_id: UserId, 
/**
 * Version the form was filled from.
 */
version: number, 
/**
 * Full name.
 */
name: string, 
/**
 * Role.
 */
role_id: RoleId, 
/**
 * May sign in.
 */
is_active: boolean, 
/**
 * Sees every place.
 */
all_locations: boolean, 
/**
 * Otherwise: these.
 */
location_ids: Array<LocationId>, 
/**
 * Phone.
 */
phone?: string, 
/**
 * A new password, when it is to change; ends the person's sessions.
 */
new_password?: Secret, 
/**
 * The new password is for one sign-in, within three days; absent = it stays.
 */
must_change_password?: boolean, 
/**
 * What they may do beyond their role; absent = as it is.
 */
grants?: PermissionSet, };

/**
 * Makes a vendor.
 */
export type VendorCreate = { 
/**
 * Place.
 */
location_id: LocationId, 
/**
 * Who, and on what terms.
 */
terms: VendorTerms, };

/**
 * A row of `vendors`.
 */
export type VendorId = number;

/**
 * Codes of one plan on one set of terms: `quantity × (price − commission)`.
 */
export type VendorLine = { 
/**
 * Plan.
 */
plan_id: PlanId, 
/**
 * Its name.
 */
plan_name: string, 
/**
 * Codes.
 */
quantity: number, 
/**
 * What each costs before the commission.
 */
price: Money, 
/**
 * The vendor's part of it.
 */
commission: Money, 
/**
 * What all of them come to.
 */
amount: Money, };

/**
 * Lists vendors, by name.
 */
export type VendorList = { 
/**
 * Only of this place.
 */
location_id?: LocationId, 
/**
 * A part of the name.
 */
search?: string, 
/**
 * Those that were put away too.
 */
include_inactive: boolean, 
/**
 * Page.
 */
page?: Page, };

/**
 * How money came or went.
 */
export type VendorMethod = "cash" | "transfer";

/**
 * How a vendor pays.
 */
export type VendorMode = "prepaid" | "consignment";

/**
 * Money a vendor pays in, or gets back. The same key does it once.
 */
export type VendorPay = { 
/**
 * Who.
 */
vendor_id: VendorId, 
/**
 * How much, above zero.
 */
amount: Money, 
/**
 * How.
 */
method: VendorMethod, 
/**
 * In which open shift; of cash only.
 */
cash_session_id?: CashSessionId, 
/**
 * What the transfer shows.
 */
reference?: string, 
/**
 * Note for people.
 */
note?: string, 
/**
 * Random text the form drew when it was opened.
 */
idempotency_key: string, };

/**
 * What was paid once is taken back. The same key does it once.
 */
export type VendorPaymentVoid = { 
/**
 * The payment, or the settlement with one.
 */
vendor_settlement_id: VendorSettlementId, 
/**
 * Why.
 */
reason: string, 
/**
 * The open shift whose drawer gives or takes it; of cash only.
 */
cash_session_id?: CashSessionId, 
/**
 * Random text the form drew when it was opened.
 */
idempotency_key: string, };

/**
 * Says who may look at a vendor as their own account.
 */
export type VendorPeopleSet = { 
/**
 * Which.
 */
vendor_id: VendorId, 
/**
 * People of the role reseller; all others lose it.
 */
user_ids: Array<UserId>, };

/**
 * A person with an account of their own.
 */
export type VendorPerson = { 
/**
 * Who.
 */
user_id: UserId, 
/**
 * Name.
 */
name: string, 
/**
 * Username.
 */
username: string, 
/**
 * May sign in.
 */
is_active: boolean, };

/**
 * Which codes: exactly one of a batch, a plan, or codes as they are typed.
 */
export type VendorPick = { 
/**
 * Of this batch, all that can be.
 */
batch_id?: VoucherBatchId, 
/**
 * From this number of the batch on.
 */
from_number?: number, 
/**
 * Up to this number, itself included.
 */
to_number?: number, 
/**
 * Printed cards of this plan, the oldest batch first; only to be handed over.
 */
plan_id?: PlanId, 
/**
 * How many of them.
 */
quantity?: number, 
/**
 * These very codes.
 */
codes: Array<string>, };

/**
 * What a vendor pays for a code of a plan.
 */
export type VendorPrice = { 
/**
 * Plan.
 */
plan_id: PlanId, 
/**
 * What each of its codes costs the vendor.
 */
price: Money, };

/**
 * A price of a vendor's own.
 */
export type VendorPriceRow = { 
/**
 * Plan.
 */
plan_id: PlanId, 
/**
 * Its name.
 */
plan_name: string, 
/**
 * What the customer pays.
 */
price_sell: Money, 
/**
 * What the vendor pays.
 */
price: Money, };

/**
 * What a code costs a vendor.
 */
export type VendorPricing = "commission_percent" | "commission_fixed" | "own_price";

/**
 * Numbers of a batch that follow each other.
 */
export type VendorRange = { 
/**
 * Batch.
 */
batch_id: VoucherBatchId, 
/**
 * Its number.
 */
batch_code: string, 
/**
 * Plan.
 */
plan_name: string, 
/**
 * First.
 */
from_number: number, 
/**
 * Last.
 */
to_number: number, 
/**
 * Codes.
 */
quantity: number, };

/**
 * Names one vendor.
 */
export type VendorRef = { 
/**
 * Which.
 */
vendor_id: VendorId, };

/**
 * A vendor in a list.
 */
export type VendorRow = { 
/**
 * Which.
 */
vendor_id: VendorId, 
/**
 * Version for the edit form.
 */
version: number, 
/**
 * Place.
 */
location_id: LocationId, 
/**
 * Name.
 */
name: string, 
/**
 * Whom to ask for.
 */
contact_person: string | null, 
/**
 * Phone.
 */
phone: string | null, 
/**
 * In use.
 */
is_active: boolean, 
/**
 * How they pay.
 */
mode: VendorMode, 
/**
 * What a code costs them.
 */
pricing: VendorPricing, 
/**
 * Their share, in hundredths of a percent.
 */
commission_bp: number, 
/**
 * Their amount for each code.
 */
commission_amount: Money, 
/**
 * Above zero: the shop holds their money; below: they owe.
 */
balance: Money, 
/**
 * Codes in their hands: neither used, settled nor given back.
 */
in_hand: number, 
/**
 * Codes on consignment that were used and are not settled.
 */
to_settle: number, 
/**
 * What they owe for those, commission taken off.
 */
to_settle_amount: Money, };

/**
 * Settles what was sold. The same key does it once.
 */
export type VendorSettlementCreate = { 
/**
 * With whom.
 */
vendor_id: VendorId, 
/**
 * Sold and not used yet, as the vendor says.
 */
sold: Array<VendorSold>, 
/**
 * How many codes the preview showed.
 */
expected_quantity: number, 
/**
 * What the preview showed is owed for them, commission taken off.
 */
expected_amount: Money, 
/**
 * What is paid now; the rest stays owed.
 */
paid_amount: Money, 
/**
 * How.
 */
method: VendorMethod, 
/**
 * In which open shift; of cash only.
 */
cash_session_id?: CashSessionId, 
/**
 * What the transfer shows.
 */
reference?: string, 
/**
 * Note for people.
 */
note?: string, 
/**
 * Random text the form drew when it was opened.
 */
idempotency_key: string, };

/**
 * A row of `vendor_settlements`.
 */
export type VendorSettlementId = number;

/**
 * What a document about money is.
 */
export type VendorSettlementKind = "settlement" | "top_up" | "pay_out";

/**
 * Lists settlements and payments, the newest first.
 */
export type VendorSettlementList = { 
/**
 * Only of this place.
 */
location_id?: LocationId, 
/**
 * Only with this vendor.
 */
vendor_id?: VendorId, 
/**
 * Page.
 */
page?: Page, };

/**
 * What a settlement would be.
 */
export type VendorSettlementPreview = { 
/**
 * Codes.
 */
quantity: number, 
/**
 * Of them: used. The others the vendor says are sold.
 */
used: number, 
/**
 * By plan and terms.
 */
lines: Array<VendorLine>, 
/**
 * What they cost before the commission.
 */
gross_amount: Money, 
/**
 * Commission.
 */
commission_amount: Money, 
/**
 * What is owed for them.
 */
amount: Money, 
/**
 * Balance before.
 */
balance_before: Money, 
/**
 * What is owed in all: for them and from before, less what was paid in.
 */
owed: Money, 
/**
 * When was settled last.
 */
settled_at: string | null, };

/**
 * What a settlement would be; nothing is changed.
 */
export type VendorSettlementQuery = { 
/**
 * With whom.
 */
vendor_id: VendorId, 
/**
 * Sold and not used yet, as the vendor says; what was used is in by itself.
 */
sold: Array<VendorSold>, };

/**
 * A settlement, or money that was paid in or given back.
 */
export type VendorSettlementRow = { 
/**
 * Which.
 */
vendor_settlement_id: VendorSettlementId, 
/**
 * `SV-2611-0003`.
 */
document_number: string, 
/**
 * What it is.
 */
kind: VendorSettlementKind, 
/**
 * Vendor.
 */
vendor_id: VendorId, 
/**
 * Its name.
 */
vendor_name: string, 
/**
 * Place.
 */
location_id: LocationId, 
/**
 * When.
 */
at: string, 
/**
 * Who did it.
 */
user_name: string, 
/**
 * Codes that were settled.
 */
quantity: number, 
/**
 * What they cost before the commission.
 */
gross_amount: Money, 
/**
 * Commission.
 */
commission_amount: Money, 
/**
 * What was paid; which way, the kind says.
 */
paid_amount: Money, 
/**
 * Balance before.
 */
balance_before: Money, 
/**
 * Balance afterwards.
 */
balance_after: Money, 
/**
 * How.
 */
method: VendorMethod, 
/**
 * The shift the cash is in.
 */
cash_session_id: CashSessionId | null, 
/**
 * What the transfer showed.
 */
reference: string, 
/**
 * Note.
 */
note: string, 
/**
 * The document whose payment it takes back.
 */
reverses_number: string | null, 
/**
 * The document that took its payment back.
 */
reversed_by_number: string | null, 
/**
 * By plan and terms.
 */
lines: Array<VendorLine>, };

/**
 * Numbers of a batch that a vendor says are sold.
 */
export type VendorSold = { 
/**
 * Batch.
 */
batch_id: VoucherBatchId, 
/**
 * From this number on.
 */
from_number: number, 
/**
 * Up to this one, itself included.
 */
to_number: number, };

/**
 * What happened between a vendor and the shop.
 */
export type VendorStatement = { 
/**
 * Vendor.
 */
vendor_id: VendorId, 
/**
 * Its name.
 */
vendor_name: string, 
/**
 * From this day on.
 */
from_on: string, 
/**
 * Up to this day.
 */
to_on: string, 
/**
 * Balance before.
 */
opening_balance: Money, 
/**
 * Balance afterwards.
 */
closing_balance: Money, 
/**
 * Lines, the oldest first.
 */
lines: Array<VendorStatementLine>, };

/**
 * Asks for a vendor's statement.
 */
export type VendorStatementGet = { 
/**
 * Whose.
 */
vendor_id: VendorId, 
/**
 * From this business day on.
 */
from_on: string, 
/**
 * Up to this business day, itself included.
 */
to_on: string, };

/**
 * What a line of a statement is.
 */
export type VendorStatementKind = "hand_over" | "return" | "settlement" | "commission" | "paid_in" | "paid_out";

/**
 * A line of a statement.
 */
export type VendorStatementLine = { 
/**
 * When.
 */
at: string, 
/**
 * Document.
 */
document_number: string, 
/**
 * What.
 */
kind: VendorStatementKind, 
/**
 * Codes, where it is about codes.
 */
quantity: number, 
/**
 * What it moved; nothing for codes on consignment that changed hands.
 */
amount: Money, 
/**
 * What codes on consignment that changed hands cost the vendor.
 */
value: Money | null, 
/**
 * Balance afterwards.
 */
balance: Money, };

/**
 * Lists the batches a vendor has codes of, the newest first.
 */
export type VendorStockList = { 
/**
 * Whose.
 */
vendor_id: VendorId, 
/**
 * Only where codes are in their hands.
 */
in_hand_only: boolean, 
/**
 * Page.
 */
page?: Page, };

/**
 * A batch a vendor has codes of, and how they stand.
 */
export type VendorStockRow = { 
/**
 * Batch.
 */
batch_id: VoucherBatchId, 
/**
 * Its number.
 */
batch_code: string, 
/**
 * Plan.
 */
plan_name: string, 
/**
 * Codes that were handed over and did not come back.
 */
handed: number, 
/**
 * Of them: neither used nor settled.
 */
in_hand: number, 
/**
 * First number in their hands.
 */
from_number: number | null, 
/**
 * Last number in their hands.
 */
to_number: number | null, 
/**
 * Used and running.
 */
active: number, 
/**
 * Used up or over.
 */
ended: number, 
/**
 * Paid for: settled, or prepaid.
 */
paid: number, 
/**
 * Used, and still to be settled.
 */
to_settle: number, 
/**
 * Came back.
 */
returned: number, 
/**
 * What those in their hands cost them.
 */
value: Money, 
/**
 * Last handed over.
 */
handed_at: string, };

/**
 * What vendors are charged with: what was settled, and what was paid for when it was
 * handed over, less what of that came back.
 */
export type VendorSums = { 
/**
 * Codes.
 */
codes: number, 
/**
 * At their prices.
 */
gross_amount: Money, 
/**
 * What the vendors keep of that.
 */
commission_amount: Money, 
/**
 * What is the shop's.
 */
net_amount: Money, 
/**
 * What the codes cost.
 */
cost_amount: Money, 
/**
 * What is left.
 */
margin_amount: Money, };

/**
 * Who a vendor is, and on what terms.
 */
export type VendorTerms = { 
/**
 * Name, unique in its place.
 */
name: string, 
/**
 * Whom to ask for.
 */
contact_person?: string, 
/**
 * Phone, as people write it; kept as `+62…`.
 */
phone?: string, 
/**
 * E-mail.
 */
email?: string, 
/**
 * Address.
 */
address?: string, 
/**
 * Note for people.
 */
description?: string, 
/**
 * How they pay.
 */
mode: VendorMode, 
/**
 * What a code costs them.
 */
pricing: VendorPricing, 
/**
 * Their share, in hundredths of a percent: 1000 is 10 %.
 */
commission_bp: number, 
/**
 * Their amount for each code.
 */
commission_amount: Money, 
/**
 * Their own prices.
 */
prices: Array<VendorPrice>, };

/**
 * Hands codes over, or takes them back. The same key does it once.
 */
export type VendorTransferCreate = { 
/**
 * To or from whom.
 */
vendor_id: VendorId, 
/**
 * Which codes.
 */
pick: VendorPick, 
/**
 * How many the preview showed.
 */
expected_quantity: number, 
/**
 * What the preview showed they cost the vendor, commission taken off.
 */
expected_amount: Money, 
/**
 * Note for people.
 */
note?: string, 
/**
 * Random text the form drew when it was opened.
 */
idempotency_key: string, };

/**
 * A row of `vendor_transfers`.
 */
export type VendorTransferId = number;

/**
 * Which way codes go.
 */
export type VendorTransferKind = "hand_over" | "return";

/**
 * Lists hand-overs and returns, the newest first.
 */
export type VendorTransferList = { 
/**
 * Only of this place.
 */
location_id?: LocationId, 
/**
 * Only with this vendor.
 */
vendor_id?: VendorId, 
/**
 * Only this way.
 */
kind?: VendorTransferKind, 
/**
 * Page.
 */
page?: Page, };

/**
 * What a hand-over or return would be.
 */
export type VendorTransferPreview = { 
/**
 * Codes.
 */
quantity: number, 
/**
 * What they cost before the commission.
 */
gross_amount: Money, 
/**
 * Commission.
 */
commission_amount: Money, 
/**
 * What they cost the vendor.
 */
amount: Money, 
/**
 * By plan.
 */
lines: Array<VendorLine>, 
/**
 * Which numbers.
 */
ranges: Array<VendorRange>, 
/**
 * What moves on the account: nothing for codes on consignment.
 */
charged_amount: Money, 
/**
 * Balance before.
 */
balance_before: Money, 
/**
 * Balance afterwards.
 */
balance_after: Money, 
/**
 * The balance does not suffice: it would be refused.
 */
is_short: boolean, };

/**
 * What a hand-over or a return would be; nothing is changed.
 */
export type VendorTransferQuery = { 
/**
 * To or from whom.
 */
vendor_id: VendorId, 
/**
 * Which way.
 */
kind: VendorTransferKind, 
/**
 * Which codes.
 */
pick: VendorPick, };

/**
 * A hand-over or a return.
 */
export type VendorTransferRow = { 
/**
 * Which.
 */
vendor_transfer_id: VendorTransferId, 
/**
 * `ST-2611-0007`.
 */
document_number: string, 
/**
 * Which way.
 */
kind: VendorTransferKind, 
/**
 * Vendor.
 */
vendor_id: VendorId, 
/**
 * Its name.
 */
vendor_name: string, 
/**
 * Place.
 */
location_id: LocationId, 
/**
 * When.
 */
at: string, 
/**
 * Who did it.
 */
user_name: string, 
/**
 * Codes.
 */
quantity: number, 
/**
 * What they cost before the commission.
 */
gross_amount: Money, 
/**
 * Commission.
 */
commission_amount: Money, 
/**
 * What moved on the account.
 */
charged_amount: Money, 
/**
 * Note.
 */
note: string, 
/**
 * Codes by batch; the numbers are the first and the last of them.
 */
ranges: Array<VendorRange>, };

/**
 * Changes a vendor. What is in their hands keeps the terms it was handed over with.
 */
export type VendorUpdate = { 
/**
 * Which.
 */
vendor_id: VendorId, 
/**
 * As it was read.
 */
version: number, 
/**
 * Who, and on what terms.
 */
terms: VendorTerms, 
/**
 * In use.
 */
is_active: boolean, };

/**
 * A vendor.
 */
export type VendorView = { 
/**
 * As in the list.
 */
row: VendorRow, 
/**
 * E-mail.
 */
email: string | null, 
/**
 * Address.
 */
address: string | null, 
/**
 * Note.
 */
description: string | null, 
/**
 * Their own prices, by plan.
 */
prices: Array<VendorPriceRow>, 
/**
 * Who looks at it as their own account.
 */
people: Array<VendorPerson>, };

/**
 * Makes a batch. The same key twice makes it once.
 */
export type VoucherBatchCreate = { 
/**
 * What to make.
 */
draft: VoucherBatchDraft, 
/**
 * Random text the form drew when it was opened.
 */
idempotency_key: string, };

/**
 * A batch to be made, or looked at before.
 */
export type VoucherBatchDraft = { 
/**
 * What is sold.
 */
plan_id: PlanId, 
/**
 * Codes, 1 to 10,000 at the screen, to 100,000 by command line.
 */
quantity: number, 
/**
 * Routers that get the codes; empty = all of the plan's.
 */
router_ids: Array<RouterId>, 
/**
 * How codes look.
 */
code: CodeSpec, 
/**
 * How the sheet looks.
 */
sheet: SheetSpec, 
/**
 * Note for people.
 */
notes?: string, };

/**
 * A row of `voucher_batches`.
 */
export type VoucherBatchId = number;

/**
 * Lists batches, newest first.
 */
export type VoucherBatchList = { 
/**
 * Only of this place.
 */
location_id?: LocationId, 
/**
 * Only of this plan.
 */
plan_id?: PlanId, 
/**
 * Start of a batch code.
 */
search?: string, 
/**
 * Newest first; absent = yes.
 */
descending?: boolean, 
/**
 * Page.
 */
page?: Page, };

/**
 * What will happen, said before Enter.
 */
export type VoucherBatchPreview = { 
/**
 * Number the batch will probably get.
 */
batch_code: string, 
/**
 * An example of a code.
 */
example_code: string, 
/**
 * Codes to make.
 */
quantity: number, 
/**
 * Pages of the sheet.
 */
sheets: number, 
/**
 * Cards on the last page.
 */
last_sheet_cards: number, 
/**
 * Cards per page.
 */
cards_per_sheet: number, 
/**
 * If all sell.
 */
value_sell: Money, 
/**
 * If all sell, at cost.
 */
value_cost: Money, 
/**
 * Codes possible with this spec.
 */
code_space: number, 
/**
 * Already taken of it, in percent.
 */
code_space_used_percent: number, 
/**
 * Seconds to have it on every router, if they answer.
 */
provisioning_seconds: number, 
/**
 * The routers.
 */
routers: Array<BatchRouter>, 
/**
 * What to know before; codes have texts under `warning.`.
 */
warnings: Array<PreviewWarning>, };

/**
 * Names one batch.
 */
export type VoucherBatchRef = { 
/**
 * Which.
 */
batch_id: VoucherBatchId, };

/**
 * A batch in a list.
 */
export type VoucherBatchRow = { 
/**
 * Which.
 */
batch_id: VoucherBatchId, 
/**
 * `VB-2611-019`.
 */
batch_code: string, 
/**
 * Place.
 */
location_id: LocationId, 
/**
 * Plan.
 */
plan_id: PlanId, 
/**
 * Its name when the batch was made.
 */
plan_name: string, 
/**
 * Codes made.
 */
quantity: number, 
/**
 * State.
 */
status: BatchStatus, 
/**
 * Each code's price.
 */
price_sell: Money, 
/**
 * If all sell.
 */
total_revenue: Money, 
/**
 * Codes not yet logged in and not void.
 */
available: number, 
/**
 * Copies on routers.
 */
truth: RouterTruthCounts, 
/**
 * First print.
 */
printed_at: string | null, 
/**
 * Who made it.
 */
created_by_name: string | null, 
/**
 * When.
 */
created_at: string, };

/**
 * A batch.
 */
export type VoucherBatchView = { 
/**
 * As in the list.
 */
row: VoucherBatchRow, 
/**
 * How codes look.
 */
code: CodeSpec, 
/**
 * How the sheet looks.
 */
sheet: SheetSpec, 
/**
 * Note.
 */
notes: string | null, 
/**
 * Each code's cost.
 */
price_cost: Money, 
/**
 * Codes by state.
 */
counts: VoucherCounts, 
/**
 * On each router.
 */
routers: Array<BatchRouter>, 
/**
 * Running job that brings it to the routers.
 */
job_id: JobId | null, };

/**
 * Voids what is unsold and unused of a batch.
 */
export type VoucherBatchVoid = { 
/**
 * Which.
 */
batch_id: VoucherBatchId, 
/**
 * Why; kept.
 */
reason: string, };

/**
 * A voucher's copy on one router.
 */
export type VoucherCopy = { 
/**
 * Which.
 */
router_id: RouterId, 
/**
 * Its name.
 */
router_name: string, 
/**
 * How it stands.
 */
truth: Truth, 
/**
 * Why, when failed or drifted.
 */
reason: string | null, 
/**
 * Written.
 */
applied_at: string | null, 
/**
 * Seen.
 */
seen_at: string | null, };

/**
 * Codes by state.
 */
export type VoucherCounts = { 
/**
 * Never logged in.
 */
available: number, 
/**
 * In use.
 */
active: number, 
/**
 * Used up.
 */
used: number, 
/**
 * Over.
 */
expired: number, 
/**
 * Withdrawn.
 */
void: number, };

/**
 * What a row of the list stands for where it is not a code as such: each time this happened
 * to one, or each copy of one. A number of a report or of the dashboard opens its rows so.
 */
export type VoucherDeed = "made" | "printed" | "handed" | "sold" | "taken_back" | "turnover" | "activated" | "ended" | "unsold" | "void" | "charged" | "copy_pending" | "copy_trouble";

/**
 * Something that happened to a voucher.
 */
export type VoucherEvent = { 
/**
 * When.
 */
at: string, 
/**
 * What, e.g. `created`, `printed`, `first_login`, `expired`, `void`.
 */
kind: string, 
/**
 * Who.
 */
user_name: string | null, 
/**
 * Facts.
 */
details: Record<string, unknown>, };

/**
 * Gives a code more than it was sold with; at least one of the three.
 */
export type VoucherExtend = { 
/**
 * Which.
 */
voucher_id: VoucherId, 
/**
 * As it was read: the same form sent twice gives once.
 */
version: number, 
/**
 * More online time, seconds.
 */
usage_s?: number, 
/**
 * More data, bytes.
 */
data_bytes?: number, 
/**
 * A later end, seconds; counted from now where it is over already.
 */
validity_s?: number, 
/**
 * Why; kept.
 */
reason: string, };

/**
 * Which vouchers.
 */
export type VoucherFilter = { 
/**
 * Only of this place.
 */
location_id?: LocationId, 
/**
 * Only of this batch.
 */
batch_id?: VoucherBatchId, 
/**
 * Only of this plan.
 */
plan_id?: PlanId, 
/**
 * Only with this vendor, or sold by it.
 */
vendor_id?: VendorId, 
/**
 * Only the shop's own: with no vendor and sold by none.
 */
no_vendor?: boolean, 
/**
 * Only what a column of the stock page counts.
 */
stock?: StockPart, 
/**
 * A row each time this happened instead of one for each code.
 */
happened?: VoucherHappened, 
/**
 * Only these states; empty = all.
 */
status: Array<VoucherStatus>, 
/**
 * Only with a copy that is pending, failed or drifted.
 */
router_trouble: boolean, 
/**
 * Start or fragment of a code, or a batch code.
 */
search?: string, };

/**
 * Finds a voucher by what is on the slip.
 */
export type VoucherFind = { 
/**
 * The code, as typed: spaces and case do not matter.
 */
code: string, };

/**
 * Each time something happened to a code.
 */
export type VoucherHappened = { 
/**
 * What.
 */
what: VoucherDeed, 
/**
 * From this business day of its place; not asked of copies.
 */
from_on?: string, 
/**
 * To this business day of its place, it included.
 */
to_on?: string, 
/**
 * Only in this hour of the day, 0 to 23.
 */
hour?: number, 
/**
 * Only what this person did; of what was used, the codes they sold.
 */
user_id?: UserId, 
/**
 * Only where there is no such person.
 */
nobody?: boolean, 
/**
 * Only what was paid this way; of sales.
 */
method?: PaidBy, 
/**
 * Only on this router; of copies.
 */
router_id?: RouterId, };

/**
 * A row of `vouchers`.
 */
export type VoucherId = number;

/**
 * Ends the sessions of a code.
 */
export type VoucherKick = { 
/**
 * Which.
 */
voucher_id: VoucherId, };

/**
 * Lists vouchers.
 */
export type VoucherList = { 
/**
 * Which.
 */
filter: VoucherFilter, 
/**
 * Order.
 */
sort: VoucherSort, 
/**
 * Downwards.
 */
descending: boolean, 
/**
 * Page.
 */
page?: Page, };

/**
 * Lists what was printed.
 */
export type VoucherPrintList = { 
/**
 * Only of this place.
 */
location_id?: LocationId, 
/**
 * Only of this batch, its slips included.
 */
batch_id?: VoucherBatchId, 
/**
 * Only what was printed again.
 */
reprints_only: boolean, 
/**
 * Newest first; absent = yes.
 */
descending?: boolean, 
/**
 * Page.
 */
page?: Page, };

/**
 * A print: one sheet run of a batch, or one slip.
 */
export type VoucherPrintRow = { 
/**
 * Which.
 */
print_id: PrintId, 
/**
 * When.
 */
at: string, 
/**
 * Who.
 */
user_name: string | null, 
/**
 * Place.
 */
location_id: LocationId, 
/**
 * Batch.
 */
batch_id: VoucherBatchId, 
/**
 * Its number.
 */
batch_code: string, 
/**
 * Of a slip: which voucher.
 */
voucher_id: VoucherId | null, 
/**
 * Its code.
 */
code: string | null, 
/**
 * `a4-24`, `slip-58`.
 */
preset: string, 
/**
 * Cards on it.
 */
cards: number, 
/**
 * Whether one of them was printed before.
 */
is_reprint: boolean, 
/**
 * Why it was printed again.
 */
reason: string | null, 
/**
 * The printer that was told; absent = a file that was opened.
 */
printer_name: string | null, };

/**
 * Names one voucher.
 */
export type VoucherRef = { 
/**
 * Which.
 */
voucher_id: VoucherId, };

/**
 * A voucher in a list.
 */
export type VoucherRow = { 
/**
 * Tells the rows of one list apart: a code has one each time what was asked for happened to it.
 */
row_id: number, 
/**
 * Which.
 */
voucher_id: VoucherId, 
/**
 * Its code, ungrouped.
 */
code: string, 
/**
 * Number in its batch.
 */
number: number, 
/**
 * Batch.
 */
batch_id: VoucherBatchId, 
/**
 * Batch code.
 */
batch_code: string, 
/**
 * Plan.
 */
plan_name: string, 
/**
 * Place.
 */
location_id: LocationId, 
/**
 * State.
 */
status: VoucherStatus, 
/**
 * The worst of its copies.
 */
truth: Truth, 
/**
 * Why, when failed or drifted.
 */
truth_reason: string | null, 
/**
 * When the copy was last seen there.
 */
seen_at: string | null, 
/**
 * First login.
 */
first_login_at: string | null, 
/**
 * Whether that moment is exact or the first we saw.
 */
first_login_exact: boolean, 
/**
 * End of life.
 */
expires_at: string | null, 
/**
 * First print.
 */
printed_at: string | null, 
/**
 * Sold.
 */
sold_at: string | null, 
/**
 * Price; of a deed with a price of its own that one.
 */
price_sell: Money, 
/**
 * Made.
 */
created_at: string, 
/**
 * When what was asked for happened.
 */
happened_at: string | null, 
/**
 * Whose deed it was; of what was used, who had sold it.
 */
happened_by: string | null, 
/**
 * The document it stands in.
 */
happened_in: string | null, 
/**
 * It took back, came back: it counts as one less.
 */
is_back: boolean, };

/**
 * Prints a batch without a dialogue.
 */
export type VoucherSheetPrint = { 
/**
 * Which.
 */
batch_id: VoucherBatchId, 
/**
 * Another look than the batch's own.
 */
sheet?: SheetSpec, 
/**
 * On which printer; absent = the one the place has for sheets.
 */
printer_id?: PrinterId, 
/**
 * Why it is printed again, when it was printed before.
 */
reprint_reason?: string, };

/**
 * Draws the sheet of a batch.
 */
export type VoucherSheetRender = { 
/**
 * Which.
 */
batch_id: VoucherBatchId, 
/**
 * How; absent = as the batch was made.
 */
sheet?: SheetSpec, 
/**
 * Why it is printed again, when it was printed before.
 */
reprint_reason?: string, };

/**
 * Draws one voucher as a slip.
 */
export type VoucherSlipRender = { 
/**
 * Which.
 */
voucher_id: VoucherId, 
/**
 * Why it is printed again, when it was printed before.
 */
reprint_reason?: string, };

/**
 * Prints slips without a dialogue.
 */
export type VoucherSlipsPrint = { 
/**
 * Which, up to 200.
 */
voucher_ids: Array<VoucherId>, 
/**
 * On which printer; absent = the one the shift's drawer has for slips, else the place.
 */
printer_id?: PrinterId, 
/**
 * At which shift they are printed.
 */
cash_session_id?: CashSessionId, 
/**
 * Open the drawer that hangs on it: cash changes hands. One that stands at another drawer than the shift's opens none.
 */
opens_drawer: boolean, 
/**
 * Why, when one of them was printed before.
 */
reprint_reason?: string, };

/**
 * Draws several vouchers as slips, one a page.
 */
export type VoucherSlipsRender = { 
/**
 * Which, up to 200.
 */
voucher_ids: Array<VoucherId>, 
/**
 * Why, when one of them was printed before.
 */
reprint_reason?: string, };

/**
 * Columns vouchers can be sorted by.
 */
export type VoucherSort = "id" | "code" | "expires_at";

/**
 * Life of a voucher: `available → active → used | expired`, or `void`.
 */
export type VoucherStatus = "available" | "active" | "used" | "expired" | "void";

/**
 * Sums over a filter.
 */
export type VoucherTotals = { 
/**
 * Rows.
 */
count: number, 
/**
 * Of those, what took back or came back: each counts as one less.
 */
back: number, 
/**
 * By state.
 */
counts: VoucherCounts, 
/**
 * At selling price, less what came back.
 */
value_sell: Money, 
/**
 * At cost, less what came back.
 */
value_cost: Money, };

/**
 * Sums over vouchers.
 */
export type VoucherTotalsQuery = { 
/**
 * Which.
 */
filter: VoucherFilter, };

/**
 * Lets a code go of its device.
 */
export type VoucherUnlock = { 
/**
 * Which.
 */
voucher_id: VoucherId, 
/**
 * Why; kept.
 */
reason: string, };

/**
 * A voucher.
 */
export type VoucherView = { 
/**
 * As in the list.
 */
row: VoucherRow, 
/**
 * As it was read.
 */
version: number, 
/**
 * The one device it may be used on; absent: any, or the next.
 */
locked_mac: string | null, 
/**
 * Password, when it is not the code.
 */
password: string | null, 
/**
 * Online time allowed, seconds.
 */
usage_limit_s: number | null, 
/**
 * Bytes allowed.
 */
data_limit_bytes: number | null, 
/**
 * Life after first login, seconds.
 */
validity_s: number | null, 
/**
 * Online time used, seconds.
 */
uptime_s: number, 
/**
 * Bytes used.
 */
bytes_used: number, 
/**
 * Last seen online.
 */
last_seen_at: string | null, 
/**
 * Copies.
 */
copies: Array<VoucherCopy>, 
/**
 * What happened to it, newest first.
 */
events: Array<VoucherEvent>, 
/**
 * Why it was voided.
 */
void_reason: string | null, 
/**
 * With whom it is: their own to sell, not the counter's.
 */
vendor_name: string | null, };

/**
 * Voids vouchers.
 */
export type VoucherVoid = { 
/**
 * Which, up to 500.
 */
voucher_ids: Array<VoucherId>, 
/**
 * Why; kept.
 */
reason: string, };

/**
 * Result of voiding.
 */
export type VoucherVoided = { 
/**
 * Withdrawn now.
 */
voided: number, 
/**
 * Left alone: sold, used, expired or void already.
 */
skipped: number, };

/**
 * An error as it leaves through a door.
 */
export type WireError = { 
/**
 * Which error.
 */
code: string, 
/**
 * Parameters for the text, an object or null.
 */
params: Record<string, unknown> | null, 
/**
 * Id under which the log holds the cause.
 */
incident: string, };

/**
 * A worker that lives, or did.
 */
export type WorkerRow = { 
/**
 * Computer; absent where the caller sees no router it holds.
 */
host: string | null, 
/**
 * Program version.
 */
version: string, 
/**
 * Last sign of life.
 */
seen_at: string, 
/**
 * Seen within the last minute.
 */
is_alive: boolean, };

/** Every operation: what goes in, what comes out. */
export type Operations = {
  system_status: { input: Nothing; output: SystemStatus };
  database_get: { input: Nothing; output: DatabaseState };
  database_script: { input: DatabaseScript; output: DatabaseScriptText };
  database_test: { input: DatabaseOutside; output: DatabaseTest };
  database_choose: { input: DatabaseChoose; output: DatabaseState };
  owner_create: { input: OwnerCreate; output: OwnerCreated };
  session_sign_in: { input: SessionSignIn; output: SignedIn };
  session_sign_out: { input: Nothing; output: Done };
  session_get: { input: Nothing; output: SessionState };
  session_lock: { input: Nothing; output: Done };
  session_unlock: { input: SessionUnlock; output: Me };
  session_touch: { input: Nothing; output: Done };
  session_quick_list: { input: Nothing; output: Array<QuickPerson> };
  session_quick_begin: { input: SessionQuickBegin; output: Me };
  session_quick_end: { input: Nothing; output: Done };
  session_list: { input: Nothing; output: Array<SessionRow> };
  session_revoke: { input: SessionRef; output: Done };
  session_revoke_others: { input: Nothing; output: SessionsEnded };
  installation_join: { input: InstallationJoin; output: Done };
  installation_recovery_renew: { input: InstallationRecoveryRenew; output: RecoveryCode };
  me_get: { input: Nothing; output: Me };
  me_preferences_set: { input: MePreferencesSet; output: Me };
  me_pin_set: { input: MePinSet; output: Me };
  me_password_change: { input: MePasswordChange; output: SessionsEnded };
  user_list: { input: UserList; output: Paged<UserRow> };
  user_create: { input: UserCreate; output: UserRow };
  user_update: { input: UserUpdate; output: UserRow };
  user_password_reset: { input: UserPasswordReset; output: OneTimePassword };
  user_unlock: { input: UserRef; output: UserRow };
  user_session_list: { input: UserRef; output: Array<SessionRow> };
  user_session_revoke: { input: UserSessionRevoke; output: SessionsEnded };
  permission_list: { input: Nothing; output: Array<PermissionRow> };
  role_list: { input: Nothing; output: Array<RoleRow> };
  role_create: { input: RoleCreate; output: RoleRow };
  role_update: { input: RoleUpdate; output: RoleRow };
  role_deactivate: { input: RoleDeactivate; output: RoleRow };
  location_list: { input: Nothing; output: Array<LocationRow> };
  location_create: { input: LocationCreate; output: LocationRow };
  location_update: { input: LocationUpdate; output: LocationRow };
  activity_list: { input: ActivityList; output: Paged<ActivityRow> };
  audit_list: { input: AuditList; output: Paged<AuditRow> };
  settings_get: { input: Nothing; output: Settings };
  settings_update: { input: Settings; output: Settings };
  saved_view_list: { input: SavedViewList; output: Array<SavedView> };
  saved_view_create: { input: SavedViewCreate; output: SavedView };
  saved_view_share: { input: SavedViewShare; output: SavedView };
  saved_view_remove: { input: SavedViewRef; output: Done };
  company_logo_get: { input: Nothing; output: CompanyLogo };
  company_logo_set: { input: CompanyLogoSet; output: CompanyLogo };
  company_logo_remove: { input: Nothing; output: CompanyLogo };
  router_list: { input: RouterList; output: Paged<RouterView> };
  router_get: { input: RouterRef; output: RouterView };
  router_test: { input: RouterTest; output: RouterTestReport };
  router_setup_script: { input: RouterSetupScript; output: RouterScript };
  router_create: { input: RouterCreate; output: RouterView };
  router_update: { input: RouterUpdate; output: RouterView };
  router_deactivate: { input: RouterRef; output: RouterView };
  router_sync: { input: RouterRef; output: RouterView };
  router_interface_list: { input: RouterInterfaceList; output: Array<RouterInterface> };
  router_traffic_get: { input: RouterTrafficGet; output: RouterTraffic };
  router_log_list: { input: RouterLogList; output: RouterLog };
  router_ping: { input: RouterPing; output: RouterPinged };
  router_session_list: { input: RouterRef; output: Array<RouterSession> };
  router_session_kick: { input: RouterSessionKick; output: SessionKicked };
  drift_summary: { input: DriftSummaryQuery; output: Paged<DriftRouter> };
  drift_list: { input: DriftList; output: Paged<DriftItem> };
  drift_resolve: { input: DriftResolve; output: DriftResolved };
  router_reconcile_confirm: { input: RouterRef; output: DriftRouter };
  router_compare: { input: RouterRef; output: DriftRouter };
  router_adopt_preview: { input: RouterRef; output: AdoptReport };
  router_adopt: { input: RouterAdopt; output: AdoptReport };
  plan_list: { input: PlanList; output: Paged<PlanView> };
  plan_get: { input: PlanRef; output: PlanView };
  plan_create: { input: PlanCreate; output: PlanView };
  plan_update: { input: PlanUpdate; output: PlanView };
  voucher_sheet_presets: { input: Nothing; output: Array<SheetPreset> };
  voucher_batch_preview: { input: VoucherBatchDraft; output: VoucherBatchPreview };
  voucher_sheet_preview: { input: VoucherBatchDraft; output: Document };
  voucher_batch_create: { input: VoucherBatchCreate; output: VoucherBatchView };
  voucher_batch_list: { input: VoucherBatchList; output: Paged<VoucherBatchRow> };
  voucher_batch_get: { input: VoucherBatchRef; output: VoucherBatchView };
  voucher_batch_pause: { input: VoucherBatchRef; output: VoucherBatchView };
  voucher_batch_resume: { input: VoucherBatchRef; output: VoucherBatchView };
  voucher_batch_void: { input: VoucherBatchVoid; output: VoucherVoided };
  voucher_sheet_render: { input: VoucherSheetRender; output: Document };
  voucher_printing_get: { input: PrintingGet; output: Printing };
  voucher_printing_list: { input: Nothing; output: Array<PrintingRow> };
  voucher_printing_set: { input: PrintingSet; output: Printing };
  voucher_slip_render: { input: VoucherSlipRender; output: Document };
  voucher_slips_render: { input: VoucherSlipsRender; output: Document };
  voucher_slips_print: { input: VoucherSlipsPrint; output: Printed };
  voucher_sheet_print: { input: VoucherSheetPrint; output: Printed };
  voucher_print_list: { input: VoucherPrintList; output: Paged<VoucherPrintRow> };
  printer_list: { input: PrinterList; output: Paged<PrinterView> };
  printer_create: { input: PrinterCreate; output: PrinterView };
  printer_update: { input: PrinterUpdate; output: PrinterView };
  printer_test: { input: PrinterRef; output: Printed };
  printer_ruler_render: { input: PrinterRef; output: Document };
  voucher_list: { input: VoucherList; output: Paged<VoucherRow> };
  voucher_totals: { input: VoucherTotalsQuery; output: VoucherTotals };
  voucher_get: { input: VoucherRef; output: VoucherView };
  voucher_find: { input: VoucherFind; output: VoucherView };
  voucher_void: { input: VoucherVoid; output: VoucherVoided };
  voucher_extend: { input: VoucherExtend; output: VoucherView };
  voucher_unlock: { input: VoucherUnlock; output: VoucherView };
  voucher_kick: { input: VoucherKick; output: VoucherView };
  usage_session_list: { input: UsageSessionList; output: Paged<UsageSessionRow> };
  cash_drawer_list: { input: CashDrawerList; output: Paged<CashDrawerView> };
  cash_drawer_create: { input: CashDrawerCreate; output: CashDrawerView };
  cash_drawer_update: { input: CashDrawerUpdate; output: CashDrawerView };
  cash_drawer_open: { input: CashDrawerOpen; output: CashDrawerOpened };
  cash_session_list: { input: CashSessionList; output: Paged<CashSessionView> };
  cash_session_get: { input: CashSessionRef; output: CashSessionView };
  cash_session_report: { input: CashSessionRef; output: CashSessionReport };
  cash_session_render: { input: CashSessionRender; output: Document };
  cash_session_print: { input: CashSessionPrint; output: Printed };
  cash_session_open: { input: CashSessionOpen; output: CashSessionView };
  cash_session_close: { input: CashSessionClose; output: CashSessionView };
  cash_session_explain: { input: CashSessionExplain; output: CashSessionView };
  cash_session_take_over: { input: CashSessionTakeOver; output: CashSessionView };
  cash_pay_in: { input: CashMove; output: CashMoved };
  cash_pay_out: { input: CashMove; output: CashMoved };
  sale_create: { input: SaleCreate; output: SaleView };
  sale_list: { input: SaleList; output: Paged<SaleRow> };
  sale_get: { input: SaleRef; output: SaleView };
  sale_stock_get: { input: SaleStockGet; output: SaleStock };
  sale_receipt_render: { input: SaleReceiptRender; output: Document };
  sale_receipt_print: { input: SaleReceiptPrint; output: Printed };
  sale_void: { input: SaleVoid; output: SaleView };
  sale_refund: { input: SaleRefund; output: SaleView };
  vendor_list: { input: VendorList; output: Paged<VendorRow> };
  vendor_get: { input: VendorRef; output: VendorView };
  vendor_create: { input: VendorCreate; output: VendorView };
  vendor_update: { input: VendorUpdate; output: VendorView };
  vendor_people_set: { input: VendorPeopleSet; output: VendorView };
  vendor_transfer_preview: { input: VendorTransferQuery; output: VendorTransferPreview };
  vendor_hand_over: { input: VendorTransferCreate; output: VendorTransferRow };
  vendor_return: { input: VendorTransferCreate; output: VendorTransferRow };
  vendor_transfer_list: { input: VendorTransferList; output: Paged<VendorTransferRow> };
  vendor_stock_list: { input: VendorStockList; output: Paged<VendorStockRow> };
  vendor_top_up: { input: VendorPay; output: VendorSettlementRow };
  vendor_pay_out: { input: VendorPay; output: VendorSettlementRow };
  vendor_payment_void: { input: VendorPaymentVoid; output: VendorSettlementRow };
  vendor_settlement_preview: { input: VendorSettlementQuery; output: VendorSettlementPreview };
  vendor_settlement_create: { input: VendorSettlementCreate; output: VendorSettlementRow };
  vendor_settlement_list: { input: VendorSettlementList; output: Paged<VendorSettlementRow> };
  vendor_statement_get: { input: VendorStatementGet; output: VendorStatement };
  vendor_statement_render: { input: VendorStatementGet; output: Document };
  reseller_account_get: { input: Nothing; output: ResellerAccount };
  reseller_stock_list: { input: ResellerList; output: Paged<VendorStockRow> };
  reseller_transfer_list: { input: ResellerList; output: Paged<VendorTransferRow> };
  reseller_settlement_list: { input: ResellerList; output: Paged<VendorSettlementRow> };
  reseller_statement_render: { input: ResellerStatementGet; output: Document };
  ledger_account_list: { input: LedgerAccountList; output: Paged<LedgerAccountRow> };
  ledger_entry_list: { input: LedgerEntryList; output: Paged<LedgerEntryRow> };
  stock_list: { input: StockList; output: Paged<StockRow> };
  report_get: { input: ReportGet; output: ReportView };
  stock_print: { input: StockPrint; output: Document };
  report_print: { input: ReportGet; output: Document };
  books_verify: { input: Nothing; output: BooksReport };
  job_list: { input: JobList; output: Paged<JobRow> };
  job_summary: { input: JobSummaryGet; output: JobSummary };
  job_retry: { input: JobRef; output: JobRow };
  job_cancel: { input: JobRef; output: JobRow };
  notice_list: { input: NoticeList; output: Paged<NoticeRow> };
  notice_summary: { input: Nothing; output: NoticeSummary };
  notice_read: { input: NoticeRead; output: NoticeSummary };
  notice_take: { input: Nothing; output: Array<NoticeRow> };
  notice_preferences_get: { input: Nothing; output: NoticePreferences };
  notice_preferences_set: { input: NoticePreferences; output: NoticePreferences };
  export_list: { input: Nothing; output: Array<ExportRow> };
  export_columns_get: { input: ExportColumnsGet; output: ExportColumns };
  export_create: { input: ExportCreate; output: ExportRow };
  export_cancel: { input: ExportRef; output: ExportRow };
  export_remove: { input: ExportRef; output: Done };
  export_open: { input: ExportRef; output: ExportFile };
  export_part_get: { input: ExportPartGet; output: ExportPart };
  dashboard_get: { input: Nothing; output: Dashboard };
  demo_router_start: { input: Nothing; output: DemoRouter };
};

/** An operation's name. */
export type OperationName = keyof Operations;

/** What the program knows of each operation. */
export const operations = {
  system_status: { kind: "read", access: "public", tags: ["system"] },
  database_get: { kind: "read", access: "database.manage", tags: ["system"] },
  database_script: { kind: "write", access: "database.manage", tags: [] },
  database_test: { kind: "read", access: "database.manage", tags: [] },
  database_choose: { kind: "write", access: "database.manage", tags: [] },
  owner_create: { kind: "write", access: "public", tags: [] },
  session_sign_in: { kind: "write", access: "public", tags: [] },
  session_sign_out: { kind: "write", access: "signed_in", tags: [] },
  session_get: { kind: "read", access: "signed_in", tags: ["session", "me", "settings"] },
  session_lock: { kind: "write", access: "signed_in", tags: [] },
  session_unlock: { kind: "write", access: "signed_in", tags: [] },
  session_touch: { kind: "write", access: "signed_in", tags: [] },
  session_quick_list: { kind: "read", access: "desk.switch", tags: ["user", "session"] },
  session_quick_begin: { kind: "write", access: "desk.switch", tags: [] },
  session_quick_end: { kind: "write", access: "signed_in", tags: [] },
  session_list: { kind: "read", access: "signed_in", tags: ["session"] },
  session_revoke: { kind: "write", access: "signed_in", tags: [] },
  session_revoke_others: { kind: "write", access: "signed_in", tags: [] },
  installation_join: { kind: "write", access: "public", tags: [] },
  installation_recovery_renew: { kind: "write", access: "database.manage", tags: [] },
  me_get: { kind: "read", access: "signed_in", tags: ["me"] },
  me_preferences_set: { kind: "write", access: "signed_in", tags: [] },
  me_pin_set: { kind: "write", access: "signed_in", tags: [] },
  me_password_change: { kind: "write", access: "signed_in", tags: [] },
  user_list: { kind: "read", access: "user.view", tags: ["user"] },
  user_create: { kind: "write", access: "user.edit", tags: [] },
  user_update: { kind: "write", access: "user.edit", tags: [] },
  user_password_reset: { kind: "write", access: "user.edit", tags: [] },
  user_unlock: { kind: "write", access: "user.edit", tags: [] },
  user_session_list: { kind: "read", access: "user.edit", tags: ["session"] },
  user_session_revoke: { kind: "write", access: "user.edit", tags: [] },
  permission_list: { kind: "read", access: "user.view", tags: ["me"] },
  role_list: { kind: "read", access: "user.view", tags: ["role", "user"] },
  role_create: { kind: "write", access: "user.edit", tags: [] },
  role_update: { kind: "write", access: "user.edit", tags: [] },
  role_deactivate: { kind: "write", access: "user.edit", tags: [] },
  location_list: { kind: "read", access: "settings.view", tags: ["location", "router", "user"] },
  location_create: { kind: "write", access: "settings.edit", tags: [] },
  location_update: { kind: "write", access: "settings.edit", tags: [] },
  activity_list: { kind: "read", access: "audit.view", tags: ["activity"] },
  audit_list: { kind: "read", access: "audit.view", tags: ["activity"] },
  settings_get: { kind: "read", access: "settings.view", tags: ["settings"] },
  settings_update: { kind: "write", access: "settings.edit", tags: [] },
  saved_view_list: { kind: "read", access: "signed_in", tags: ["saved_view"] },
  saved_view_create: { kind: "write", access: "signed_in", tags: [] },
  saved_view_share: { kind: "write", access: "signed_in", tags: [] },
  saved_view_remove: { kind: "write", access: "signed_in", tags: [] },
  company_logo_get: { kind: "read", access: "public", tags: ["settings"] },
  company_logo_set: { kind: "write", access: "settings.edit", tags: [] },
  company_logo_remove: { kind: "write", access: "settings.edit", tags: [] },
  router_list: { kind: "read", access: "router.view", tags: ["router", "provisioning"] },
  router_get: { kind: "read", access: "router.view", tags: ["router", "provisioning"] },
  router_test: { kind: "write", access: "router.edit", tags: [] },
  router_setup_script: { kind: "read", access: "router.edit", tags: [] },
  router_create: { kind: "write", access: "router.edit", tags: [] },
  router_update: { kind: "write", access: "router.edit", tags: [] },
  router_deactivate: { kind: "write", access: "router.edit", tags: [] },
  router_sync: { kind: "write", access: "router.sync", tags: [] },
  router_interface_list: { kind: "read", access: "router.view", tags: ["router"] },
  router_traffic_get: { kind: "read", access: "router.view", tags: [] },
  router_log_list: { kind: "read", access: "router.view", tags: [] },
  router_ping: { kind: "read", access: "router.view", tags: [] },
  router_session_list: { kind: "read", access: "router.view", tags: ["router"] },
  router_session_kick: { kind: "write", access: "router.sync", tags: [] },
  drift_summary: { kind: "read", access: "router.view", tags: ["drift", "provisioning", "router"] },
  drift_list: { kind: "read", access: "router.view", tags: ["drift", "provisioning"] },
  drift_resolve: { kind: "write", access: "router.sync", tags: [] },
  router_reconcile_confirm: { kind: "write", access: "router.sync", tags: [] },
  router_compare: { kind: "write", access: "router.sync", tags: [] },
  router_adopt_preview: { kind: "write", access: "router.edit", tags: [] },
  router_adopt: { kind: "write", access: "router.edit", tags: [] },
  plan_list: { kind: "read", access: "plan.view", tags: ["plan", "voucher"] },
  plan_get: { kind: "read", access: "plan.view", tags: ["plan", "voucher"] },
  plan_create: { kind: "write", access: "plan.edit", tags: [] },
  plan_update: { kind: "write", access: "plan.edit", tags: [] },
  voucher_sheet_presets: { kind: "read", access: "voucher.view", tags: [] },
  voucher_batch_preview: { kind: "read", access: "voucher.create", tags: ["voucher", "router", "plan"] },
  voucher_sheet_preview: { kind: "read", access: "voucher.create", tags: ["plan", "settings", "printer"] },
  voucher_batch_create: { kind: "write", access: "voucher.create", tags: [] },
  voucher_batch_list: { kind: "read", access: "voucher.view", tags: ["voucher", "provisioning"] },
  voucher_batch_get: { kind: "read", access: "voucher.view", tags: ["voucher", "provisioning"] },
  voucher_batch_pause: { kind: "write", access: "voucher.create", tags: [] },
  voucher_batch_resume: { kind: "write", access: "voucher.create", tags: [] },
  voucher_batch_void: { kind: "write", access: "voucher.void", tags: [] },
  voucher_sheet_render: { kind: "write", access: "voucher.print", tags: [] },
  voucher_printing_get: { kind: "read", access: "voucher.view", tags: ["settings"] },
  voucher_printing_list: { kind: "read", access: "settings.view", tags: ["settings"] },
  voucher_printing_set: { kind: "write", access: "settings.edit", tags: [] },
  voucher_slip_render: { kind: "write", access: "voucher.print", tags: [] },
  voucher_slips_render: { kind: "write", access: "voucher.print", tags: [] },
  voucher_slips_print: { kind: "write", access: "voucher.print", tags: [] },
  voucher_sheet_print: { kind: "write", access: "voucher.print", tags: [] },
  voucher_print_list: { kind: "read", access: "voucher.view", tags: ["voucher", "printer"] },
  printer_list: { kind: "read", access: "voucher.print", tags: ["printer"] },
  printer_create: { kind: "write", access: "printer.manage", tags: [] },
  printer_update: { kind: "write", access: "printer.manage", tags: [] },
  printer_test: { kind: "write", access: "printer.manage", tags: [] },
  printer_ruler_render: { kind: "read", access: "printer.manage", tags: ["printer", "settings"] },
  voucher_list: { kind: "read", access: "voucher.view", tags: ["voucher", "provisioning"] },
  voucher_totals: { kind: "read", access: "voucher.view", tags: ["voucher"] },
  voucher_get: { kind: "read", access: "voucher.view", tags: ["voucher", "provisioning"] },
  voucher_find: { kind: "read", access: "voucher.view", tags: ["voucher", "provisioning"] },
  voucher_void: { kind: "write", access: "voucher.void", tags: [] },
  voucher_extend: { kind: "write", access: "voucher.extend", tags: [] },
  voucher_unlock: { kind: "write", access: "voucher.unlock", tags: [] },
  voucher_kick: { kind: "write", access: "voucher.unlock", tags: [] },
  usage_session_list: { kind: "read", access: "voucher.view", tags: ["usage"] },
  cash_drawer_list: { kind: "read", access: "cash.view", tags: ["cash_drawer"] },
  cash_drawer_create: { kind: "write", access: "cash.manage", tags: [] },
  cash_drawer_update: { kind: "write", access: "cash.manage", tags: [] },
  cash_drawer_open: { kind: "write", access: "cash.operate", tags: [] },
  cash_session_list: { kind: "read", access: "cash.view", tags: ["cash_session", "ledger"] },
  cash_session_get: { kind: "read", access: "cash.view", tags: ["cash_session", "ledger"] },
  cash_session_report: { kind: "read", access: "cash.view", tags: ["cash_session", "ledger"] },
  cash_session_render: { kind: "read", access: "cash.view", tags: ["cash_session", "ledger"] },
  cash_session_print: { kind: "write", access: "cash.view", tags: [] },
  cash_session_open: { kind: "write", access: "cash.operate", tags: [] },
  cash_session_close: { kind: "write", access: "cash.operate", tags: [] },
  cash_session_explain: { kind: "write", access: "cash.operate", tags: [] },
  cash_session_take_over: { kind: "write", access: "cash.manage", tags: [] },
  cash_pay_in: { kind: "write", access: "cash.move", tags: [] },
  cash_pay_out: { kind: "write", access: "cash.move", tags: [] },
  sale_create: { kind: "write", access: "sale.create", tags: [] },
  sale_list: { kind: "read", access: "sale.view", tags: ["sale", "voucher", "provisioning"] },
  sale_get: { kind: "read", access: "sale.view", tags: ["sale", "voucher", "provisioning"] },
  sale_stock_get: { kind: "read", access: "sale.create", tags: ["voucher", "sale", "plan"] },
  sale_receipt_render: { kind: "read", access: "sale.view", tags: ["sale"] },
  sale_receipt_print: { kind: "write", access: "sale.view", tags: [] },
  sale_void: { kind: "write", access: "sale.void", tags: [] },
  sale_refund: { kind: "write", access: "sale.refund", tags: [] },
  vendor_list: { kind: "read", access: "vendor.view", tags: ["vendor", "voucher", "ledger"] },
  vendor_get: { kind: "read", access: "vendor.view", tags: ["vendor", "voucher", "ledger"] },
  vendor_create: { kind: "write", access: "vendor.edit", tags: [] },
  vendor_update: { kind: "write", access: "vendor.edit", tags: [] },
  vendor_people_set: { kind: "write", access: "vendor.edit", tags: [] },
  vendor_transfer_preview: { kind: "read", access: "vendor.settle", tags: ["vendor", "voucher", "ledger"] },
  vendor_hand_over: { kind: "write", access: "vendor.settle", tags: [] },
  vendor_return: { kind: "write", access: "vendor.settle", tags: [] },
  vendor_transfer_list: { kind: "read", access: "vendor.view", tags: ["vendor"] },
  vendor_stock_list: { kind: "read", access: "vendor.view", tags: ["vendor", "voucher"] },
  vendor_top_up: { kind: "write", access: "vendor.settle", tags: [] },
  vendor_pay_out: { kind: "write", access: "vendor.settle", tags: [] },
  vendor_payment_void: { kind: "write", access: "vendor.edit", tags: [] },
  vendor_settlement_preview: { kind: "read", access: "vendor.settle", tags: ["vendor", "voucher", "ledger"] },
  vendor_settlement_create: { kind: "write", access: "vendor.settle", tags: [] },
  vendor_settlement_list: { kind: "read", access: "vendor.view", tags: ["vendor"] },
  vendor_statement_get: { kind: "read", access: "vendor.view", tags: ["vendor", "ledger"] },
  vendor_statement_render: { kind: "write", access: "vendor.view", tags: [] },
  reseller_account_get: { kind: "read", access: "vendor.own", tags: ["vendor", "voucher", "ledger"] },
  reseller_stock_list: { kind: "read", access: "vendor.own", tags: ["vendor", "voucher"] },
  reseller_transfer_list: { kind: "read", access: "vendor.own", tags: ["vendor"] },
  reseller_settlement_list: { kind: "read", access: "vendor.own", tags: ["vendor"] },
  reseller_statement_render: { kind: "write", access: "vendor.own", tags: [] },
  ledger_account_list: { kind: "read", access: "ledger.view", tags: ["ledger"] },
  ledger_entry_list: { kind: "read", access: "ledger.view", tags: ["ledger"] },
  stock_list: { kind: "read", access: "voucher.view", tags: ["voucher", "plan", "vendor"] },
  report_get: { kind: "read", access: "report.view", tags: ["voucher", "sale", "cash_session", "vendor"] },
  stock_print: { kind: "write", access: "voucher.view", tags: [] },
  report_print: { kind: "write", access: "report.view", tags: [] },
  books_verify: { kind: "read", access: "ledger.view", tags: [] },
  job_list: { kind: "read", access: "job.view", tags: ["job"] },
  job_summary: { kind: "read", access: "signed_in", tags: ["job", "provisioning"] },
  job_retry: { kind: "write", access: "job.manage", tags: [] },
  job_cancel: { kind: "write", access: "job.manage", tags: [] },
  notice_list: { kind: "read", access: "signed_in", tags: ["notice"] },
  notice_summary: { kind: "read", access: "signed_in", tags: ["notice"] },
  notice_read: { kind: "write", access: "signed_in", tags: [] },
  notice_take: { kind: "write", access: "signed_in", tags: [] },
  notice_preferences_get: { kind: "read", access: "signed_in", tags: ["notice_preferences"] },
  notice_preferences_set: { kind: "write", access: "signed_in", tags: [] },
  export_list: { kind: "read", access: "signed_in", tags: ["export", "job"] },
  export_columns_get: { kind: "read", access: "signed_in", tags: [] },
  export_create: { kind: "write", access: "signed_in", tags: [] },
  export_cancel: { kind: "write", access: "signed_in", tags: [] },
  export_remove: { kind: "write", access: "signed_in", tags: [] },
  export_open: { kind: "write", access: "signed_in", tags: [] },
  export_part_get: { kind: "read", access: "signed_in", tags: [] },
  dashboard_get: { kind: "read", access: "dashboard.view", tags: ["voucher", "router", "provisioning", "drift", "job"] },
  demo_router_start: { kind: "write", access: "router.edit", tags: [] },
} as const satisfies Record<OperationName, { kind: "read" | "write"; access: "public" | "signed_in" | Permission; tags: readonly string[] }>;

/** Every code an operation can answer with; both languages have a text for each. */
export type ErrorCode =
  | "above_own_role"
  | "adopt_built_in"
  | "adopt_code_in_use"
  | "adopt_disabled"
  | "adopt_dynamic"
  | "adopt_known"
  | "adopt_name_unusable"
  | "adopt_password_hidden"
  | "adopt_profile_name_unusable"
  | "adopt_profile_skipped"
  | "adopt_rate_unreadable"
  | "adopt_shared_users_unreadable"
  | "adopt_trial"
  | "all_locations_needed"
  | "amount_too_large"
  | "cash_document_not_found"
  | "cash_drawer_in_use"
  | "cash_drawer_inactive"
  | "cash_drawer_name_taken"
  | "cash_drawer_not_found"
  | "cash_location_unusable"
  | "cash_session_already_open"
  | "cash_session_closed"
  | "cash_session_count_first"
  | "cash_session_not_found"
  | "cash_session_not_yours"
  | "cash_session_nothing_to_explain"
  | "cash_session_yours"
  | "database_busy"
  | "database_disk_full"
  | "database_named_at_start"
  | "database_read_only"
  | "database_unavailable"
  | "database_unusable"
  | "database_url_invalid"
  | "demo_router_failed"
  | "demo_router_unavailable"
  | "document_card_too_small"
  | "document_code_too_long"
  | "document_internal"
  | "document_no_cards"
  | "document_offset_too_large"
  | "document_paper_too_small"
  | "document_picture_sides"
  | "document_picture_too_large"
  | "document_picture_unreadable"
  | "document_qr_too_dense"
  | "document_qr_too_long"
  | "document_unprintable_code"
  | "drift_changed_meanwhile"
  | "drift_push_stray"
  | "drift_remove_not_stray"
  | "drift_take_field"
  | "drift_take_missing"
  | "drift_take_profile_missing"
  | "drift_take_rate_unreadable"
  | "drift_take_stray"
  | "drift_take_unwanted"
  | "export_column_unknown"
  | "export_empty"
  | "export_ended"
  | "export_list_unknown"
  | "export_not_found"
  | "export_not_ready"
  | "export_person_gone"
  | "export_places_changed"
  | "export_too_large"
  | "export_too_many"
  | "input_invalid"
  | "input_malformed"
  | "internal"
  | "job_cancelled"
  | "job_not_found"
  | "job_panicked"
  | "job_payload_invalid"
  | "job_stopped"
  | "job_timeout"
  | "job_worker_lost"
  | "job_wrong_state"
  | "key_file_unusable"
  | "key_unavailable"
  | "last_super_admin"
  | "ledger_balance_short"
  | "ledger_key_reused"
  | "location_has_money"
  | "location_in_use"
  | "location_last"
  | "location_name_taken"
  | "location_not_found"
  | "location_zone_fixed"
  | "logo_sides"
  | "logo_too_large"
  | "logo_unreadable"
  | "one_time_password_expired"
  | "operation_unknown"
  | "owner_already_exists"
  | "owner_ambiguous"
  | "password_change_required"
  | "password_reset_own"
  | "password_wrong"
  | "permission_denied"
  | "pin_not_set"
  | "pin_spent"
  | "pin_wrong"
  | "plan_location_unusable"
  | "plan_name_taken"
  | "plan_not_found"
  | "plan_profile_name_taken"
  | "plan_router_unusable"
  | "plan_shortcut_key_taken"
  | "postgres_bad_address"
  | "postgres_bad_name"
  | "postgres_checksum_mismatch"
  | "postgres_choice_damaged"
  | "postgres_damaged"
  | "postgres_disk_full"
  | "postgres_dump_partial"
  | "postgres_fetch_failed"
  | "postgres_fetch_tool_missing"
  | "postgres_folder_busy"
  | "postgres_folder_in_use_elsewhere"
  | "postgres_folder_name_unusable"
  | "postgres_folder_owned_by_other"
  | "postgres_folder_read_only"
  | "postgres_foreign_folder"
  | "postgres_init_failed"
  | "postgres_io"
  | "postgres_newer_major"
  | "postgres_no_unprivileged_user"
  | "postgres_older_major"
  | "postgres_out_of_memory"
  | "postgres_parent_not_traversable"
  | "postgres_password_rejected"
  | "postgres_platform_unsupported"
  | "postgres_port_in_use"
  | "postgres_programs_broken"
  | "postgres_programs_missing"
  | "postgres_refused"
  | "postgres_secrets_missing"
  | "postgres_start_failed"
  | "postgres_stop_failed"
  | "postgres_tool_failed"
  | "ppp_address_unknown"
  | "ppp_name_taken"
  | "ppp_reference_missing"
  | "ppp_row_missing"
  | "ppp_row_refused"
  | "ppp_write_refused"
  | "printer_broke_off"
  | "printer_busy"
  | "printer_drawer_unusable"
  | "printer_inactive"
  | "printer_location_unusable"
  | "printer_name_taken"
  | "printer_none"
  | "printer_not_a_device"
  | "printer_not_found"
  | "printer_queue_failed"
  | "printer_queue_not_raw"
  | "printer_refused"
  | "printer_unreachable"
  | "printer_wrong_paper"
  | "program_busy"
  | "program_stopping"
  | "recovery_code_wrong"
  | "report_by_unusable"
  | "report_empty"
  | "report_location_unusable"
  | "role_built_in"
  | "role_in_use"
  | "role_name_taken"
  | "role_not_found"
  | "router_address_in_use"
  | "router_api_sessions_few"
  | "router_clock_off"
  | "router_clock_unknown"
  | "router_command_refused"
  | "router_disconnected"
  | "router_fallback_device_mode"
  | "router_fallback_differs"
  | "router_fallback_missing"
  | "router_fallback_policy"
  | "router_fallback_refused"
  | "router_fallback_taken"
  | "router_gate_open"
  | "router_held_elsewhere"
  | "router_hotspot_missing"
  | "router_hotspot_server_missing"
  | "router_http_pap_missing"
  | "router_inactive"
  | "router_interface_missing"
  | "router_kick_refused"
  | "router_licence_near"
  | "router_name_in_use"
  | "router_name_taken"
  | "router_not_api"
  | "router_not_found"
  | "router_password_missing"
  | "router_ping_unresolved"
  | "router_policy_missing"
  | "router_profile_differs"
  | "router_profile_missing"
  | "router_profile_taken"
  | "router_refused"
  | "router_row_differs"
  | "router_row_missing"
  | "router_row_refused"
  | "router_row_stray"
  | "router_row_unwanted"
  | "router_server_missing"
  | "router_sign_in_failed"
  | "router_sign_in_refused"
  | "router_timeout"
  | "router_tls_failed"
  | "router_tls_no_certificate"
  | "router_tls_pin_changed"
  | "router_unreachable"
  | "router_unresolved"
  | "router_write_refused"
  | "row_changed_meanwhile"
  | "sale_code_not_for_sale"
  | "sale_code_used"
  | "sale_is_no_sale"
  | "sale_not_found"
  | "sale_stock_short"
  | "sale_taken_back"
  | "sale_tendered_short"
  | "sale_total_changed"
  | "sale_void_too_late"
  | "saved_view_filter_bad"
  | "saved_view_filter_unknown"
  | "saved_view_name_taken"
  | "saved_view_not_found"
  | "saved_view_screen_unknown"
  | "saved_view_too_many"
  | "schema_has_business_data"
  | "schema_migration_broken"
  | "schema_newer_than_program"
  | "schema_older_than_program"
  | "seal_broken"
  | "session_locked"
  | "session_not_found"
  | "sign_in_failed"
  | "sign_in_locked"
  | "sign_in_required"
  | "user_not_found"
  | "user_unlock_own"
  | "username_taken"
  | "vendor_balance_short"
  | "vendor_code_unusable"
  | "vendor_codes_too_many"
  | "vendor_inactive"
  | "vendor_location_unusable"
  | "vendor_name_taken"
  | "vendor_no_codes"
  | "vendor_not_found"
  | "vendor_not_settled"
  | "vendor_nothing_to_settle"
  | "vendor_own_missing"
  | "vendor_paid_too_much"
  | "vendor_payment_not_voidable"
  | "vendor_person_unusable"
  | "vendor_price_missing"
  | "vendor_settlement_changed"
  | "vendor_settlement_not_found"
  | "vendor_statement_impossible"
  | "vendor_transfer_changed"
  | "voucher_batch_is_void"
  | "voucher_batch_key_reused"
  | "voucher_batch_not_found"
  | "voucher_changed_while_drawn"
  | "voucher_code_space_full"
  | "voucher_extend_too_little"
  | "voucher_extend_unlimited"
  | "voucher_not_bound"
  | "voucher_not_extendable"
  | "voucher_not_found"
  | "voucher_not_online"
  | "voucher_not_printable"
  | "voucher_nothing_to_print"
  | "voucher_plan_not_sold"
  | "voucher_reprint_reason_missing"
  | "voucher_router_not_of_plan"
  | "voucher_sheet_impossible";
