import { Link } from '@tanstack/react-router';
import { ShieldAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from './button';
import { ConfirmDialog } from './confirm-dialog';
import { toastDone } from './dialog';
import { Banner } from './feedback';
import { useMay } from './me';
import { formatDayTime, formatNumber } from '@/lib/format';
import { useWrite, type DriftRouter } from '@/ipc';

/** After a restore a router may know newer codes than the book: nothing is written to it until a person has looked. */
export function GateBanner({ router }: { router: DriftRouter }) {
  const { t } = useTranslation();
  const may = useMay();
  const [asking, setAsking] = useState(false);
  const confirm = useWrite('router_reconcile_confirm');
  const { gate } = router;
  if (!gate) return null;
  // Codes are what a person counts; profiles and rows put right come on top. Those of a paused batch wait on.
  const codes = Math.max(0, router.truth.pending - router.held);
  const others = Math.max(0, router.waiting - codes);
  const waits =
    codes + others === 0
      ? t('drift:gate.nothing')
      : [codes > 0 ? t('drift:gate.then', { count: codes }) : '', others > 0 ? t('drift:gate.others', { count: others }) : '', t('drift:gate.first')].filter(Boolean).join(' ');
  const facts = { router: router.router_name, seen: formatNumber(gate.highest_seen), ours: formatNumber(gate.highest_ours), since: formatDayTime(gate.since) };
  return (
    <>
      <Banner tone="warn" icon={ShieldAlert} edge live actions={may('router.sync') && <Btn size="sm" onClick={() => setAsking(true)}>{t('drift:gate.look')}</Btn>}>
        <b className="m">{t('drift:gate.title', facts)}</b> {t('drift:gate.text', facts)}
      </Banner>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('drift:gate.confirmTitle', facts)}
        confirm={t('drift:gate.confirm')}
        busy={confirm.isPending}
        error={confirm.error}
        onConfirm={() =>
          confirm.mutate({ router_id: router.router_id }, {
            onSuccess: () => {
              setAsking(false);
              toastDone(t('drift:gate.opened', facts));
            },
          })
        }
      >
        <p>{t('drift:gate.numbers', facts)}</p>
        <p className="spaced-top">
          {waits}{' '}
          <Link to="/provisioning/$id" params={{ id: String(router.router_id) }} className="Link" onClick={() => setAsking(false)}>{t('drift:gate.rows')}</Link>
        </p>
      </ConfirmDialog>
    </>
  );
}
