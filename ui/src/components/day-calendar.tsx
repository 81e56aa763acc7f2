import { DatesProvider, Month } from '@mantine/dates';
import { useFocusTrap, useMergedRef } from '@mantine/hooks';
import 'dayjs/locale/id';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { currentLanguage } from '@/i18n';
import { plusDays, plusMonths } from '@/lib/period';
import { Btn } from './button';

export interface DayCalendarProps {
  /** The day that is chosen now; empty for none. */
  value: string;
  /** The shop's day, which need not be this computer's. */
  today: string;
  min: string;
  max: string;
  onChoose: (day: string) => void;
  /** Where the day may be left open. */
  onEmpty?: (() => void) | undefined;
  onClose: () => void;
}

/** Years on offer before and after this one. */
const yearsBefore = 10;
const yearsAfter = 3;

const clamp = (day: string, min: string, max: string) => (day < min ? min : day > max ? max : day);
const yearOf = (day: string) => Number(day.slice(0, 4));

/** Where a key leads from a day; nothing for keys that lead nowhere. */
function ledBy(event: KeyboardEvent, day: string): string | undefined {
  switch (event.key) {
    case 'ArrowLeft': return plusDays(day, -1);
    case 'ArrowRight': return plusDays(day, 1);
    case 'ArrowUp': return plusDays(day, -7);
    case 'ArrowDown': return plusDays(day, 7);
    case 'PageUp': return plusMonths(day, event.shiftKey ? -12 : -1);
    case 'PageDown': return plusMonths(day, event.shiftKey ? 12 : 1);
    case 'Home': return `${day.slice(0, 8)}01`;
    case 'End': return plusDays(plusMonths(`${day.slice(0, 8)}01`, 1), -1);
    default: return undefined;
  }
}

const classNames = {
  month: 'DayCal-month', monthCell: 'DayCal-cell', weekday: 'DayCal-weekday', day: 'DayCal-day',
};

/** One month to choose a day from: arrows go from day to day, and on into the next month; Enter takes, Esc closes. */
export default function DayCalendar({ value, today, min, max, onChoose, onEmpty, onClose }: DayCalendarProps) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const root = useRef<HTMLDivElement>(null);
  const ref = useMergedRef(root, useFocusTrap());
  const [at, setAt] = useState(() => clamp(value || today, min, max));
  // The keys move the day that has the focus; who turns pages by the buttons stays on them.
  const [moved, setMoved] = useState(true);
  useLayoutEffect(() => {
    if (moved) root.current?.querySelector<HTMLElement>(`[data-day="${at}"]`)?.focus();
  }, [at, moved]);
  const turn = (day: string) => {
    setMoved(false);
    setAt(clamp(day, min, max));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      onClose();
      return;
    }
    const from = event.target instanceof HTMLElement ? event.target.dataset['day'] : undefined;
    const to = from === undefined ? undefined : ledBy(event, from);
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    setMoved(true);
    setAt(clamp(to, min, max));
  };
  const [year, month] = [yearOf(at), Number(at.slice(5, 7))];
  const firstYear = Math.max(yearOf(min), Math.min(year, yearOf(today) - yearsBefore));
  const lastYear = Math.min(yearOf(max), Math.max(year, yearOf(today) + yearsAfter));
  const months = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' });
  const isTodayOpen = today >= min && today <= max;
  return (
    <div className="DayCal" ref={ref} onKeyDownCapture={onKeyDown}>
      <div className="DayCal-head">
        <Btn iconOnly size="sm" tone="ghost" icon={ChevronLeft} disabled={at.slice(0, 7) <= min.slice(0, 7)} onClick={() => turn(plusMonths(at, -1))}>{t('common:monthBefore')}</Btn>
        <select aria-label={t('common:month')} value={month} onChange={(event) => turn(plusMonths(at, Number(event.currentTarget.value) - month))}>
          {Array.from({ length: 12 }, (_, n) => <option key={n} value={n + 1}>{months.format(new Date(Date.UTC(2026, n, 1)))}</option>)}
        </select>
        <select aria-label={t('common:year')} value={year} onChange={(event) => turn(plusMonths(at, (Number(event.currentTarget.value) - year) * 12))}>
          {Array.from({ length: lastYear - firstYear + 1 }, (_, n) => <option key={n} value={firstYear + n}>{firstYear + n}</option>)}
        </select>
        <Btn iconOnly size="sm" tone="ghost" icon={ChevronRight} disabled={at.slice(0, 7) >= max.slice(0, 7)} onClick={() => turn(plusMonths(at, 1))}>{t('common:monthAfter')}</Btn>
      </div>
      <DatesProvider settings={{ locale: language, firstDayOfWeek: 1, weekendDays: [0], consistentWeeks: true }}>
        <Month
          unstyled
          classNames={classNames}
          month={at}
          minDate={min}
          maxDate={max}
          getDayProps={(day) => ({
            selected: day === value,
            'aria-pressed': day === value,
            'aria-current': day === today ? 'date' : undefined,
            'data-day': day,
            'data-autofocus': day === at || undefined,
            'data-mantine-stop-propagation': true,
            onClick: () => onChoose(day),
          })}
        />
      </DatesProvider>
      <div className="DayCal-foot">
        {isTodayOpen && <Btn size="sm" tone="ghost" onClick={() => onChoose(today)}>{t('common:ranges.today')}</Btn>}
        <span className="grow" />
        {onEmpty && value !== '' && <Btn size="sm" tone="ghost" onClick={onEmpty}>{t('common:clear')}</Btn>}
      </div>
    </div>
  );
}
