import { formatNumber, formatPercent } from '@/lib/format';

export interface BarPart {
  value: number;
  meaning?: 'good' | 'wait' | 'warn' | 'bad' | 'off';
}

/** Progress in one thin line; several meanings side by side where there are several. */
export function Bar({ parts, total, label, height = 4 }: { parts: BarPart[]; total: number; label: string; height?: number }) {
  const done = parts.reduce((sum, part) => sum + part.value, 0);
  return (
    <div className="Bar" style={{ height }} role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={total} aria-valuenow={Math.min(done, total)}>
      {parts.filter((part) => part.value > 0).map((part) => (
        <i key={part.meaning ?? 'accent'} className={part.meaning ?? ''} style={{ width: `${total > 0 ? (part.value / total) * 100 : 0}%` }} />
      ))}
    </div>
  );
}

export interface JobCardProps {
  title: string;
  done: number;
  total: number;
  detail?: string;
  action?: React.ReactNode;
}

/** Long work that follows you: docked at the foot of the rail, never over content. */
export function JobCard({ title, done, total, detail, action }: JobCardProps) {
  return (
    <div className="JobCard">
      <div className="row tight">
        <b className="grow cut">{title}</b>
        <span className="q tn">{total > 0 ? formatPercent(Math.floor((done / total) * 100) / 100) : ''}</span>
      </div>
      <Bar parts={[{ value: done }]} total={total} label={title} />
      <div className="row tight">
        <span className="q grow cut tn">
          {formatNumber(done)} / {formatNumber(total)}
          {detail && ` · ${detail}`}
        </span>
        {action}
      </div>
    </div>
  );
}
