import { Popover } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { Bell as BellIcon, BellOff, CheckCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { toastError } from '@/components/dialog';
import { ErrorState, Skeleton } from '@/components/feedback';
import { Icon } from '@/components/icon';
import { Ago } from '@/components/text';
import { formatNumber } from '@/lib/format';
import { useHotkey } from '@/lib/hotkeys';
import { useOp, useWrite, type NoticeRow } from '@/ipc';
import { noticeIcon, noticeWords } from './words';

const few = 8;

/** How much wants attention, on every screen; opened it says what, and leads there. */
export function NoticeBell() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [opened, setOpened] = useState(false);
  const summary = useOp('notice_summary', {}, { every: 60_000 });
  const unread = summary.data?.unread ?? 0;
  const label = unread > 0 ? t('notice:bellUnread', { count: unread }) : t('notice:bell');
  useHotkey('g n', t('notice:bell'), () => setOpened(true), { scope: 'global' });
  const goTo = (run: () => void) => {
    setOpened(false);
    run();
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={380} trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className="Bell" aria-label={label} title={label} aria-expanded={opened} onClick={() => setOpened(!opened)}>
          <Icon as={BellIcon} />
          {unread > 0 && <span className="Count bad" aria-hidden="true">{formatNumber(unread)}</span>}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('notice:title')}>
        {opened && <Latest onOpen={(row) => goTo(() => void navigate({ to: row.link }))} onAll={() => goTo(() => void navigate({ to: '/notices' }))} onSettings={() => goTo(() => void navigate({ to: '/me', search: { part: 'notices' } }))} />}
      </Popover.Dropdown>
    </Popover>
  );
}

function Latest({ onOpen, onAll, onSettings }: { onOpen: (row: NoticeRow) => void; onAll: () => void; onSettings: () => void }) {
  const { t } = useTranslation();
  const list = useOp('notice_list', { page: { limit: few } });
  const read = useWrite('notice_read');
  const rows = list.data?.rows ?? [];
  const newest = rows[0]?.notice_id;
  return (
    <div className="NoticePop">
      <div className="row NoticePop-head">
        <h2 className="h2 grow">{t('notice:title')}</h2>
        {newest !== undefined && rows.some((row) => row.read_at === null) && (
          <Btn tone="ghost" size="sm" icon={CheckCheck} busy={read.isPending} onClick={() => read.mutate({ up_to: newest }, { onError: (error) => toastError(error, t) })}>
            {t('notice:readAll')}
          </Btn>
        )}
      </div>
      {list.isError && !list.data && <ErrorState error={list.error} compact onRetry={() => void list.refetch()} />}
      {list.isPending && <Skeleton lines={4} />}
      {list.data && rows.length === 0 && (
        <p className="row q sm NoticePop-empty">
          <Icon as={BellOff} /> {t('notice:emptyTitle')}
        </p>
      )}
      <ul>
        {rows.map((row) => (
          <li key={row.notice_id}>
            <button
              type="button"
              className={row.read_at === null ? 'Act unread' : 'Act'}
              onClick={() => {
                if (row.read_at === null) read.mutate({ notice_ids: [row.notice_id] });
                onOpen(row);
              }}
            >
              <NoticeLine row={row} />
            </button>
          </li>
        ))}
      </ul>
      <div className="row NoticePop-foot">
        <button type="button" className="Link sm" onClick={onSettings}>{t('notice:settings')}</button>
        <span className="grow" />
        <button type="button" className="Link sm" onClick={onAll}>{t('notice:all')}</button>
      </div>
    </div>
  );
}

/** One notice in two lines: what, and what is known besides; over or not is said, not coloured alone. */
function NoticeLine({ row }: { row: NoticeRow }) {
  const { t } = useTranslation();
  const { title, detail } = noticeWords(t, row);
  return (
    <>
      <span className={`Ico ${row.cleared_at === null ? row.severity : ''}`}>
        <Icon as={noticeIcon(row.kind)} />
      </span>
      <span className="grow">
        <b className="m cut">
          {row.read_at === null && <span className="sr">{t('notice:unread')}: </span>}
          {title}
        </b>
        <span className="sm q cut">
          {row.cleared_at === null ? '' : `${t('notice:over')} · `}
          <Ago at={row.raised_at} />
          {detail && ` · ${detail}`}
        </span>
      </span>
    </>
  );
}
