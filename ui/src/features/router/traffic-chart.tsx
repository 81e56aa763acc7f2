import { useState, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDecimal, formatNumber, formatTimeExact } from '@/lib/format';
import { useWidth } from '@/lib/size';
import { trafficSeconds } from './feed';

/** One second, as a person means it: what the customers take down and send up. */
export interface TrafficPoint {
  at: number;
  down: number;
  up: number;
}

const units = [
  { id: 'bit', size: 1 },
  { id: 'kbit', size: 1e3 },
  { id: 'Mbit', size: 1e6 },
  { id: 'Gbit', size: 1e9 },
] as const;

/** The axis: three even steps up to a round figure above the highest point, in the unit that keeps it readable. */
export function axisOf(highest: number): { unit: string; size: number; ticks: number[] } {
  const third = Math.max(highest, 1000) / 3;
  const magnitude = 10 ** Math.floor(Math.log10(third));
  const step = ([1, 2, 2.5, 4, 5, 10].find((factor) => factor * magnitude >= third) ?? 10) * magnitude;
  const unit = units.findLast((one) => one.size <= step * 3) ?? units[0];
  return { unit: unit.id, size: unit.size, ticks: [0, step, step * 2, step * 3] };
}

const height = 176;
const [top, bottom, left, right] = [8, 152, 44, 8];

/** Points as lines; a pause of more than three seconds is a gap, not a slope. */
export function linesOf(points: TrafficPoint[], x: (at: number) => number, y: (value: number) => number, pick: (point: TrafficPoint) => number): string[] {
  const lines: string[] = [];
  let line = '';
  let before = Number.NEGATIVE_INFINITY;
  for (const point of points) {
    if (point.at - before > 3000 && line) {
      lines.push(line);
      line = '';
    }
    line += `${line ? 'L' : 'M'}${x(point.at).toFixed(1)} ${y(pick(point)).toFixed(1)}`;
    before = point.at;
  }
  return line ? [...lines, line] : lines;
}

/** The area under a line made by `linesOf`. */
function areaOf(line: string): string {
  const start = /^M([\d.]+)/.exec(line)?.[1];
  const end = /([\d.]+) [\d.-]+$/.exec(line)?.[1];
  return `${line}L${end} ${bottom}L${start} ${bottom}Z`;
}

export function TrafficChart({ points, label, stale }: { points: TrafficPoint[]; label: string; stale: boolean }) {
  const { t } = useTranslation();
  const [box, setBox] = useState<HTMLDivElement | null>(null);
  const [over, setOver] = useState<number>();
  const width = Math.max(320, useWidth(box));
  const last = points.at(-1)?.at ?? 0;
  const first = last - (trafficSeconds - 1) * 1000;
  const axis = axisOf(Math.max(...points.flatMap((point) => [point.down, point.up]), 0));
  const ceiling = axis.ticks[3] ?? 1;
  const x = (at: number) => left + ((at - first) / (last - first || 1)) * (width - left - right);
  const y = (value: number) => bottom - (value / ceiling) * (bottom - top);
  const hit = over === undefined ? undefined : points.reduce<TrafficPoint | undefined>((best, point) => (!best || Math.abs(x(point.at) - over) < Math.abs(x(best.at) - over) ? point : best), undefined);
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => setOver(event.clientX - event.currentTarget.getBoundingClientRect().left);
  const rate = (value: number) => `${formatDecimal(value / axis.size)}`;
  return (
    <div className={`Traffic ${stale ? 'stale' : ''}`} ref={setBox} onPointerMove={onPointerMove} onPointerLeave={() => setOver(undefined)}>
      <svg width={width} height={height} role="img" aria-label={label}>
        {axis.ticks.map((tick) => (
          <g key={tick}>
            <line x1={left} x2={width - right} y1={y(tick)} y2={y(tick)} stroke={tick === 0 ? 'var(--line-strong)' : 'var(--grid)'} />
            <text className="Axis" x={left - 8} y={y(tick) + 4} textAnchor="end">
              {formatDecimal(tick / axis.size)}
            </text>
          </g>
        ))}
        {[120, 90, 60, 30, 0].map((ago) => (
          <text key={ago} className="Axis" x={left + (1 - ago / trafficSeconds) * (width - left - right)} y={bottom + 18} textAnchor={ago === 120 ? 'start' : ago === 0 ? 'end' : 'middle'}>
            {ago === 0 ? t('router:traffic.now') : t('router:traffic.ago', { seconds: formatNumber(ago) })}
          </text>
        ))}
        {linesOf(points, x, y, (point) => point.down).map((line) => (
          <g key={line.slice(0, 16)}>
            <path d={areaOf(line)} fill="var(--series-1)" fillOpacity="0.13" />
            <path d={line} fill="none" stroke="var(--series-1)" strokeWidth="1.5" strokeLinejoin="round" />
          </g>
        ))}
        {linesOf(points, x, y, (point) => point.up).map((line) => (
          <path key={line.slice(0, 16)} d={line} fill="none" stroke="var(--series-3)" strokeWidth="1.5" strokeLinejoin="round" />
        ))}
        {hit && (
          <g>
            <line x1={x(hit.at)} x2={x(hit.at)} y1={top} y2={bottom} stroke="var(--ink-3)" strokeDasharray="2 3" />
            <circle cx={x(hit.at)} cy={y(hit.down)} r="3" fill="var(--series-1)" stroke="var(--surface)" strokeWidth="1.5" />
            <circle cx={x(hit.at)} cy={y(hit.up)} r="3" fill="var(--series-3)" stroke="var(--surface)" strokeWidth="1.5" />
          </g>
        )}
      </svg>
      {hit && (
        <div className="Tip" style={x(hit.at) > width - 220 ? { right: width - x(hit.at) + 10 } : { left: x(hit.at) + 10 }}>
          <b>{formatTimeExact(hit.at)}</b> <span className="q">{t('router:traffic.downWord')}</span> {rate(hit.down)} <span className="q">{t('router:traffic.upWord')}</span> {rate(hit.up)}{' '}
          <span className="q">{axis.unit}</span>
        </div>
      )}
    </div>
  );
}
