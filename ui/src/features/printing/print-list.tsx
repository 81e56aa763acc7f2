import type { TFunction } from 'i18next';
import { Printer } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { byTime, inOrder } from '@/components/by-time';
import type { Column } from '@/components/data-table';
import { ListPage } from '@/components/list-page';
import { PlainViews } from '@/components/saved-views';
import { CodeText, When } from '@/components/text';
import { formatNumber } from '@/lib/format';
import { useOpPages, type VoucherPrintRow } from '@/ipc';

interface PrintSearch {
  again?: boolean | undefined;
  batch?: number | undefined;
  desc?: boolean | undefined;
}

const nothing: PrintSearch = { again: undefined, batch: undefined, desc: undefined };
const none = <span className="q">–</span>;

/** `slip-58` as people call it; sheets by the name they are chosen by. */
function paperWord(t: TFunction, preset: string): string {
  const slip = /^slip-(\d+)$/.exec(preset);
  return slip ? t('printing:slip', { mm: slip[1] }) : preset.toUpperCase();
}

function columnsOf(t: TFunction): Column<VoucherPrintRow>[] {
  return [
    { id: 'at', header: t('printing:at'), width: 118, fixed: true, sortable: true, cell: (row) => <When at={row.at} time /> },
    { id: 'user', header: t('printing:by'), width: 128, cell: (row) => row.user_name ?? none },
    { id: 'batch', header: t('printing:batch'), width: 112, cell: (row) => row.batch_code },
    { id: 'code', header: t('printing:code'), width: 108, cell: (row) => (row.code === null ? none : <CodeText code={row.code} />) },
    { id: 'preset', header: t('printing:paper'), width: 104, cell: (row) => paperWord(t, row.preset) },
    { id: 'cards', header: t('printing:cards'), width: 80, align: 'right', cell: (row) => formatNumber(row.cards) },
    { id: 'printer', header: t('printing:printer'), width: 120, cell: (row) => row.printer_name ?? <span className="q">{t('printing:asFile')}</span> },
    { id: 'reprint', header: t('printing:again'), width: 260, cell: (row) => (row.is_reprint ? (row.reason === null ? <span className="q">{t('printing:cameBack')}</span> : <span title={row.reason}>{row.reason}</span>) : none) },
  ];
}

/** What was printed, when, by whom and where; and why again. */
export function PrintListScreen({ search, onSearch }: { search: PrintSearch; onSearch: (patch: PrintSearch) => void }) {
  const { t } = useTranslation();
  const { again = false, batch, desc } = search;
  const list = useOpPages('voucher_print_list', { reprints_only: again, ...(batch === undefined ? {} : { batch_id: batch }), ...inOrder(desc) });
  const columns = useMemo(() => columnsOf(t), [t]);
  const filters = [
    { id: 'again', label: t('printing:kind'), options: [{ value: 'true', label: t('printing:onlyAgain') }] },
    ...(batch === undefined ? [] : [{ id: 'batch', label: t('printing:batch'), options: [{ value: String(batch), label: list.rows[0]?.batch_code ?? `#${batch}` }] }]),
  ];
  return (
    <ListPage
      id="prints"
      title={t('printing:title')}
      above={<PlainViews id="prints" search={search} nothing={nothing} onSearch={onSearch} />}
      filters={filters}
      values={{ again: again ? 'true' : undefined, batch: batch === undefined ? undefined : String(batch) }}
      onFilter={(id, value) => onSearch(id === 'again' ? { again: value === 'true' ? true : undefined } : { batch: value === undefined ? undefined : Number(value) })}
      columns={columns}
      list={list}
      rowId={printKey}
      {...byTime('at', desc, onSearch)}
      onClear={again || batch !== undefined ? () => onSearch({ again: undefined, batch: undefined }) : undefined}
      empty={{ icon: Printer, title: t('printing:emptyTitle'), hint: t('printing:emptyHint') }}
      totals={[
        { label: t('printing:prints'), value: formatNumber(list.rows.length) },
        { label: t('printing:ofThem'), value: formatNumber(list.rows.reduce((sum, row) => sum + row.cards, 0)) },
        { label: t('printing:reprints'), value: formatNumber(list.rows.filter((row) => row.is_reprint).length) },
      ]}
      note={t('printing:note')}
    />
  );
}

const printKey = (row: VoucherPrintRow) => String(row.print_id);
