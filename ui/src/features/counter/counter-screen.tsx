import { Store } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { EmptyState, ErrorState, Skeleton } from '@/components/feedback';
import { useMay } from '@/components/me';
import { AtDrawer } from '@/components/printer';
import { readPreference, writePreference } from '@/lib/preferences';
import { useOp, useOwn, type CashSessionView } from '@/ipc';
import { CloseShiftDialog } from './shift-close';
import { OpenShiftDialog } from './shift-open';
import { Sell } from './sell';

/** The counter: a shift first, then sales all day. */
export function CounterScreen() {
  const { t } = useTranslation();
  const may = useMay();
  const open = useOp('cash_session_list', { open_only: true, mine_only: false, unexplained_only: false });
  const remembered = useOwn('counter.shift');
  const [joined, setJoined] = useState(() => Number(readPreference(remembered)));
  const [opened, setOpened] = useState<number | undefined>();
  const [opening, setOpening] = useState(false);
  // Here and not in the sale: what was counted is still looked at when the shift is gone.
  const [closing, setClosing] = useState<CashSessionView | undefined>();
  if (open.error && !open.data) return <ErrorState error={open.error} onRetry={() => void open.refetch()} />;
  if (!open.data) return <div className="Page"><Skeleton lines={8} height={20} /></div>;
  const shifts = open.data.rows;
  // One's own first; a colleague's drawer only where it was chosen, and then until another is.
  const shift = shifts.find((one) => one.is_mine && one.cash_session_id === opened) ?? shifts.find((one) => one.is_mine) ?? shifts.find((one) => one.cash_session_id === joined);
  const join = (id: number | undefined) => {
    writePreference(remembered, id === undefined ? null : String(id));
    setJoined(id ?? 0);
  };
  return (
    <>
      {shift ? <AtDrawer value={shift.cash_drawer_id}><Sell key={shift.cash_session_id} shift={shift} onClose={() => setClosing(shift)} onLeave={shift.is_mine ? undefined : () => join(undefined)} /></AtDrawer> : (
        <div className="Page center">
          <EmptyState
            icon={Store}
            title={t('counter:noShift')}
            actions={
              <>
                {shifts.map((one) => <JoinShift key={one.cash_session_id} shift={one} onJoin={() => join(one.cash_session_id)} />)}
                {may('cash.operate') && <Btn tone="primary" hotkey="F2" onClick={() => setOpening(true)}>{t('counter:openShift')}</Btn>}
              </>
            }
          >
            {t('counter:noShiftHint')}
          </EmptyState>
        </div>
      )}
      {closing && <CloseShiftDialog shift={closing} onClose={() => setClosing(undefined)} />}
      {opening && <OpenShiftDialog onClose={() => setOpening(false)} onOpened={(one) => setOpened(one.cash_session_id)} />}
    </>
  );
}

function JoinShift({ shift, onJoin }: { shift: CashSessionView; onJoin: () => void }) {
  const { t } = useTranslation();
  return <Btn onClick={onJoin}>{t('counter:joinShift', { drawer: shift.drawer_name, user: shift.user_name })}</Btn>;
}
