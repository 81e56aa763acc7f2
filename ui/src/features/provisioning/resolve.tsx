import { Modal } from '@/components/modal';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { toastDone } from '@/components/dialog';
import { Banner, CopyButton, ErrorState, Skeleton } from '@/components/feedback';
import { ScrollRegion } from '@/components/layout';
import { CodeText } from '@/components/text';
import { describeError } from '@/i18n/errors';
import { useWrite, type DriftChoice, type DriftKind, type DriftResolved, type DriftStep } from '@/ipc';

/** What is to be done with which rows: some by id, or all open ones of some kinds. */
export interface Intent {
  choice: DriftChoice;
  driftIds: number[];
  kinds: DriftKind[];
}

/** Always the dry run first: exactly which rows, which commands, what our book takes over, what is refused and why. */
export function ResolveDialog({ routerId, routerName, intent, onClose, onDone }: { routerId: number; routerName: string; intent: Intent; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation();
  const look = useWrite('drift_resolve');
  const act = useWrite('drift_resolve');
  const question = { router_id: routerId, choice: intent.choice, drift_ids: intent.driftIds, kinds: intent.kinds };
  const { mutate } = look;
  useEffect(() => {
    mutate({ router_id: routerId, choice: intent.choice, drift_ids: intent.driftIds, kinds: intent.kinds, dry_run: true });
  }, [mutate, routerId, intent]);
  const plan = look.data;
  const doable = plan?.count ?? 0;
  const run = () =>
    act.mutate({ ...question, dry_run: false }, {
      onSuccess: (done) => {
        toastDone(t('drift:done', { count: done.count, choice: t(`drift:choices.${intent.choice}`) }));
        onDone();
      },
    });
  return (
    <Modal opened onClose={onClose} title={t(`drift:dialog.${intent.choice}`, { router: routerName })} size={680} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <div className="col gap3">
        <p className="q2">{t(`drift:explain.${intent.choice}`)}</p>
        {look.isError ? (
          <ErrorState error={look.error} compact onRetry={() => look.mutate({ ...question, dry_run: true })} />
        ) : plan ? (
          <Preview plan={plan} />
        ) : (
          <Skeleton lines={5} />
        )}
        {act.isError && <ErrorState error={act.error} compact />}
        <div className="Dialog-foot">
          <Btn tone="ghost" onClick={onClose}>{t('common:cancel')}</Btn>
          <Btn tone={intent.choice === 'remove' ? 'danger' : 'primary'} busy={act.isPending} disabled={doable === 0} onClick={run} data-autofocus>
            {t('drift:confirm', { choice: t(`drift:choices.${intent.choice}`), count: doable })}
          </Btn>
        </div>
      </div>
    </Modal>
  );
}

function Preview({ plan }: { plan: DriftResolved }) {
  const { t } = useTranslation();
  const commands = plan.rows.flatMap((row) => row.commands);
  return (
    <>
      <div className="row sm">
        <b className="m">{t('drift:willDo', { count: plan.count })}</b>
        {plan.refused > 0 && <span className="t-warn">{t('drift:refused', { count: plan.refused })}</span>}
        <span className="grow" />
        {commands.length > 0 && (
          <>
            <span className="q">{t('drift:commands', { count: commands.length })}</span>
            <CopyButton text={commands.join('\n')} label={t('drift:copyCommands')} />
          </>
        )}
      </div>
      <ScrollRegion className="DryRun" label={t('drift:willDo', { count: plan.count })}>
        <ul>
          {plan.rows.map((row) => <Step key={row.drift_id} step={row} />)}
        </ul>
      </ScrollRegion>
      {plan.more > 0 && <p className="sm q">{t('drift:more', { count: plan.more })}</p>}
      {plan.rows.some((row) => row.held) && <Banner tone="wait">{t('drift:heldHint')}</Banner>}
      {commands.length === 0 && plan.count > 0 && <p className="sm q">{t('drift:noWrite')}</p>}
    </>
  );
}

function Step({ step }: { step: DriftStep }) {
  const { t } = useTranslation();
  return (
    <li className={step.refused ? 'refused' : ''}>
      <div className="row">
        <CodeText code={step.name} plain />
        <span className="sm q">{t(`states:drift.${step.kind}`)}</span>
        <span className="grow" />
        {step.refused && <span className="sm t-warn">{describeError({ code: step.refused }, t).title}</span>}
        {step.held && <span className="sm t-wait">{t('drift:waitsForBatch')}</span>}
      </div>
      {step.book && <p className="sm q2">{t('drift:book', { line: step.book })}</p>}
      {step.commands.map((command) => <pre key={command}>{command}</pre>)}
    </li>
  );
}

