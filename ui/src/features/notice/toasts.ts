import { useEffect, useRef } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { toastNotice } from '@/components/dialog';
import { formatClock } from '@/lib/format';
import { call, useOp, type NoticePreferences } from '@/ipc';
import { noticeWords } from './words';

/** Whether it is one of the quiet hours, which may pass midnight. Texts `HH:MM` compare as they read. */
export function isQuiet(now: string, preferences: Pick<NoticePreferences, 'quiet_from' | 'quiet_until'> | undefined): boolean {
  const { quiet_from: from, quiet_until: until } = preferences ?? {};
  if (!from || !until || from === until) return false;
  return from < until ? now >= from && now < until : now >= from || now < until;
}

const atOnce = 3;

/** Says what is new while the program is open: here, and on the computer's own notices where they were allowed. */
export function useNoticeToasts(): void {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const list = useOp('notice_list', { unread_only: true, page: { limit: 10 } });
  const preferences = useOp('notice_preferences_get', {});
  const seen = useRef<number | undefined>(undefined);
  const rows = list.data?.rows;
  const chosen = preferences.data;
  useEffect(() => {
    if (!rows || !chosen) return;
    const before = seen.current;
    seen.current = Math.max(before ?? 0, ...rows.map((row) => row.notice_id));
    // What was there when the program was opened is in the bell; only what comes after is called out.
    if (before === undefined || isQuiet(formatClock(new Date()), chosen)) return;
    for (const row of rows.filter((one) => one.notice_id > before).slice(0, atOnce).toReversed()) {
      const { title, detail } = noticeWords(t, row);
      toastNotice(title, detail, row.severity === 'bad' ? 'bad' : 'warn', () => void navigate({ to: row.link }));
    }
  }, [rows, chosen, t, navigate]);
  const wantsSystem = chosen?.kinds.some((one) => one.system) ?? false;
  useEffect(() => {
    // Taken only where they can be shown: each is handed out once among all desks.
    if (rows && wantsSystem && typeof Notification !== 'undefined' && Notification.permission === 'granted') {
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
  }, [rows, wantsSystem, t, navigate]);
}
