import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { niceCeiling } from '@/components/bars';
import { useSize } from '@/lib/size';
import { formatDay, formatNumber } from '@/lib/format';
import type { DayFigure } from '@/ipc';
import { useLeads } from './leads';

const left = 40;
const top = 10;
/** Room below the axis for the days. */
const foot = 26;

/** Bars for each day, a line across each for the same day of the period before; drawn for the room there is, so that its words keep their size. */
export function DayChart({ days }: { days: DayFigure[] }) {
  const { t } = useTranslation();
  const [place, setPlace] = useState<HTMLDivElement | null>(null);
  const { width, height } = useSize(place);
  const bottom = height - foot;
  const max = niceCeiling(Math.max(...days.flatMap((day) => [day.count, day.count_before]), 1));
  const y = (value: number) => bottom - (value / max) * (bottom - top);
  // More lines where there is height for them; always round numbers.
  const parts = height > 320 && max % 4 === 0 ? [0, 0.25, 0.5, 0.75, 1] : [0, 0.5, 1];
  const step = (width - left) / Math.max(1, days.length);
  const bar = Math.round(Math.min(40, step * 0.52));
  return (
    <div className="DayChart" ref={setPlace}>
      {width > left && height > foot && (
        <svg width={width} height={height} role="group" aria-label={t('dashboard:activeDays')}>
          {parts.map((part) => (
            <g key={part}>
              <line x1={left} x2={width} y1={y(max * part)} y2={y(max * part)} stroke={part === 0 ? 'var(--line-strong)' : 'var(--grid)'} />
              <text className="Axis" x={left - 8} y={y(max * part) + 4} textAnchor="end">
                {formatNumber(max * part)}
              </text>
            </g>
          ))}
          {days.map((day, i) => {
            const x = left + step * i + step / 2;
            const last = i === days.length - 1;
            const told = `${formatDay(day.day)}: ${formatNumber(day.count)} (${formatNumber(day.count_before)})`;
            return (
              <Day key={day.day} day={day.day} name={`${last && step >= 44 ? `${t('dashboard:today')}, ` : ''}${told}`}>
                <title>{told}</title>
                <rect x={left + step * i} y={top} width={step} height={bottom - top} fill="transparent" />
                <rect x={x - bar / 2} y={y(day.count)} width={bar} height={bottom - y(day.count)} fill="var(--series-1)" />
                <line x1={x - bar / 2 - 5} x2={x + bar / 2 + 5} y1={y(day.count_before)} y2={y(day.count_before)} stroke="var(--ink)" strokeOpacity="0.62" strokeWidth="1.5" />
                <text className={last ? 'Axis now' : 'Axis'} x={x} y={bottom + 18} textAnchor="middle">
                  {last && step >= 44 ? t('dashboard:today') : Number(day.day.slice(8))}
                </text>
              </Day>
            );
          })}
        </svg>
      )}
    </div>
  );
}

/** A day of the chart: a link for those who may see its rows. */
function Day({ day, name, children }: { day: string; name: string; children: ReactNode }) {
  const leads = useLeads();
  if (!leads('/vouchers')) return <g role="img" aria-label={name}>{children}</g>;
  return <Link to="/vouchers" search={{ did: 'activated', from: day, to: day }} aria-label={name}>{children}</Link>;
}
