import { within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setLanguage } from '@/i18n';
import { setRegion } from '@/lib/format';
import { expectAccessible, screen } from '@/testing/render';
import { show } from '@/testing/show';
import { DayField } from './day-field';
import { DayRange } from './day-range';

const told = vi.fn<(day: string) => void>();

function Held({ first = '2026-11-21', ...rest }: { first?: string; clearable?: boolean; min?: string; max?: string; bare?: boolean }) {
  const [day, setDay] = useState(first);
  return <DayField label="Tanggal" value={day} onChange={(next) => { told(next); setDay(next); }} {...rest} />;
}

const field = () => screen.findByRole<HTMLInputElement>('textbox', { name: 'Tanggal' });

beforeEach(() => {
  told.mockClear();
  vi.useFakeTimers({ now: new Date('2026-11-21T16:30:00Z'), toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
  setRegion({ timeZone: 'Asia/Jakarta' });
});

describe.each(['id', 'en'] as const)('a day (%s)', (language) => {
  const say = (id: string, en: string) => (language === 'id' ? id : en);
  beforeEach(async () => setLanguage(language));

  it('is written and typed with the day first', async () => {
    show(<Held />);
    const input = await field();
    expect(input.value).toBe('21/11/2026');
    await userEvent.clear(input);
    await userEvent.type(input, '02122026');
    expect(input.value).toBe('02/12/2026');
    expect(told.mock.calls).toEqual([['2026-12-02']]);
  });

  it('does not complain of half a day while one is chosen from the calendar', async () => {
    show(<Held bare />);
    const input = await field();
    await userEvent.clear(input);
    await userEvent.type(input, '5/12{ArrowDown}');
    const calendar = await screen.findByRole('dialog', { name: 'Tanggal' });
    await within(calendar).findAllByRole('button');
    expect(document.activeElement).not.toBe(input);
    expect(screen.queryByRole('alert')).toBeNull();
    await userEvent.keyboard('{Escape}');
    expect(document.activeElement).toBe(input);
    await userEvent.tab();
    expect(await screen.findByRole('alert')).toBeTruthy();
  });

  it('tells nobody of half a day, and says what is missing', async () => {
    const { container } = show(<Held bare />);
    const input = await field();
    await userEvent.clear(input);
    await userEvent.type(input, '5/12');
    await userEvent.tab();
    expect(told).not.toHaveBeenCalled();
    expect((await screen.findByRole('alert')).textContent).toBe(say('Tanggal belum lengkap. Tulis seperti 21/11/2026.', 'The date is not complete. Write it like 21/11/2026.'));
    expect(input.getAttribute('aria-invalid')).toBe('true');
    await expectAccessible(container);
    await userEvent.type(input, '2026{Enter}');
    expect(told.mock.calls).toEqual([['2026-12-05']]);
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('tells nobody of a day that does not exist', async () => {
    show(<Held />);
    const input = await field();
    await userEvent.clear(input);
    await userEvent.type(input, '31112026');
    expect((await screen.findByRole('alert')).textContent).toBe(say('Tanggal ini tidak ada. Tulis seperti 21/11/2026.', 'There is no such date. Write it like 21/11/2026.'));
    expect(told).not.toHaveBeenCalled();
    await userEvent.keyboard('{Escape}');
    expect(input.value).toBe('21/11/2026');
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('says how early and how late it may be', async () => {
    show(<Held min="2026-11-01" max="2026-11-30" />);
    const input = await field();
    await userEvent.clear(input);
    await userEvent.type(input, '31102026');
    expect((await screen.findByRole('alert')).textContent).toBe(say('Paling awal 01/11/2026.', 'Not before 01/11/2026.'));
    await userEvent.clear(input);
    await userEvent.type(input, '01122026');
    expect((await screen.findByRole('alert')).textContent).toBe(say('Paling akhir 30/11/2026.', 'Not after 30/11/2026.'));
    expect(told).not.toHaveBeenCalled();
  });

  it('is chosen from a month in the language of the screen, whose week begins on Monday', async () => {
    const { container } = show(<Held />);
    await userEvent.click(await screen.findByRole('button', { name: say('Tanggal: pilih di kalender', 'Tanggal: choose in the calendar') }));
    const box = await screen.findByRole('dialog', { name: 'Tanggal' });
    const chosen = await within(box).findByRole('button', { name: '21 November 2026' });
    expect(chosen.getAttribute('aria-pressed')).toBe('true');
    expect(within(box).getAllByRole('columnheader').map((one) => one.textContent)).toEqual(say('Sn Sl Rb Km Jm Sb Mg', 'Mo Tu We Th Fr Sa Su').split(' '));
    expect(within(box).getByRole('option', { name: say('Agustus', 'August') })).toBeTruthy();
    await expectAccessible(container);
    await expectAccessible(box);
    await userEvent.click(within(box).getByRole('button', { name: say('Bulan sebelumnya', 'Month before') }));
    await userEvent.click(await within(box).findByRole('button', { name: say('9 Oktober 2026', '9 October 2026') }));
    expect(told.mock.calls).toEqual([['2026-10-09']]);
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(document.activeElement).toBe(await field());
  });
});

describe('the calendar', () => {
  const focused = () => (document.activeElement instanceof HTMLElement ? document.activeElement.dataset['day'] : undefined);
  const opened = async () => {
    (await field()).focus();
    await userEvent.keyboard('{ArrowDown}');
    await vi.waitFor(() => expect(focused()).toBeDefined(), { timeout: 30_000 });
  };

  it('is walked by the keys, across the end of the month', async () => {
    show(<Held first="2026-11-29" />);
    await opened();
    await userEvent.keyboard('{ArrowRight}{ArrowRight}');
    expect(focused()).toBe('2026-12-01');
    await userEvent.keyboard('{ArrowUp}{PageUp}');
    expect(focused()).toBe('2026-10-24');
    await userEvent.keyboard('{End}{Home}{ArrowLeft}');
    expect(focused()).toBe('2026-09-30');
    await userEvent.keyboard('{Enter}');
    expect(told.mock.calls).toEqual([['2026-09-30']]);
    expect((await field()).value).toBe('30/09/2026');
  });

  it('stops at the bounds, and offers nothing beyond them', async () => {
    show(<Held min="2026-11-10" max="2026-11-25" />);
    await opened();
    await userEvent.keyboard('{ArrowDown}');
    expect(focused()).toBe('2026-11-25');
    await userEvent.keyboard('{PageUp}');
    expect(focused()).toBe('2026-11-10');
    expect(screen.getByRole<HTMLButtonElement>('button', { name: '9 November 2026' }).disabled).toBe(true);
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Bulan berikutnya' }).disabled).toBe(true);
  });

  it('closes by Esc, and leaves the day and what lies behind alone', async () => {
    const behind = vi.fn();
    const heard = (event: KeyboardEvent) => !event.defaultPrevented && behind();
    document.addEventListener('keydown', heard);
    show(<Held />);
    await opened();
    await userEvent.keyboard('{ArrowRight}');
    behind.mockClear();
    await userEvent.keyboard('{Escape}');
    document.removeEventListener('keydown', heard);
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(told).not.toHaveBeenCalled();
    expect(behind).not.toHaveBeenCalled();
    expect(document.activeElement).toBe(await field());
  });

  it('knows the shop’s day, not the computer’s', async () => {
    // Past one in the morning in Jayapura, still the evening before in Greenwich and in Jakarta.
    setRegion({ timeZone: 'Asia/Jayapura' });
    show(<Held first="" clearable />);
    await opened();
    expect(focused()).toBe('2026-11-22');
    expect(screen.getByRole('button', { name: '22 November 2026' }).getAttribute('aria-current')).toBe('date');
    await userEvent.click(screen.getByRole('button', { name: 'Hari ini' }));
    expect(told.mock.calls).toEqual([['2026-11-22']]);
  });

  it('empties a field that may be empty', async () => {
    show(<Held clearable />);
    await opened();
    await userEvent.click(screen.getByRole('button', { name: 'Bersihkan' }));
    expect(told.mock.calls).toEqual([['']]);
    expect((await field()).value).toBe('');
  });
});

describe('two days', () => {
  function Two({ whole = false }: { whole?: boolean }) {
    const [part, setPart] = useState<{ from: string | undefined; to: string | undefined }>({ from: '2026-10-01', to: '2026-10-31' });
    return (
      <>
        <DayRange {...part} whole={whole} onChange={setPart} />
        <output>{`${part.from ?? ''}..${part.to ?? ''}`}</output>
      </>
    );
  }
  const now = () => screen.getByRole('status').textContent;

  it('are chosen by the name of a period', async () => {
    show(<Two />);
    await userEvent.click(await screen.findByRole('button', { name: 'Periode: Bulan lalu' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Pekan ini' }));
    expect(now()).toBe('2026-11-16..2026-11-21');
    await userEvent.click(screen.getByRole('button', { name: 'Periode: Pekan ini' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Semua hari' }));
    expect(now()).toBe('..');
  });

  it('may be left open, unless they may not', async () => {
    const { unmount } = show(<Two />);
    await userEvent.clear(await screen.findByRole('textbox', { name: 'Dari tanggal' }));
    expect(now()).toBe('..2026-10-31');
    unmount();
    show(<Two whole />);
    await userEvent.clear(await screen.findByRole('textbox', { name: 'Dari tanggal' }));
    await userEvent.tab();
    expect(now()).toBe('2026-10-01..2026-10-31');
    expect(screen.getByRole('alert').textContent).toContain('belum lengkap');
  });

  it('follow each other', async () => {
    show(<Two />);
    const from = await screen.findByRole('textbox', { name: 'Dari tanggal' });
    await userEvent.clear(from);
    await userEvent.type(from, '01112026');
    expect(now()).toBe('2026-11-01..2026-11-01');
  });
});

describe('the sources', () => {
  const src = resolve(import.meta.dirname, '..');
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file));

  it('leave no day and no hour to the browser, which writes it in its own language', () => {
    expect(files.length).toBeGreaterThan(200);
    expect(files.filter((file) => /type=.?["'`](date|datetime-local|month|week|time)\b/.test(readFileSync(join(src, file), 'utf8')))).toEqual([]);
  });
});
