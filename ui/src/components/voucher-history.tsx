import { Ban, CalendarPlus, Circle, CircleCheck, CircleCheckBig, LockOpen, Printer, ShoppingBag, Ticket, TimerOff, Undo2, Unplug, Wifi, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { VoucherView } from '@/ipc';
import { RouterTruth, type Meaning } from './state';
import { Timeline } from './timeline';

const looks: Record<string, { icon: LucideIcon; meaning: Meaning }> = {
  created: { icon: Ticket, meaning: 'plain' },
  printed: { icon: Printer, meaning: 'plain' },
  sold: { icon: ShoppingBag, meaning: 'plain' },
  refunded: { icon: Undo2, meaning: 'plain' },
  applied: { icon: CircleCheck, meaning: 'good' },
  first_login: { icon: Wifi, meaning: 'good' },
  extended: { icon: CalendarPlus, meaning: 'plain' },
  unlocked: { icon: LockOpen, meaning: 'plain' },
  kicked: { icon: Unplug, meaning: 'plain' },
  used: { icon: CircleCheckBig, meaning: 'plain' },
  expired: { icon: TimerOff, meaning: 'plain' },
  void: { icon: Ban, meaning: 'bad' },
};

/** Where a code is, router by router, and how it stands there. */
export function VoucherCopies({ voucher }: { voucher: VoucherView }) {
  return (
    <ul className="Rows">
      {voucher.copies.map((copy) => (
        <li key={copy.router_id}>
          <span className="grow cut">{copy.router_name}</span>
          <RouterTruth state={copy.truth} reason={copy.reason} seenAt={copy.seen_at} />
        </li>
      ))}
    </ul>
  );
}

/** What happened to a code, newest first: where, and why where somebody gave a reason. */
export function VoucherHistory({ voucher }: { voucher: VoucherView }) {
  const { t } = useTranslation();
  return (
    <Timeline
      entries={voucher.events.map((event, i) => {
        const router = voucher.copies.find((copy) => copy.router_id === event.details['router_id'])?.router_name;
        const reason = typeof event.details['reason'] === 'string' ? event.details['reason'] : undefined;
        return {
          id: `${event.at}-${i}`,
          at: event.at,
          by: event.user_name,
          ...(looks[event.kind] ?? { icon: Circle, meaning: 'plain' as const }),
          text: (
            <>
              {t(`voucher:eventKinds.${event.kind}` as 'voucher:eventKinds.created', { defaultValue: event.kind })}
              <span className="q"> {[router, reason].filter(Boolean).join(' · ')}</span>
            </>
          ),
        };
      })}
    />
  );
}
