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
  /** What is left of the title where a long count needs the room. */
  short?: string;
  done: number;
  total: number;
  /** While it moves: how fast, and how long still. The count then stands above, where the share stood. */
  pace?: string | undefined;
  detail?: string;
  /** It has ended: no bar, no count, only what came of it. */
  still?: boolean;
  action?: React.ReactNode;
}

/** A longer count than this leaves no room for a batch's whole title. */
const roomy = 7;

/** Long work that follows you: docked at the foot of the rail, never over content. */
export function JobCard({ title, short = title, done, total, pace, detail, still = false, action }: JobCardProps) {
  const count = total > 0 ? `${formatNumber(done)} / ${formatNumber(total)}` : formatNumber(done);
  const share = total > 0 ? formatPercent(Math.floor((done / total) * 100) / 100) : '';
  // Beside the title every space counts.
  const tight = count.replaceAll(' ', '');
  const above = still ? '' : pace === undefined ? share : tight;
  const below = [still || pace !== undefined ? undefined : count, still ? undefined : pace, detail].filter(Boolean).join(' · ');
  return (
    <div className="JobCard">
      <div className="row tight">
        <b className="grow cut" title={title}>{pace !== undefined && tight.length > roomy ? short : title}</b>
        <span className="q tn nw" title={pace === undefined ? undefined : share}>{above}</span>
      </div>
      {/* Where nobody knows how much there is, a bar would say that nothing moves. */}
      {!still && total > 0 && <Bar parts={[{ value: done }]} total={total} label={title} />}
      <div className="row tight">
        <span className="q grow cut tn" title={below}>{below}</span>
        {action}
      </div>
    </div>
  );
}
