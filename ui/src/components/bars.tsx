import { useState } from 'react';
import { useSize } from '@/lib/size';

const top = 10;
/** Room below the axis for the names. */
const foot = 26;
/** What a name takes before it meets the next. */
const nameRoom = 46;

export interface Bar {
  key: string;
  /** Below the axis. */
  label: string;
  /** On hover: the whole sentence. */
  title: string;
  /** Side by side, in the colours of the series. */
  values: number[];
  /** The same thing before: a line across. */
  before?: number | undefined;
  /** The one that is not over yet. */
  now?: boolean;
}

/** The next round number above: 1, 2, 3 … times a power of ten. */
export function niceCeiling(value: number): number {
  if (value <= 4) return 4;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 3, 4, 5, 6, 8, 10].find((step) => step * power >= value) ?? 10) * power;
}

/** Bars for each thing, a line across each for the same thing before; drawn for the room there is, so that its words keep their size. */
export function Bars({ bars, label, format, left = 40 }: {
  bars: Bar[]; label: string; format: (value: number) => string;
  /** Room for the numbers of the axis. */
  left?: number;
}) {
  const [place, setPlace] = useState<HTMLDivElement | null>(null);
  const { width, height } = useSize(place);
  const bottom = height - foot;
  const max = niceCeiling(Math.max(...bars.flatMap((bar) => [...bar.values, bar.before ?? 0]), 1));
  const y = (value: number) => bottom - (Math.max(0, value) / max) * (bottom - top);
  // More lines where there is height for them; always round numbers.
  const parts = height > 320 && max % 4 === 0 ? [0, 0.25, 0.5, 0.75, 1] : [0, 0.5, 1];
  const step = (width - left) / Math.max(1, bars.length);
  const series = Math.max(1, bars[0]?.values.length ?? 1);
  const bar = Math.max(1, Math.round(Math.min(40, (step * (series > 1 ? 0.7 : 0.52)) / series)));
  const every = Math.max(1, Math.ceil((Math.max(...bars.map((one) => one.label.length), 1) > 3 ? nameRoom : 22) / Math.max(1, step)));
  const room = Math.max(2, Math.floor((step * every) / 7));
  return (
    <div className="DayChart" ref={setPlace}>
      {width > left && height > foot && (
        <svg width={width} height={height} role="img" aria-label={label}>
          {parts.map((part) => (
            <g key={part}>
              <line x1={left} x2={width} y1={y(max * part)} y2={y(max * part)} stroke={part === 0 ? 'var(--line-strong)' : 'var(--grid)'} />
              <text className="Axis" x={left - 8} y={y(max * part) + 4} textAnchor="end">
                {format(max * part)}
              </text>
            </g>
          ))}
          {bars.map((one, i) => {
            const x = left + step * i + step / 2;
            const whole = bar * series;
            return (
              <g key={one.key}>
                <title>{one.title}</title>
                <rect x={left + step * i} y={top} width={step} height={bottom - top} fill="transparent" />
                {one.values.map((value, n) => (
                  <rect key={`s${n + 1}`} x={x - whole / 2 + bar * n} y={y(value)} width={Math.max(1, bar - (series > 1 ? 1 : 0))} height={bottom - y(value)} fill={`var(--series-${n + 1})`} />
                ))}
                {one.before !== undefined && <line x1={x - whole / 2 - 3} x2={x + whole / 2 + 3} y1={y(one.before)} y2={y(one.before)} stroke="var(--ink)" strokeOpacity="0.62" strokeWidth="1.5" />}
                {i % every === 0 && (
                  <text className={one.now ? 'Axis now' : 'Axis'} x={x} y={bottom + 18} textAnchor="middle">
                    {one.label.length > room ? `${one.label.slice(0, room - 1)}…` : one.label}
                  </text>
                )}
              </g>
            );
          })}
        </svg>
      )}
    </div>
  );
}
