import { Link, type LinkProps } from '@tanstack/react-router';
import { CircleCheck, CircleDashed } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { Icon } from '@/components/icon';
import { useMay } from '@/components/me';
import { readPreference, writePreference } from '@/lib/preferences';
import { useOp } from '@/ipc';

type StepId = 'router' | 'plan' | 'batch' | 'sheet' | 'person' | 'contact';

interface Step {
  id: StepId;
  done: boolean;
  to: LinkProps['to'];
  search?: LinkProps['search'];
  params?: LinkProps['params'];
}

const hidden = 'start.hidden';

/** Every first step there is, read from the data themselves: what was done on another desk is done here too. */
function useSteps(enabled: boolean): Step[] | undefined {
  const routers = useOp('router_list', { include_inactive: false }, { enabled });
  const plans = useOp('plan_list', { include_inactive: false }, { enabled });
  const batches = useOp('voucher_batch_list', { page: { limit: 20 } }, { enabled });
  const people = useOp('user_list', {}, { enabled });
  const settings = useOp('settings_get', {}, { enabled });
  if (!enabled || !routers.data || !plans.data || !batches.data || !people.data || !settings.data) return undefined;
  const unprinted = batches.data.rows.find((row) => row.printed_at === null && row.status !== 'void');
  return [
    { id: 'router', done: routers.data.rows.length > 0, to: '/routers/new' },
    { id: 'plan', done: plans.data.rows.length > 0, to: '/plans/new' },
    { id: 'batch', done: batches.data.rows.length > 0, to: '/batches/new' },
    { id: 'sheet', done: batches.data.rows.some((row) => row.printed_at !== null), ...(unprinted ? { to: '/batches/$id', params: { id: String(unprinted.batch_id) } } : { to: '/batches' }) },
    { id: 'contact', done: settings.data.company_phone !== '', to: '/settings', search: { tab: 'company' } },
    { id: 'person', done: people.data.rows.length > 1, to: '/users', search: { edit: 'new' } },
  ];
}

/** What is left of getting ready, on the dashboard until all of it is done or somebody has had enough of it. */
export function StartChecklist() {
  const { t } = useTranslation();
  const may = useMay();
  const [gone, setGone] = useState(() => readPreference(hidden) !== null);
  // Only who can do all of it is asked to: the owner, an admin.
  const able = (['settings.edit', 'router.edit', 'plan.edit', 'voucher.create', 'user.edit', 'router.view', 'plan.view', 'voucher.view', 'user.view', 'settings.view'] as const).every((one) => may(one));
  const steps = useSteps(able && !gone);
  if (gone || !steps || steps.every((step) => step.done)) return null;
  const done = steps.filter((step) => step.done).length;
  const hide = () => {
    writePreference(hidden, '1');
    setGone(true);
  };
  return (
    <section className="Start" aria-labelledby="start-title">
      <header>
        <h2 id="start-title" className="h2">{t('start:title')}</h2>
        <div className="Bar" aria-hidden="true">
          <i style={{ width: `${(done / steps.length) * 100}%` }} />
        </div>
        <span className="sm q grow">{t('start:progress', { done, all: steps.length })}</span>
        <Btn tone="ghost" size="sm" onClick={hide}>
          {t('start:hide')}
        </Btn>
      </header>
      <ol>
        {steps.map((step) => (
          <li key={step.id}>
            {step.done ? (
              <span className="q">
                <Icon as={CircleCheck} className="t-good" />
                <span>
                  <span className="sr">{t('start:done')}: </span>
                  {t(`start:steps.${step.id}`)}
                </span>
              </span>
            ) : (
              <Link to={step.to} params={step.params} search={step.search}>
                <Icon as={CircleDashed} />
                <span>
                  <b className="m"><span className="sr">{t('start:todo')}: </span>{t(`start:steps.${step.id}`)}</b>
                  <span className="sm q">{t(`start:steps.${step.id}_hint`)}</span>
                </span>
              </Link>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
