import { Bars, type Bar } from '@/components/bars';
import { DayChart } from '@/features/dashboard/day-chart';
import { formatNumber } from '@/lib/format';
import type { DayFigure } from '@/ipc';
import { longText, Specimen } from './specimen';

const counts = [122, 148, 231, 180, 119, 102, 126, 94, 90, 95, 108, 170, 244, 143];
const days: DayFigure[] = counts.map((count, i) => ({ day: `2026-11-${String(8 + i).padStart(2, '0')}`, count, value: `${count * 6000}.00`, count_before: Math.round(count * (0.82 + ((i * 7) % 5) * 0.07)) }));

const bar = (i: number, part: Partial<Bar> = {}): Bar => ({ key: String(i), label: String(i + 8), title: `${i + 8}: ${counts[i]}`, values: [counts[i] ?? 0], ...part });
const compared = days.map(({ count_before }, i) => bar(i, { before: count_before, now: i === days.length - 1 }));
const sideBySide = days.slice(0, 7).map(({ count_before }, i) => bar(i, { values: [counts[i] ?? 0, count_before, Math.round(count_before / 2)] }));
const named = ['1 Hari', longText, 'RB-Pasar', '30 Hari', longText].map((label, i) => bar(i, { label }));
const empty = [bar(0, { values: [0] }), bar(1, { values: [0] })];

/** What is drawn of figures: days and what they were before, several side by side, long names, and nothing at all. */
export function ChartSpecimens() {
  return (
    <>
      <Specimen id="day-chart" title="DayChart: two weeks, and the same days before" tall><DayChart days={days} /></Specimen>
      <Specimen id="bars" title="Bars: with what was before; the last is not over" tall><Bars bars={compared} label="Bars" format={formatNumber} /></Specimen>
      <Specimen id="bars-series" title="Bars: three side by side" tall><Bars bars={sideBySide} label="Series" format={formatNumber} /></Specimen>
      <Specimen id="bars-names" title="Bars: long names" tall><Bars bars={named} label="Names" format={formatNumber} /></Specimen>
      <Specimen id="bars-zero" title="Bars: nothing happened" tall><Bars bars={empty} label="Zero" format={formatNumber} /></Specimen>
    </>
  );
}
