import { Banknote, Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { Btn } from '@/components/button';
import { byTime, inOrder } from '@/components/by-time';
import type { Column } from '@/components/data-table';
import { ListPage } from '@/components/list-page';
import { useMay } from '@/components/me';
import { usePeopleOptions } from '@/components/people-options';
import { SavedViews } from '@/components/saved-views';
import { MoneyText, When } from '@/components/text';
import { ZReportRow } from '@/components/z-report';
import { formatNumber } from '@/lib/format';
import { sumMoney } from '@/lib/money';
import { useOp, useOpPages, type CashDrawerView, type CashSessionView } from '@/ipc';
import { DrawerDialog } from './drawer-dialog';
import { ShiftDrawer } from './shift-drawer';

export type CashView = 'all' | 'open' | 'unexplained';

interface CashSearchState {
  view?: CashView | undefined;
  person?: number | undefined;
  desc?: boolean | undefined;
}

function columnsOf(t: TFunction): Column<CashSessionView>[] {
  const amount = (value: string | null) => (value === null ? <span className="q">–</span> : <MoneyText amount={value} />);
  return [
    { id: 'number', header: t('counter:shift'), width: 58, fixed: true, align: 'right', cell: (row) => formatNumber(row.number) },
    { id: 'drawer', header: t('counter:drawer'), width: 100, cell: (row) => <span className="m">{row.drawer_name}</span> },
    { id: 'person', header: t('counter:person'), width: 96, cell: (row) => row.user_name },
    { id: 'opened', header: t('counter:opened'), width: 112, sortable: true, cell: (row) => <When at={row.opened_at} time /> },
    { id: 'closed', header: t('counter:closedAt'), width: 112, cell: (row) => (row.closed_at === null ? <span className="StatusPill good">{t('counter:isOpen')}</span> : <When at={row.closed_at} time />) },
    { id: 'float', header: t('counter:float'), width: 98, align: 'right', cell: (row) => amount(row.float_amount) },
    { id: 'sales', header: t('counter:salesSoFar'), width: 60, align: 'right', cell: (row) => formatNumber(row.sale_count) },
    { id: 'expected', header: t('counter:expected'), width: 108, align: 'right', cell: (row) => amount(row.expected_amount) },
    { id: 'counted', header: t('counter:counted'), width: 106, align: 'right', cell: (row) => amount(row.counted_amount) },
    {
      id: 'difference', header: t('counter:difference'), width: 92, align: 'right',
      cell: (row) => (row.difference_amount === null ? <span className="q">–</span> : <span className={differs(row) ? (row.difference_reason === null ? 't-bad m' : 't-warn') : 'q'}><MoneyText amount={row.difference_amount} /></span>),
    },
    { id: 'reason', header: t('counter:why'), width: 116, cell: (row) => (row.difference_reason === null ? undefined : <span title={row.difference_reason}>{row.difference_reason}</span>) ?? (differs(row) ? <span className="t-bad">{t('counter:notExplained')}</span> : <span className="q">–</span>) },
    { id: 'report', header: t('printing:z'), width: 90, align: 'right', cell: (row) => row.closed_at !== null && <ZReportRow key={row.cash_session_id} shift={row} /> },
  ];
}

function differs(row: CashSessionView): boolean {
  return Number(row.difference_amount ?? 0) !== 0;
}

/** The cash desk: who answers for which drawer now, and how every shift ended. */
export function CashScreen({ view, open, person, desc, onSearch, onOpen }: {
  view: CashView; open: number | undefined; person: number | undefined; desc: boolean | undefined; onSearch: (patch: CashSearchState) => void; onOpen: (shift: number | undefined) => void;
}) {
  const { t } = useTranslation();
  const may = useMay();
  const list = useOpPages('cash_session_list', { open_only: view === 'open', mine_only: false, unexplained_only: view === 'unexplained', ...(person === undefined ? {} : { user_id: person }), ...inOrder(desc) });
  const [drawer, setDrawer] = useState<CashDrawerView | 'new'>();
  const columns = useMemo(() => columnsOf(t), [t]);
  const people = usePeopleOptions(list.rows);
  const { rows } = list;
  return (
    <>
      <ListPage
        id="cash"
        title={t('counter:cash')}
        detail={rows.length > 0 ? formatNumber(rows.length) : undefined}
        above={
          <>
            <Drawers onEdit={setDrawer} />
            <SavedViews
              id="cash"
              label={t('counter:cashViews')}
              tabs={(['all', 'open', 'unexplained'] as const).map((id) => ({ id, label: t(`counter:cashTabs.${id}`) }))}
              value={view}
              onTab={(id) => onSearch({ view: id === 'all' ? undefined : (id as CashView), person: undefined, desc: undefined })}
              search={{ view: view === 'all' ? undefined : view, person, desc }}
              onSearch={(kept) => onSearch({ view: undefined, person: undefined, desc: undefined, ...(kept as CashSearchState) })}
            />
          </>
        }
        filters={[{ id: 'person', label: t('counter:person'), options: people }]}
        values={{ person: person === undefined ? undefined : String(person) }}
        onFilter={(_, value) => onSearch({ person: value === undefined ? undefined : Number(value) })}
        columns={columns}
        list={list}
        rowId={shiftKey}
        {...byTime('opened', desc, onSearch)}
        onOpen={(row) => onOpen(row.cash_session_id)}
        onClear={view !== 'all' || person !== undefined ? () => onSearch({ view: undefined, person: undefined }) : undefined}
        empty={{ icon: Banknote, title: t('counter:noShifts'), hint: t('counter:noShiftsHint') }}
        totals={[
          { label: t('counter:salesSoFar'), value: formatNumber(rows.reduce((sum, row) => sum + row.sale_count, 0)) },
          { label: t('counter:counted'), value: <MoneyText amount={sumMoney(rows.flatMap((row) => row.counted_amount ?? []))} /> },
          { label: t('counter:difference'), value: <MoneyText amount={sumMoney(rows.flatMap((row) => row.difference_amount ?? []))} /> },
        ]}
      />
      <ShiftDrawer id={open} onClose={() => onOpen(undefined)} />
      {drawer !== undefined && may('cash.manage') && <DrawerDialog row={drawer === 'new' ? undefined : drawer} onClose={() => setDrawer(undefined)} />}
    </>
  );
}

/** The drawers and who answers for them just now; who manages the desk makes and renames them here. */
function Drawers({ onEdit }: { onEdit: (drawer: CashDrawerView | 'new') => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const drawers = useOp('cash_drawer_list', { include_inactive: may('cash.manage') });
  const manages = may('cash.manage');
  return (
    <div className="Tills" role="group" aria-label={t('counter:drawers')}>
      {drawers.data?.rows.map((row) => (
        <button key={row.cash_drawer_id} type="button" className="Till" disabled={!manages} onClick={() => onEdit(row)}>
          <b className="m">{row.name}</b>
          <span className={`sm ${row.session_user_name === null ? 'q' : 't-good'}`}>
            {!row.is_active ? t('counter:drawerOff') : row.session_user_name === null ? t('counter:drawerFree') : t('counter:drawerHeld', { user: row.session_user_name })}
          </span>
        </button>
      ))}
      {manages && drawers.data && <Btn size="sm" icon={Plus} onClick={() => onEdit('new')}>{t('counter:drawerNew')}</Btn>}
    </div>
  );
}

const shiftKey = (row: CashSessionView) => String(row.cash_session_id);
