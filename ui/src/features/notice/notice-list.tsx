import { BellOff, CheckCheck } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { Btn, BtnLink } from '@/components/button';
import { byTime, inOrder } from '@/components/by-time';
import type { Column } from '@/components/data-table';
import { toastError } from '@/components/dialog';
import { Icon } from '@/components/icon';
import { ListPage } from '@/components/list-page';
import { SavedViews } from '@/components/saved-views';
import { When } from '@/components/text';
import { formatNumber } from '@/lib/format';
import { useOp, useOpPages, useWrite, type Input, type NoticeRow } from '@/ipc';
import { noticeIcon, noticeKind, noticeKinds, noticeWords } from './words';

export type NoticeView = 'unread' | 'open' | 'all';

function columnsOf(t: TFunction): Column<NoticeRow>[] {
  return [
    {
      id: 'what', header: t('notice:what'), width: 300, fixed: true,
      cell: (row) => (
        <span className={`State ${row.cleared_at === null ? row.severity : 'off'}`}>
          <Icon as={noticeIcon(row.kind)} size={14} />
          <span className={row.read_at === null ? 'b cut' : 'cut'}>
            {row.read_at === null && <span className="sr">{t('notice:unread')}: </span>}
            {noticeWords(t, row).title}
          </span>
        </span>
      ),
    },
    { id: 'detail', header: t('notice:detail'), width: 280, cell: (row) => noticeWords(t, row).detail || <span className="q">–</span> },
    { id: 'kind', header: t('notice:kind'), width: 150, cell: (row) => noticeKind(t, row.kind) },
    { id: 'raised', header: t('notice:raised'), width: 130, sortable: true, cell: (row) => <When at={row.raised_at} time /> },
    { id: 'cleared', header: t('notice:cleared'), width: 130, cell: (row) => (row.cleared_at ? <When at={row.cleared_at} time /> : <span className="m">{t('notice:still')}</span>) },
  ];
}

/** Everything that called for attention, and whether it is over. */
export function NoticeListScreen({ view, kind, desc, onView, onKind, onTurn, onSearch, onOpen }: {
  view: NoticeView; kind: string | undefined; desc: boolean | undefined; onView: (view: NoticeView) => void; onKind: (kind: string | undefined) => void; onTurn: (part: { desc: boolean | undefined }) => void; onSearch: (search: Record<string, unknown>) => void; onOpen: (link: string) => void;
}) {
  const { t } = useTranslation();
  const filter: Omit<Input<'notice_list'>, 'page'> = { ...(view === 'unread' ? { unread_only: true } : view === 'open' ? { open_only: true } : {}), ...(kind ? { kind: kind as NoticeRow['kind'] } : {}), ...inOrder(desc) };
  const list = useOpPages('notice_list', filter);
  const summary = useOp('notice_summary', {}, { every: 60_000 });
  const read = useWrite('notice_read');
  const columns = useMemo(() => columnsOf(t), [t]);
  // Also where the list stands the other way round, and its newest row is far below.
  const newest = summary.data?.newest ?? undefined;
  const counts = { unread: summary.data?.unread, open: summary.data?.open, all: undefined };
  const open = (row: NoticeRow) => {
    if (row.read_at === null) read.mutate({ notice_ids: [row.notice_id] });
    onOpen(row.link);
  };
  return (
    <ListPage
      id="notices"
      title={t('notice:title')}
      actions={
        <>
          <BtnLink to="/me" search={{ part: 'notices' }}>{t('notice:settings')}</BtnLink>
          <Btn icon={CheckCheck} hotkey="a" disabled={newest === undefined || counts.unread === 0} busy={read.isPending} onClick={() => newest !== undefined && read.mutate({ up_to: newest }, { onError: (error) => toastError(error, t) })}>
            {t('notice:readAll')}
          </Btn>
        </>
      }
      above={
        <SavedViews
          id="notices"
          label={t('notice:views')}
          tabs={(['unread', 'open', 'all'] as const).map((id) => ({ id, label: t(`notice:view.${id}`), count: counts[id] === undefined ? undefined : formatNumber(counts[id]), ...(id !== 'all' && (counts[id] ?? 0) > 0 ? { tone: 'bad' as const } : {}) }))}
          value={view}
          onTab={(id) => onView(id as NoticeView)}
          search={{ view, kind, desc }}
          onSearch={onSearch}
        />
      }
      filters={[{ id: 'kind', label: t('notice:kind'), options: noticeKinds.map((value) => ({ value, label: noticeKind(t, value) })) }]}
      values={{ kind }}
      onFilter={(_, value) => onKind(value)}
      columns={columns}
      list={list}
      rowId={noticeKey}
      {...byTime('raised', desc, onTurn)}
      onOpen={open}
      onClear={kind ? () => onKind(undefined) : undefined}
      empty={{ icon: BellOff, title: t('notice:emptyTitle'), hint: t('notice:emptyHint') }}
      totals={[{ label: t('common:shown'), value: formatNumber(list.rows.length) }]}
    />
  );
}

const noticeKey = (row: NoticeRow) => String(row.notice_id);
