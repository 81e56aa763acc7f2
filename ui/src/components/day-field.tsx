import { Popover } from '@mantine/core';
import type { TFunction } from 'i18next';
import { CalendarDays } from 'lucide-react';
import { useCallback, useEffect, useId, useRef, useState, type ComponentType, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '@/lib/clock';
import { firstDay, isWhole, lastDay, readDay, tidyDay, writeDay } from '@/lib/day';
import { isoDay } from '@/lib/format';
import type { DayCalendarProps } from './day-calendar';
import { Skeleton } from './feedback';
import { Field } from './field';
import { Icon } from './icon';

interface DayFieldProps {
  label: string;
  /** A row of filters has no room for labels: the field is named for those who listen only. */
  bare?: boolean;
  /** `2026-11-21`; empty for none. */
  value: string;
  /** Told a day that exists and lies within the bounds, or nothing where the field may be left open; never anything else. */
  onChange: (day: string) => void;
  clearable?: boolean;
  min?: string;
  max?: string;
  help?: string;
}

type Problem = 'half' | 'impossible' | 'early' | 'late';

// The calendar is drawn by a library of its own, which nobody waits for before a calendar is asked for.
const loadCalendar = () => import('./day-calendar');

/** The calendar, once it is here; if it cannot be had the field is still typed in. */
function useCalendar(opened: boolean, onFailed: () => void): ComponentType<DayCalendarProps> | undefined {
  const [calendar, setCalendar] = useState<ComponentType<DayCalendarProps>>();
  useEffect(() => {
    if (!opened || calendar) return undefined;
    let isWanted = true;
    loadCalendar().then(
      (loaded) => isWanted && setCalendar(() => loaded.default),
      () => isWanted && onFailed(),
    );
    return () => {
      isWanted = false;
    };
  }, [opened, calendar, onFailed]);
  return calendar;
}

/** What is typed, and whether it is a day: the rest of the program hears of it only when it is. */
function useTyped({ value, onChange, clearable = false, min, max }: { value: string; onChange: (day: string) => void; clearable: boolean | undefined; min: string; max: string }) {
  const [seen, setSeen] = useState(value);
  const [typed, setTyped] = useState<string>();
  const [problem, setProblem] = useState<Problem>();
  if (value !== seen) {
    setSeen(value);
    setTyped(undefined);
    setProblem(undefined);
  }
  const text = typed ?? writeDay(value);
  const drop = () => {
    setTyped(undefined);
    setProblem(undefined);
  };
  const accept = (day: string) => {
    if (day === value) return drop();
    // What was typed stays until the address says it too: the old day must not flash up in between.
    setTyped(writeDay(day));
    setProblem(undefined);
    onChange(day);
  };
  /** Takes what is written if it is a day; says what is wrong otherwise. */
  const take = (written: string): boolean => {
    if (written.trim() === '' && clearable) {
      accept('');
      return true;
    }
    const read = readDay(written);
    const wrong = 'problem' in read ? read.problem : read.day < min ? 'early' : read.day > max ? 'late' : undefined;
    if (wrong === undefined && 'day' in read) accept(read.day);
    else setProblem(wrong);
    return wrong === undefined;
  };
  const type = (written: string) => {
    const tidied = tidyDay(written, text);
    setTyped(tidied);
    setProblem(undefined);
    if (isWhole(tidied) || (tidied === '' && clearable)) take(tidied);
  };
  return { text, problem, isChanged: typed !== undefined, type, take: () => (typed === undefined ? true : take(typed)), drop, accept };
}

/** One day, DD/MM/YYYY whatever the browser's language: typed, or chosen from a calendar. */
export function DayField({ label, bare = false, value, onChange, clearable, min = firstDay, max = lastDay, help }: DayFieldProps) {
  const { t } = useTranslation();
  const note = useId();
  const input = useRef<HTMLInputElement>(null);
  const [opened, setOpened] = useState(false);
  const today = isoDay(useNow(60_000));
  const field = useTyped({ value, onChange, clearable, min, max });
  const failed = useCallback(() => setOpened(false), []);
  const Calendar = useCalendar(opened, failed);
  const close = () => {
    setOpened(false);
    input.current?.focus();
  };
  const turn = (next: boolean) => {
    setOpened(next);
    if (!next && document.activeElement !== input.current) field.take();
  };
  const choose = (day: string) => {
    field.accept(day);
    close();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      setOpened(true);
    } else if (event.key === 'Enter' && field.isChanged) {
      // A form is not sent with a day that nobody has taken yet.
      event.preventDefault();
      field.take();
    } else if (event.key === 'Escape' && (field.isChanged || opened)) {
      event.preventDefault();
      event.stopPropagation();
      field.drop();
      setOpened(false);
    }
  };
  const wrong = field.problem && sayings(t, field.problem, { example: writeDay(today), min: writeDay(min), max: writeDay(max) });
  const control = (wires: { id?: string; 'aria-describedby'?: string | undefined; 'aria-invalid'?: true | undefined }) => (
    <Popover opened={opened} onChange={turn} position="bottom-start" withRoles={false} closeOnEscape={false} transitionProps={{ duration: 80 }}>
      <Popover.Target>
        <div className={`Input DayInput ${wrong ? 'wrong' : ''}`}>
          <input
            {...wires}
            ref={input}
            aria-label={bare ? label : undefined}
            data-mantine-stop-propagation={field.isChanged || opened || undefined}
            className="tn"
            inputMode="numeric"
            autoComplete="off"
            spellCheck={false}
            maxLength={10}
            placeholder={t('common:dayPattern')}
            value={field.text}
            onChange={(event) => field.type(event.currentTarget.value)}
            // The calendar takes the cursor away: what is half typed is not complained of while a day is chosen.
            onBlur={() => opened || field.take()}
            onFocus={() => void loadCalendar().catch(() => undefined)}
            onKeyDown={onKeyDown}
          />
          <button type="button" className="InputBtn" aria-label={t('common:chooseDay', { name: label })} title={t('common:chooseDay', { name: label })} aria-haspopup="dialog" aria-expanded={opened} onClick={() => setOpened(!opened)}>
            <Icon as={CalendarDays} size={14} />
          </button>
        </div>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={label} className="DayPop">
        {opened && (Calendar ? <Calendar value={value} today={today} min={min} max={max} onChoose={choose} onEmpty={clearable ? () => choose('') : undefined} onClose={close} /> : <Skeleton lines={6} />)}
      </Popover.Dropdown>
    </Popover>
  );
  if (!bare) return <Field label={label} help={help} error={wrong}>{control}</Field>;
  return (
    <div className="DayField">
      {control({ 'aria-describedby': wrong ? note : undefined, 'aria-invalid': wrong ? true : undefined })}
      {wrong && <p id={note} role="alert" className="DayNote">{wrong}</p>}
    </div>
  );
}

function sayings(t: TFunction, problem: Problem, { example, min, max }: { example: string; min: string; max: string }): string {
  switch (problem) {
    case 'half': return t('common:dayHalf', { example });
    case 'impossible': return t('common:dayImpossible', { example });
    case 'early': return t('common:dayEarly', { day: min });
    case 'late': return t('common:dayLate', { day: max });
  }
}
