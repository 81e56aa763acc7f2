import { ArrowDownToLine, CircleAlert, Info, Pause, Play, ScrollText, TriangleAlert } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { CopyButton, EmptyState, ErrorState, Skeleton } from '@/components/feedback';
import { Seg } from '@/components/field';
import { Icon } from '@/components/icon';
import { describeError } from '@/i18n/errors';
import { call, type RouterLogLevel } from '@/ipc';
import { mergeLog, useFollow, type Held, type LogRow } from './feed';

type Least = 'all' | 'warning' | 'error';

const weight: Record<RouterLogLevel, number> = { debug: 0, info: 1, warning: 2, error: 3, critical: 4 };
const least: Record<Least, number> = { all: 0, warning: 2, error: 3 };
const tones = { debug: 'q', info: 'q', warning: 't-warn', error: 't-bad', critical: 't-bad' } as const;
const icons = { debug: Info, info: Info, warning: TriangleAlert, error: CircleAlert, critical: CircleAlert } as const;

export function narrowLog(rows: LogRow[], text: string, from: Least): LogRow[] {
  const wanted = text.trim().toLowerCase();
  return rows.filter((row) => weight[row.level] >= least[from] && (!wanted || row.message.toLowerCase().includes(wanted) || row.topics.some((topic) => topic.toLowerCase().includes(wanted))));
}

/** Routers name the day on every line (7.10 and later) or on lines of other days only; it is said once, above the first line of a day. */
function splitTime(time: string): { day: string; clock: string } {
  const at = time.lastIndexOf(' ');
  return { day: at < 0 ? '' : time.slice(0, at), clock: time.slice(at + 1) };
}

/** The router's own log, followed; reading further up holds still until one goes back to the end. */
export function RouterLogView({ routerId, text }: { routerId: number; text: string }) {
  const { t } = useTranslation();
  const [paused, setPaused] = useState(false);
  const [from, setFrom] = useState<Least>('all');
  const [atEnd, setAtEnd] = useState(true);
  const list = useRef<HTMLDivElement>(null);
  const ask = (held: Held<LogRow> | undefined) => {
    const after = held?.rows.at(-1)?.seq;
    return call('router_log_list', { router_id: routerId, ...(after === undefined ? {} : { after }) }).then((answer) => mergeLog(held, answer));
  };
  const { data, error } = useFollow(ask, 2000, paused);
  const rows = useMemo(() => narrowLog(data?.rows ?? [], text, from).map((row) => ({ ...row, ...splitTime(row.time) })), [data, text, from]);
  const toEnd = () => list.current?.scrollTo({ top: list.current.scrollHeight });
  useEffect(() => {
    if (atEnd) list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [rows, atEnd]);
  const onScroll = () => {
    const box = list.current;
    if (box) setAtEnd(box.scrollHeight - box.scrollTop - box.clientHeight < 24);
  };
  if (!data) return error ? <ErrorState error={error} /> : <div className="LogWait"><Skeleton lines={8} /></div>;
  return (
    <div className="Log">
      <div className="row LogBar">
        <Seg
          label={t('router:log.level')}
          value={from}
          onChange={setFrom}
          options={[{ value: 'all', label: t('common:all') }, { value: 'warning', label: t('router:log.warnings') }, { value: 'error', label: t('router:log.errors') }]}
        />
        <span className="sm q tn">{t('router:log.lines', { count: rows.length })}</span>
        <span className="grow" />
        {Boolean(error) && <span className="Stale" role="status">{t('router:log.stale', { reason: describeError(error, t).title })}</span>}
        {!atEnd && <Btn size="sm" tone="ghost" icon={ArrowDownToLine} onClick={toEnd}>{t('router:log.toEnd')}</Btn>}
        <CopyButton text={rows.map((row) => `${row.time} ${row.topics.join(',')} ${row.message}`).join('\n')} label={t('router:log.copy')} />
        <Btn size="sm" icon={paused ? Play : Pause} aria-pressed={paused} onClick={() => setPaused(!paused)}>
          {t(paused ? 'router:log.follow' : 'router:log.pause')}
        </Btn>
      </div>
      {rows.length === 0 ? (
        <EmptyState icon={ScrollText} title={t(text || from !== 'all' ? 'common:noMatch' : 'router:log.empty')} />
      ) : (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by the keyboard
        <div className="LogLines" ref={list} onScroll={onScroll} role="log" aria-label={t('router:tabs.log')} aria-live="off" tabIndex={0}>
          {rows.map((row, i) => (
            <div key={row.seq} className={row.afterGap ? 'gap' : undefined}>
              {row.afterGap && <p className="lost t-warn">{t('router:log.gap')}</p>}
              {row.day !== rows[i - 1]?.day && (i > 0 || row.day) && <p className="day q">{row.day || t('router:log.today')}</p>}
              <time title={row.time}>{row.clock}</time>
              <span className={`lv ${tones[row.level]}`}>
                <Icon as={icons[row.level]} size={12} /> {t(`router:log.levels.${row.level}`)}
              </span>
              <span className="tp q">{row.topics.join(', ')}</span>
              <span className="ms">{row.message}</span>
            </div>
          ))}
        </div>
      )}
      <p className="sr" role="status">{paused ? t('router:log.paused') : ''}</p>
    </div>
  );
}
