import { Drawer } from '@/components/modal';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { Banner } from '@/components/feedback';
import { FactGrid } from '@/components/layout';
import { StatusPill } from '@/components/state';
import { Ago, CodeText } from '@/components/text';
import { describeError } from '@/i18n/errors';
import type { DriftChoice, DriftItem } from '@/ipc';
import { choicesOf } from './choices';
import { ThreeWay } from './three-way';

/** One row in full: the three sides, when each was known, and what may be done about it. */
export function DriftDrawer({ item, onClose, onChoose }: { item: DriftItem | undefined; onClose: () => void; onChoose: ((choice: DriftChoice, item: DriftItem) => void) | undefined }) {
  const { t } = useTranslation();
  return (
    <Drawer opened={item !== undefined} onClose={onClose} size={620} title={item ? <CodeText code={item.name} plain={item.voucher_id === null} /> : ''} closeButtonProps={{ 'aria-label': t('common:close') }}>
      {item && (
        <div className="col gap4">
          <div className="row wrap">
            <StatusPill kind="drift" state={item.kind} />
            {item.state !== 'open' && <span className="q">{t(`drift:state.${item.state}`)}</span>}
            <span className="grow" />
            {item.voucher_id !== null && <Link to="/vouchers" search={{ open: item.voucher_id }} className="Link sm">{t('drift:openVoucher')}</Link>}
            {item.plan_id !== null && <Link to="/plans/$id" params={{ id: String(item.plan_id) }} className="Link sm">{t('drift:openPlan')}</Link>}
          </div>
          <p className="q2">{t(`drift:why.${item.kind}`, { router: item.router_name })}</p>
          <ThreeWay item={item} />
          <FactGrid
            columns={3}
            facts={[
              { label: t('drift:lastSeen'), value: item.seen_at ? <Ago at={item.seen_at} /> : undefined },
              { label: t('drift:found'), value: <Ago at={item.found_at} /> },
              { label: t('drift:looked'), value: <Ago at={item.looked_at} /> },
            ]}
          />
          {!item.can_take && item.take_refused && <Banner tone="plain">{t('drift:cannotTake')} {describeError({ code: item.take_refused }, t).title}</Banner>}
          {onChoose && item.state !== 'resolving' && (
            <ul className="Choices">
              {choicesOf([item]).map((choice) => (
                <li key={choice}>
                  <Btn tone={choice === 'remove' ? 'danger' : 'default'} onClick={() => onChoose(choice, item)}>{t(`drift:choices.${choice}`)}…</Btn>
                  <span className="sm q2">{t(`drift:explain.${choice}`)}</span>
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </Drawer>
  );
}
