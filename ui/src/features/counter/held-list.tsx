import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Btn, KeyHint } from '@/components/button';
import { MoneyText } from '@/components/text';
import { formatTime } from '@/lib/format';
import type { PlanView } from '@/ipc';
import { countOf, totalOf, wordsOf } from './cart';
import type { HeldSale } from './held';

/** The sales on hold, each a button that takes it back; the newest comes by key as well. */
export function HeldList({ held, plans, disabled, onTake, onDrop }: { held: HeldSale[]; plans: PlanView[]; disabled: boolean; onTake: (sale: HeldSale) => void; onDrop: (sale: HeldSale) => void }) {
  const { t } = useTranslation();
  if (held.length === 0) return null;
  return (
    <section className="Held" aria-label={t('counter:held')}>
      <h2 className="sm q2">{t('counter:held')}</h2>
      <ul>
        {held.map((sale, i) => {
          const looking = sale.looking ?? [];
          const names = [wordsOf(sale.cart, plans), ...looking].filter(Boolean).join(', ');
          return (
            <li key={sale.id} className="row">
              <button type="button" className="grow HeldTake" disabled={disabled} title={t('counter:takeHeld', { what: names })} onClick={() => onTake(sale)}>
                <span className="tn q nw">{formatTime(sale.at)}</span>
                <span className="grow cut">{names}</span>
                <span className="q nw">{t('counter:codes', { count: countOf(sale.cart) + looking.length })}</span>
                <b className="m"><MoneyText amount={totalOf(sale.cart, plans)} /></b>
                {i === held.length - 1 && <KeyHint keys="Shift+F4" />}
              </button>
              <Btn tone="ghost" size="sm" iconOnly icon={X} onClick={() => onDrop(sale)}>{t('counter:dropHeld', { what: names })}</Btn>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
