import { useDebouncedValue } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { Ban, Plus, Printer, Ticket } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn, BtnLink } from '@/components/button';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { toastDone, toastError } from '@/components/dialog';
import { mayDeed } from '@/components/deeds';
import { DayRange } from '@/components/day-range';
import { SearchBox } from '@/components/filters';
import { BulkBar } from '@/components/layout';
import { ListPage } from '@/components/list-page';
import { useMay } from '@/components/me';
import { usePeopleOptions } from '@/components/people-options';
import { SavedViews } from '@/components/saved-views';
import { useStateWord } from '@/components/state';
import { MoneyText } from '@/components/text';
import { useDrawn } from '@/lib/drawn';
import { formatNumber, isoDay } from '@/lib/format';
import { sumMoney } from '@/lib/money';
import { periodOf } from '@/lib/period';
import { askPages, useOp, useOpPages, useWrite, type Document, type StockPart, type VoucherDeed, type VoucherRow, type VoucherSort } from '@/ipc';
import { voucherColumns } from './columns';
import { PdfDialog } from '@/components/pdf-dialog';
import { useFind } from './use-find';
import { deeds, hasDays, isSummed, noDeed, views, voucherFilter, voucherQuestion, type VoucherSearchState } from './question';
import { VoucherDrawer } from './voucher-drawer';

const stockParts: StockPart[] = ['on_hand', 'plain', 'card', 'printed', 'handed', 'sold', 'activated', 'ended'];
const voidLimit = 500;
const nothing: VoucherSearchState = { search: undefined, view: undefined, status: undefined, plan: undefined, batch: undefined, vendor: undefined, own: undefined, place: undefined, stock: undefined, ...noDeed, sort: undefined, desc: undefined };
const numbers = new Set(['plan', 'batch', 'vendor', 'place', 'person', 'hour', 'router']);
const noPeople: never[] = [];

export function VoucherListScreen({ search, onSearch }: { search: VoucherSearchState; onSearch: (patch: Partial<VoucherSearchState>) => void }) {
  'use memo';
  const { t } = useTranslation();
  const may = useMay();
  const queries = useQueryClient();
  const word = useStateWord();
  const [selected, setSelected] = useState<Set<string>>(new Set());
  const [voiding, setVoiding] = useState(false);
  const [slip, setSlip] = useState<Document>();
  const question = useMemo(() => voucherQuestion(search), [search]);
  const list = useOpPages('voucher_list', question);
  const drawn = useDrawn();
  // Counting all that is found costs more than finding it: the sums follow once the typing pauses.
  const [typed] = useDebouncedValue(search.search, 250);
  const summed = useMemo(() => voucherFilter({ ...search, search: typed }), [search, typed]);
  const isTold = isSummed(may, summed);
  const sums = useOp('voucher_totals', { filter: summed }, { keep: true, enabled: drawn && isTold });
  // Sums of another question are none of this one.
  const totals = { data: isTold ? sums.data : undefined };
  const everything = useOp('voucher_totals', { filter: { status: [], router_trouble: false } }, { enabled: drawn });
  const plans = useOp('plan_list', { include_inactive: true }, { enabled: drawn && may('plan.view') });
  const atVendor = useOp('stock_list', { by: 'vendor', low_only: false, on_hand_only: false, vendor_id: search.vendor ?? 0 }, { enabled: search.vendor !== undefined });
  const places = useOp('location_list', {}, { enabled: search.place !== undefined && may('settings.view') });
  const voidVouchers = useWrite('voucher_void');
  const printSlip = useWrite('voucher_slip_render');
  const people = usePeopleOptions(noPeople);
  const routers = useOp('router_list', { include_inactive: true }, { enabled: search.router !== undefined && may('router.view') });
  const { did } = search;
  // What tells rows apart belongs to what they stand for: another deed has other rows under the same numbers.
  const [chosenOf, setChosenOf] = useState(did);
  if (chosenOf !== did) {
    setChosenOf(did);
    setSelected(new Set());
  }
  const columns = useMemo(() => voucherColumns(t, did), [t, did]);
  const { find, letGo } = useFind((open) => onSearch({ open }));
  const setText = useAnswered(search, onSearch);

  const filters = [
    { id: 'status', label: t('voucher:status'), options: (['available', 'active', 'used', 'expired', 'void'] as const).map((value) => ({ value, label: word('voucher', value) })) },
    { id: 'plan', label: t('voucher:plan'), options: (plans.data?.rows ?? []).map((plan) => ({ value: String(plan.plan_id), label: plan.terms.name })) },
    ...(search.batch ? [{ id: 'batch', label: t('voucher:batch'), options: [{ value: String(search.batch), label: list.rows[0]?.batch_code ?? `#${search.batch}` }] }] : []),
    { id: 'stock', label: t('voucher:stock'), options: stockParts.map((value) => ({ value, label: t(`stock:${value}`) })) },
    // Named by the page that leads here.
    ...(search.vendor ? [{ id: 'vendor', label: t('stock:vendor'), options: [{ value: String(search.vendor), label: atVendor.data?.rows[0]?.name ?? `#${search.vendor}` }] }] : []),
    ...(search.own ? [{ id: 'own', label: t('stock:vendor'), options: [{ value: 'yes', label: t('stock:shop') }] }] : []),
    { id: 'did', label: t('voucher:deed'), options: deeds.filter((one) => one === did || mayDeed(may, one)).map((value) => ({ value, label: t(`voucher:deeds.${value}`) })) },
    ...(hasDays(did) ? [{ id: 'person', label: t('voucher:person'), options: search.person && !people.some((one) => one.value === String(search.person)) ? [{ value: String(search.person), label: list.rows[0]?.happened_by ?? `#${search.person}` }] : people }] : []),
    ...(search.nobody ? [{ id: 'nobody', label: t('voucher:person'), options: [{ value: 'yes', label: t('voucher:nobody') }] }] : []),
    ...(search.hour === undefined ? [] : [{ id: 'hour', label: t('voucher:hour'), options: [{ value: String(search.hour), label: `${String(search.hour).padStart(2, '0')}.00` }] }]),
    ...(search.method ? [{ id: 'method', label: t('report:bys.method'), options: (['cash', 'qris', 'transfer'] as const).map((value) => ({ value, label: t(`report:labels.${value}`) })) }] : []),
    ...(search.router ? [{ id: 'router', label: t('voucher:copies'), options: [{ value: String(search.router), label: routers.data?.rows.find((one) => one.router_id === search.router)?.name ?? `#${search.router}` }] }] : []),
    ...(search.place ? [{ id: 'place', label: t('stock:place'), options: [{ value: String(search.place), label: places.data?.find((one) => one.location_id === search.place)?.name ?? `#${search.place}` }] }] : []),
  ];
  const { open: _open, ...kept } = search;
  const narrowed = Boolean(search.search ?? search.status ?? search.plan ?? search.batch ?? search.vendor ?? search.place ?? search.stock ?? search.own ?? search.did) || (search.view ?? 'all') !== 'all';
  const chosen = useChosen(list.rows, selected);
  const chosenIds = [...new Set(chosen.map((row) => row.voucher_id))];
  const counts = everything.data?.counts;
  const tabs = (Object.keys(views) as (keyof typeof views)[]).map((id) => ({
    id,
    label: t(`voucher:views.${id}`),
    count:
      counts === undefined || id === 'trouble'
        ? undefined
        : formatNumber(id === 'all' ? (everything.data?.count ?? 0) : views[id].reduce((sum, state) => sum + counts[state], 0)),
  }));

  const confirmVoid = (reason: string) =>
    voidVouchers.mutate(
      { voucher_ids: chosenIds, reason },
      {
        onSuccess: (result) => {
          setVoiding(false);
          setSelected(new Set());
          toastDone(t('batch:voided', { voided: formatNumber(result.voided), skipped: formatNumber(result.skipped), count: result.voided }));
        },
      },
    );

  return (
    <>
      <ListPage
        id="vouchers"
        title={t('voucher:title')}
        detail={totals.data ? formatNumber(totals.data.count) : undefined}
        actions={may('voucher.create') && <BtnLink tone="primary" icon={Plus} to="/batches/new" hotkey="n">{t('batch:new')}</BtnLink>}
        above={
          <>
            <SavedViews
              id="vouchers"
              label={t('voucher:views_label')}
              tabs={tabs}
              value={search.view ?? 'all'}
              onTab={(id) => onSearch({ ...nothing, view: id === 'all' ? undefined : (id as VoucherSearchState['view']) })}
              search={kept}
              onSearch={(view) => onSearch({ ...nothing, ...view })}
            />
            {did && hasDays(did) && (
              <div className="ReportAsk">
                <span className="sm m">{t(`voucher:deeds.${did}`)}</span>
                <DayRange from={search.from} to={search.to} onChange={onSearch} />
              </div>
            )}
          </>
        }
        search={
          <SearchBox
            value={search.search ?? ''}
            onChange={setText}
            onType={(text) => {
              letGo();
              void askPages(queries, 'voucher_list', voucherQuestion({ ...search, search: text || undefined }));
            }}
            onEnter={find}
            placeholder={t('voucher:search')}
          />
        }
        filters={filters}
        values={{
          status: search.status, plan: search.plan?.toString(), batch: search.batch?.toString(), stock: search.stock, vendor: search.vendor?.toString(), place: search.place?.toString(), own: search.own ? 'yes' : undefined,
          did, person: search.person?.toString(), nobody: search.nobody ? 'yes' : undefined, hour: search.hour?.toString(), method: search.method, router: search.router?.toString(),
        }}
        onFilter={(id, value) => onSearch({ ...patchOf(id, value, search), ...(id === 'did' ? orderOf(value, search) : {}) })}
        columns={columns}
        list={list}
        rowId={voucherKey}
        total={totals.data?.count}
        sort={{ by: search.sort ?? (did ? 'happened' : 'id'), desc: search.desc ?? true }}
        onSort={(sort) => onSearch(sort.by === 'happened' ? { sort: undefined, desc: sort.desc ? undefined : false } : { sort: sort.by as VoucherSort, desc: sort.desc })}
        selected={selected}
        onSelect={setSelected}
        onOpen={(row) => onSearch({ open: row.voucher_id })}
        onClear={narrowed ? () => onSearch(nothing) : undefined}
        empty={{
          icon: Ticket, title: t('voucher:emptyTitle'), hint: t('voucher:emptyHint'), action: may('voucher.create') && <BtnLink tone="primary" icon={Plus} to="/batches/new">{t('batch:new')}</BtnLink>,
        }}
        // What is no longer in the list is not acted upon, and not counted.
        bulk={chosen.length > 0 && (
        <BulkBar label={t('common:bulkActions')}>
          <b>{t('common:selected', { count: chosen.length })}</b>
          <MoneyText amount={sumMoney(chosen.map((row) => row.price_sell))} />
          <span className="grow" />
          {may('voucher.print') && chosen.length === 1 && (
            <Btn size="sm" icon={Printer} hotkey="p" busy={printSlip.isPending} onClick={() => chosen[0] && printSlip.mutate({ voucher_id: chosen[0].voucher_id }, { onSuccess: setSlip, onError: (error) => toastError(error, t) })}>
              {t('voucher:printSlip')}
            </Btn>
          )}
          {may('voucher.void') && (
            <Btn size="sm" tone="danger" icon={Ban} disabled={chosen.length > voidLimit} title={chosen.length > voidLimit ? t('voucher:tooMany') : undefined} onClick={() => setVoiding(true)}>
              {t('voucher:void')}
            </Btn>
          )}
          <Btn size="sm" tone="ghost" hotkey="Escape" onClick={() => setSelected(new Set())}>
            {t('common:release')}
          </Btn>
        </BulkBar>
        )}
        totals={[
          ...(totals.data && totals.data.back > 0 ? [{ label: t('voucher:net'), value: formatNumber(totals.data.count - 2 * totals.data.back) }] : []),
          { label: t('common:shown'), value: <>{formatNumber(totals.data?.count ?? list.rows.length)} {narrowed && everything.data && <span className="q">{t('common:of', { total: formatNumber(everything.data.count) })}</span>}</> },
          ...(totals.data
            ? [
                { label: t('voucher:value'), value: <MoneyText amount={totals.data.value_sell} /> },
                { label: t('voucher:cost'), value: <MoneyText amount={totals.data.value_cost} /> },
                { label: t('voucher:available'), value: formatNumber(totals.data.counts.available) },
              ]
            : []),
        ]}
      />
      <VoucherDrawer id={search.open} onClose={() => onSearch({ open: undefined })} onPrinted={setSlip} />
      <PdfDialog document={slip} onClose={() => setSlip(undefined)} />
      <ConfirmDialog
        key={String(voiding)}
        opened={voiding}
        onClose={() => setVoiding(false)}
        title={t('voucher:voidTitle', { count: chosen.length })}
        confirm={t('voucher:voidVerb')}
        tone="danger"
        reasonLabel={t('batch:reason')}
        busy={voidVouchers.isPending}
        error={voidVouchers.error}
        onConfirm={confirmVoid}
      >
        {t('voucher:voidText')}
      </ConfirmDialog>
    </>
  );
}

/**
 * Puts what is typed into the address once its answer is there, or is late: nothing but the box changes before, and to draw
 * the screen for that would hold up the rows. What was typed meanwhile is put there instead.
 */
function useAnswered(search: VoucherSearchState, onSearch: (patch: Partial<VoucherSearchState>) => void): (text: string) => void {
  const queries = useQueryClient();
  const router = useRouter();
  const [here] = useState(() => router.latestLocation.pathname);
  const last = useRef<string>(undefined);
  useEffect(() => () => void (last.current = undefined), []);
  return useCallback((text) => {
    last.current = text;
    const patch = { search: text || undefined };
    // Who has left meanwhile, or is on the way, is not brought back.
    const isHere = () => last.current === text && router.latestLocation.pathname === here;
    void askPages(queries, 'voucher_list', voucherQuestion({ ...search, ...patch })).then(() => isHere() && onSearch(patch));
  }, [queries, router, here, search, onSearch]);
}

/** The rows that are selected. The index is kept, since a range grows by one row at each key over all that is loaded. */
function useChosen(rows: VoucherRow[], selected: ReadonlySet<string>): VoucherRow[] {
  const none = selected.size === 0;
  const byKey = useMemo(() => new Map(none ? [] : rows.map((row) => [voucherKey(row), row])), [rows, none]);
  return useMemo(() => [...selected].flatMap((key) => byKey.get(key) ?? []), [selected, byKey]);
}

const voucherKey = (row: { row_id: number }) => String(row.row_id);

/** An order stays with another deed only where its column does. */
function orderOf(did: string | undefined, { sort }: VoucherSearchState): Partial<VoucherSearchState> {
  if (sort === undefined) return { desc: undefined };
  return sort === 'expires_at' && (did === 'ended' || did === 'unsold') ? { sort: undefined, desc: undefined } : {};
}

/** What a chip changes in the address. What goes with a deed goes with it; one that has days begins with this month's. */
function patchOf(id: string, value: string | undefined, { from, to }: VoucherSearchState): Partial<VoucherSearchState> {
  if (id === 'did') {
    const did = value as VoucherDeed | undefined;
    if (did === undefined) return noDeed;
    if (!hasDays(did)) return { did, from: undefined, to: undefined };
    return { did, ...(from || to ? {} : periodOf('month', isoDay(Date.now()))) };
  }
  if (id === 'own' || id === 'nobody') return { [id]: value === undefined ? undefined : true };
  if (numbers.has(id)) return { [id]: value === undefined ? undefined : Number(value) };
  return id === 'status' ? { status: value as VoucherSearchState['status'], view: undefined } : { [id]: value };
}
