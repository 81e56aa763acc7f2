import { useCallback, useEffect, useRef } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { toastNotice } from '@/components/dialog';
import { formatClock } from '@/lib/format';
import { call, desk, useOp, type NoticePreferences, type NoticeRow } from '@/ipc';
import { noticeWords } from './words';

/** Whether it is one of the quiet hours, which may pass midnight. Texts `HH:MM` compare as they read. */
export function isQuiet(now: string, preferences: Pick<NoticePreferences, 'quiet_from' | 'quiet_until'> | undefined): boolean {
  const { quiet_from: from, quiet_until: until } = preferences ?? {};
  if (!from || !until || from === until) return false;
  return from < until ? now >= from && now < until : now >= from || now < until;
}

const atOnce = 3;
/** In the window the program says first which notices the system shows; that takes it a moment. */
const settle = 1500;

/** Says what is new while the program is open: here, and on the computer's own notices where they were allowed. */
export function useNoticeToasts(): void {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const list = useOp('notice_list', { unread_only: true, page: { limit: 10 } });
  const preferences = useOp('notice_preferences_get', {});
  const seen = useRef<number | undefined>(undefined);
  const told = useRef(new Set<number>());
  const rows = list.data?.rows;
  const chosen = preferences.data;
  const tell = useCallback(
    (news: NoticeRow[]) => {
      for (const row of news.slice(0, atOnce).toReversed()) {
        if (told.current.has(row.notice_id)) continue;
        told.current.add(row.notice_id);
        const { title, detail } = noticeWords(t, row);
        toastNotice(title, detail, row.severity === 'bad' ? 'bad' : 'warn', () => void navigate({ to: row.link }));
      }
    },
    [t, navigate],
  );
  useEffect(() => {
    if (!rows || !chosen) return;
    const before = seen.current;
    seen.current = Math.max(before ?? 0, ...rows.map((row) => row.notice_id));
    // What was there when the program was opened is in the bell; only what comes after is called out.
    if (before === undefined || isQuiet(formatClock(new Date()), chosen)) return;
    const news = rows.filter((one) => one.notice_id > before);
    if (desk()) setTimeout(() => tell(news), settle);
    else tell(news);
  }, [rows, chosen, tell]);
  // The window's program takes them itself: it is there while the page is not looked at.
  useEffect(
    () =>
      desk()?.hear('notices', ({ rows: taken, shown }) => {
        if (shown) for (const row of taken) told.current.add(row.notice_id);
        else tell(taken.toReversed());
      }),
    [tell],
  );
  useBrowserNotices(rows);
}

/** In a browser the page takes them, and only where they can be shown: each is handed out once among all desks. Which there are is the program's to say: some cannot be switched off. */
function useBrowserNotices(rows: NoticeRow[] | undefined): void {
  const { t } = useTranslation();
  const navigate = useNavigate();
  useEffect(() => {
    if (rows && !desk() && typeof Notification !== 'undefined' && Notification.permission === 'granted') {
      void call('notice_take', {}).then(
        (taken) => taken.forEach((row) => {
          const { title, detail } = noticeWords(t, row);
          const shown = new Notification(title, { body: detail, tag: `simpul-${row.notice_id}` });
          shown.addEventListener('click', () => {
            window.focus();
            void navigate({ to: row.link });
          });
        }),
        () => undefined,
      );
    }
  }, [rows, t, navigate]);
}
