import { ChartColumn, Minus, Printer, TrendingDown, TrendingUp } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Bars } from '@/components/bars';
import { Btn } from '@/components/button';
import { DayRange } from '@/components/day-range';
import { toastError } from '@/components/dialog';
import { Seg } from '@/components/field';
import { Icon } from '@/components/icon';
import { ListPage } from '@/components/list-page';
import { useMay } from '@/components/me';
import { SavedViews } from '@/components/saved-views';
import { useSorted } from '@/components/sorted';
import { useNow } from '@/lib/clock';
import { formatDate, formatDecimal, formatNumber, isoDay } from '@/lib/format';
import { useOp, useWrite, type Document, type ReportBy, type ReportGet, type ReportKind, type ReportView } from '@/ipc';
import { anyTable, drawn, figuresOf, reportColumns, rowName, saying, size, totalsOf, waysOf, type AnyRow, type Asked, type Figure } from './columns';
import { periodOf, ranges, type Range } from '@/lib/period';

export interface ReportSearchState {
  kind?: ReportKind | undefined;
  by?: ReportBy | undefined;
  range?: Range | undefined;
  from?: string | undefined;
  to?: string | undefined;
  place?: number | undefined;
  plan?: number | undefined;
  person?: number | undefined;
  /** Of shifts: only what nobody explained. */
  unexplained?: boolean | undefined;
}

const nothing: ReportSearchState = {
  kind: undefined, by: undefined, range: undefined, from: undefined, to: undefined, place: undefined, plan: undefined, person: undefined, unexplained: undefined,
};

/** The most days of one report, as the program takes them. */
const daysMax = 367;
const kinds: ReportKind[] = ['sales', 'vendors', 'truths', 'unsold', 'shifts'];

/** What was sold, used and lost: a table, a chart, what it was before, paper and a file. */
export function ReportScreen({ search, onSearch, onPaper, onShift, onVendor }: {
  search: ReportSearchState;
  onSearch: (patch: Partial<ReportSearchState>) => void;
  onPaper: (paper: Document) => void;
  onShift: (id: number) => void;
  onVendor: (id: number) => void;
}) {
  const { t } = useTranslation();
  const may = useMay();
  const kind = search.kind ?? 'sales';
  const ways = waysOf[kind];
  const by = search.by && ways.includes(search.by) ? search.by : (ways[0] ?? 'day');
  const today = isoDay(useNow(60_000));
  const range = search.range ?? 'month';
  const { from, to } = periodOf(range, today, { ...(search.from ? { from: search.from } : {}), ...(search.to ? { to: search.to } : {}) });
  const question: ReportGet = {
    kind, by, from_on: from, to_on: to,
    ...(search.place ? { location_id: search.place } : {}),
    ...(search.plan && kind !== 'shifts' ? { plan_id: search.plan } : {}),
    ...(search.person && (kind === 'sales' || kind === 'shifts') ? { user_id: search.person } : {}),
    ...(search.unexplained && kind === 'shifts' ? { unexplained_only: true } : {}),
  };
  const report = useOp('report_get', question, { keep: true });
  const print = useWrite('report_print');
  const plans = useOp('plan_list', { include_inactive: true }, { enabled: may('plan.view') });
  const places = useOp('location_list', {}, { enabled: may('settings.view') });
  const view = report.data;
  // While another question is on its way the rows are still those of the last one: they are named as they were asked.
  const shownBy = view?.by ?? by;
  const shownKind = view?.kind ?? kind;
  const seesRows = may(shownKind === 'shifts' ? 'report.view' : 'voucher.view');
  const [shownFrom, shownTo] = [view?.from_on ?? from, view?.to_on ?? to];
  const { place, plan, person, unexplained } = search;
  const asked = useMemo(
    () => (seesRows ? { from: shownFrom, to: shownTo, place, ...(shownKind === 'shifts' ? {} : { plan }), ...(shownKind === 'sales' || shownKind === 'shifts' ? { person } : {}), ...(shownKind === 'shifts' && unexplained ? { unexplained } : {}) } : undefined),
    [seesRows, shownFrom, shownTo, shownKind, place, plan, person, unexplained],
  );
  const columns = useMemo(() => reportColumns(t, shownKind, shownBy, asked), [t, shownKind, shownBy, asked]);
  const rows = useMemo(() => (view ? anyTable(view.table).rows : []), [view]);
  // Figures and bars keep to the report's own order.
  const { rows: shown, ...order } = useSorted(`${shownKind}-${shownBy}`, columns, rows);
  // Where a row leads depends on what rows are; where it leads nowhere it does not look as if.
  const leads: Partial<Record<ReportBy, (row: AnyRow) => void>> = {
    day: (row) => row.day && onSearch({ range: 'free', from: row.day, to: row.day, by: ways.find((one) => one !== 'day') }),
    plan: (row) => onSearch({ plan: row.key, by: 'day' }),
    place: (row) => onSearch({ place: row.key, by: 'day' }),
    ...(shownKind === 'truths' ? {} : { cashier: (row: AnyRow) => onSearch({ person: row.key, by: 'day' }) }),
    ...(may('vendor.view') ? { vendor: (row: AnyRow) => onVendor(row.key) } : {}),
    ...(may('cash.view') ? { shift: (row: AnyRow) => onShift(row.key) } : {}),
  };
  // Another kind is asked of the same period and place; the same one again is asked anew.
  const toKind = (id: string) => {
    const chosen = id === 'sales' ? undefined : (id as ReportKind);
    onSearch({ ...(id === kind ? nothing : { by: undefined, unexplained: undefined }), kind: chosen });
  };
  const filters = [
    { id: 'plan', label: t('report:plan'), options: kind === 'shifts' ? [] : (plans.data?.rows ?? []).map((plan) => ({ value: String(plan.plan_id), label: plan.terms.name })) },
    ...((places.data?.length ?? 0) > 1 || search.place ? [{ id: 'place', label: t('report:place'), options: (places.data ?? []).map((place) => ({ value: String(place.location_id), label: place.name })) }] : []),
    ...(search.person ? [{ id: 'person', label: t('report:bys.cashier'), options: [{ value: String(search.person), label: rows.find((row) => row.key === search.person)?.name ?? `#${search.person}` }] }] : []),
  ];
  if (search.unexplained && kind === 'shifts') filters.push({ id: 'unexplained', label: t('report:bys.shift'), options: [{ value: 'yes', label: t('report:measures.unexplained') }] });
  const source = {
    rows: shown, hasNextPage: false, fetchNextPage: () => undefined, isPending: report.isPending, readsOn: false, isRefetchError: report.isRefetchError, error: report.error,
    refetch: report.refetch, dataUpdatedAt: report.dataUpdatedAt, question: { name: `report_${kind}`, input: question },
  };
  return (
    <ListPage
      id={`report-${shownKind}`}
      title={t('report:title')}
      detail={from === to ? formatDate(`${from}T12:00:00Z`) : `${formatDate(`${from}T12:00:00Z`)} – ${formatDate(`${to}T12:00:00Z`)}`}
      actions={
        <Btn icon={Printer} hotkey="p" busy={print.isPending} disabled={rows.length === 0} onClick={() => print.mutate(question, { onSuccess: onPaper, onError: (error) => toastError(error, t) })}>
          {t('report:print')}
        </Btn>
      }
      above={
        <>
          <SavedViews
            id="reports"
            label={t('report:kinds_label')}
            tabs={kinds.map((id) => ({ id, label: t(`report:kinds.${id}`) }))}
            value={kind}
            onTab={toKind}
            tabKey="kind"
            search={viewOf(search)}
            onSearch={(kept) => onSearch({ ...nothing, ...(kept as ReportSearchState) })}
          />
          <div className="ReportAsk">
            <Seg label={t('report:range')} value={range} onChange={(value) => onSearch(value === 'free' ? { range: 'free', from, to } : { range: value === 'month' ? undefined : value, from: undefined, to: undefined })} options={ranges.map((value) => ({ value, label: t(`common:ranges.${value}`) }))} />
            {range === 'free' && <DayRange whole quick={false} from={from} to={to} longest={daysMax} onChange={onSearch} />}
          </div>
          {view && rows.length > 0 && <Head view={view} rows={rows} today={today} asked={asked} />}
        </>
      }
      search={<Seg label={t('report:by')} value={by} onChange={(value) => onSearch({ by: value === ways[0] ? undefined : value })} options={ways.map((value) => ({ value, label: t(`report:bys.${value}`) }))} />}
      filters={filters}
      values={{ plan: kind === 'shifts' ? undefined : search.plan?.toString(), place: search.place?.toString(), person: search.person?.toString(), unexplained: search.unexplained ? 'yes' : undefined }}
      onFilter={(id, value) => onSearch({ [id]: id === 'unexplained' ? value !== undefined || undefined : value ? Number(value) : undefined })}
      columns={columns}
      list={source}
      rowId={rowKey}
      {...order}
      total={rows.length}
      onOpen={leads[shownBy]}
      // The shop's own codes stand with no vendor.
      mayOpen={shownBy === 'vendor' ? isVendor : undefined}
      empty={{ icon: ChartColumn, title: t('report:emptyTitle'), hint: t('report:emptyHint') }}
      totals={view ? totalsOf(t, view, asked) : []}
    />
  );
}

/** What a view of it holds: a period by its name stays one, and days only where days were chosen. */
const viewOf = ({ from, to, ...search }: ReportSearchState) => ({
  ...search,
  kind: search.kind === 'sales' ? undefined : search.kind,
  range: search.range === 'month' ? undefined : search.range,
  ...(search.range === 'free' ? { from, to } : {}),
});

const rowKey = (row: AnyRow) => String(row.key);
const isVendor = (row: AnyRow) => row.key > 0;

/** The figures with what they were before, and the bars. */
function Head({ view, rows, today, asked }: { view: ReportView; rows: AnyRow[]; today: string; asked: Asked | undefined }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(true);
  const fields = drawn[view.kind];
  const bars = (view.by === 'day' || view.by === 'hour' || view.by === 'shift' ? rows : rows.slice(0, 24)).map((row) => ({
    key: String(row.key),
    label: row.day ? String(Number(row.day.slice(8))) : view.by === 'hour' ? String(row.key) : rowName(t, view.by, row),
    title: `${rowName(t, view.by, row)}: ${fields.map((field) => saying(row.sums[field])).join(' · ')} (${fields.map((field) => saying(row.before[field])).join(' · ')})`,
    values: fields.map((field) => size(row.sums[field])),
    ...(fields.length === 1 && view.by !== 'shift' ? { before: size(row.before[fields[0] ?? '']) } : {}),
    now: row.day === today,
  }));
  // Amounts on an axis: `1,5 jt`, `250 rb`.
  const short = (value: number) =>
    value >= 1_000_000 ? t('report:axisMillion', { n: formatDecimal(value / 1_000_000) }) : value >= 1000 ? t('report:axisThousand', { n: formatDecimal(value / 1000) }) : formatNumber(value);
  const isMoney = fields.some((field) => field.endsWith('_amount'));
  return (
    <div className="ReportHead">
      <div className="Kpis">
        {figuresOf(t, view, asked).map((figure) => (
          <FigureBox key={figure.id} figure={figure} />
        ))}
      </div>
      <div className="row tight">
        <span className="sm q">{t('report:comparedWith', { from: formatDate(`${view.before_from_on}T12:00:00Z`), to: formatDate(`${view.before_to_on}T12:00:00Z`) })}</span>
        <span className="grow" />
        {isOpen &&
          fields.map((field, n) => (
            <span className="Leg" key={field}>
              <i style={{ background: `var(--series-${n + 1})` }} />
              {t(`report:drawn.${field as 'sold'}`)}
            </span>
          ))}
        {isOpen && fields.length === 1 && view.by !== 'shift' && <span className="Leg"><i className="line" />{t('report:before')}</span>}
        <button type="button" className="Link sm" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t(isOpen ? 'report:hideChart' : 'report:showChart')}
        </button>
      </div>
      {isOpen && (
        <div className="ReportChart">
          <Bars bars={bars} label={t(`report:kinds.${view.kind}`)} format={isMoney ? short : formatNumber} left={isMoney ? 56 : 40} />
        </div>
      )}
    </div>
  );
}

function FigureBox({ figure }: { figure: Figure }) {
  const { t } = useTranslation();
  const [now, before] = [size(figure.value), size(figure.before)];
  const look = now > before ? TrendingUp : now < before ? TrendingDown : Minus;
  return (
    <div className="Kpi">
      <span className="sm q2">{figure.label}</span>
      <strong className="tn">{figure.shown}</strong>
      <span className="sm q nw">
        <Icon as={look} size={14} />
        {t('report:wasBefore')} {figure.shownBefore}
      </span>
    </div>
  );
}
