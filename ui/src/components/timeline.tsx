import type { LucideIcon } from 'lucide-react';
import { Fragment, type ReactNode } from 'react';
import { formatDate, formatTime } from '@/lib/format';
import { Icon } from './icon';
import type { Meaning } from './state';

export interface TimelineEntry {
  id: string | number;
  at: string;
  icon: LucideIcon;
  meaning?: Meaning;
  text: ReactNode;
  by?: string | null;
}

/** Money, messages, router and edits on one line of time, newest first, parted by day. */
export function Timeline({ entries }: { entries: TimelineEntry[] }) {
  return (
    <ol className="Timeline">
      {entries.map((entry, i) => {
        const day = formatDate(entry.at);
        const before = entries[i - 1];
        return (
          <Fragment key={entry.id}>
            {(!before || formatDate(before.at) !== day) && <li className="day">{day}</li>}
            <li>
              <span className={`node ${entry.meaning ?? ''}`}>
                <Icon as={entry.icon} size={12} />
              </span>
              <div>{entry.text}</div>
              <div className="meta">{[formatTime(entry.at), entry.by].filter(Boolean).join(' · ')}</div>
            </li>
          </Fragment>
        );
      })}
    </ol>
  );
}
