import { Banknote, Minus, Plus, Printer } from 'lucide-react';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { Banner, ErrorState } from '@/components/feedback';
import { MoneyField, Seg, TextField } from '@/components/field';
import { MoneyText } from '@/components/text';
import { AskAgain, WhyStopped } from '@/components/unanswered';
import { formatMoneyDigits, formatNumber } from '@/lib/format';
import { useHotkey } from '@/lib/hotkeys';
import type { PlanView, SaleMethod } from '@/ipc';
import { changeOf, countOf, isEmpty, madeFor, notReadyOn, slipsOf, waitingOf, withLine, type Cart } from './cart';
import type { useSale } from './use-sale';

/** Notes people hand over. */
const notes = ['50000', '100000'] as const;

interface TenderProps {
  /** This person may print slips. */
  prints: boolean;
  cart: Cart;
  plans: PlanView[];
  total: string;
  given: string;
  method: SaleMethod;
  reference: string;
  sale: ReturnType<typeof useSale>;
  /** A card is being looked for. */
  waits: boolean;
  /** It is on its way, or nobody knows what became of it. */
  sent: boolean;
  onGiven: (amount: string) => void;
  onMethod: (method: SaleMethod) => void;
  onReference: (text: string) => void;
  onPay: () => void;
  onChange: (cart: Cart) => void;
  onClear: () => void;
}

/** What is taken, what it costs, what was given and what goes back. */
export function Tender({ prints, cart, plans, total, given, method, reference, sale, waits, sent, onGiven, onMethod, onReference, onPay, onChange, onClear }: TenderProps) {
  const { t } = useTranslation();
  const change = changeOf(given === '' ? total : given, total);
  const count = countOf(cart);
  const slips = prints ? slipsOf(cart) : 0;
  // What an empty sale would be: a slip, as most are.
  const isPaper = prints && (slips > 0 || isEmpty(cart));
  const stopped = isEmpty(cart) || (method === 'cash' && change === undefined);
  useHotkey('.', t('counter:exact'), () => onGiven(''), { enabled: method === 'cash' });
  useHotkey('Alt+1', formatMoneyDigits(notes[0]), () => onGiven(notes[0]));
  useHotkey('Alt+2', formatMoneyDigits(notes[1]), () => onGiven(notes[1]));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!stopped) onPay();
  };
  return (
    <section className="Sale" aria-label={t('counter:sale')}>
      <div className="row Sale-head">
        <h1>{t('counter:sale')}</h1>
        <span className="grow" />
        {!isEmpty(cart) && !sent && <Btn tone="ghost" size="sm" onClick={onClear}>{t('counter:clear')}</Btn>}
      </div>
      <CartLines cart={cart} plans={plans} disabled={sent} onChange={onChange} />
      <Waiting cart={cart} plans={plans} />
      <span className="grow" />
      <div className="row Tot">
        <b>{t('counter:total')}</b> {count > 0 && <span className="q">{t('counter:codes', { count })}</span>}
        <span className="grow" />
        <strong><MoneyText amount={total} /></strong>
      </div>
      <form className="col gap3" onSubmit={submit}>
        <div className="wide">
          <Seg label={t('counter:method')} value={method} onChange={onMethod} options={(['cash', 'qris', 'transfer'] as const).map((one) => ({ value: one, label: t(`counter:methods.${one}`) }))} />
        </div>
        {method === 'cash' ? (
          <>
            <div className="Cash">
              <MoneyField label={t('counter:given')} value={given} onChange={onGiven} placeholder={formatMoneyDigits(total)} disabled={sent} />
              <div className="row Quick">
                <Btn size="sm" hotkey="." onClick={() => onGiven('')}>{t('counter:exact')}</Btn>
                <Btn size="sm" hotkey="Alt+1" onClick={() => onGiven(notes[0])}>{formatMoneyDigits(notes[0])}</Btn>
                <Btn size="sm" hotkey="Alt+2" onClick={() => onGiven(notes[1])}>{formatMoneyDigits(notes[1])}</Btn>
              </div>
            </div>
            <div className="Change" role="status" aria-live="polite">
              <span>{t(change === undefined ? 'counter:tooLittle' : 'counter:change')}</span>
              {change !== undefined && <strong><MoneyText amount={change} /></strong>}
            </div>
          </>
        ) : <TextField label={t('counter:reference')} help={t('counter:referenceHelp')} value={reference} onChange={onReference} disabled={sent} maxLength={100} />}
        {sale.isOpen ? (
          <Banner tone="warn" live actions={<AskAgain onClick={sale.again} />}>
            <b className="m">{t('counter:unknown')}</b> {t('counter:unknownHint')}
            <WhyStopped once={sale} />
          </Banner>
        ) : sale.error && <ErrorState error={sale.error} compact />}
        <Btn type="submit" tone="primary" size="lg" icon={isPaper ? Printer : Banknote} hotkey="Enter" busy={sale.busy} disabled={stopped || waits || sale.isOpen}>
          {isPaper ? t('counter:pay', { count: slips }) : t('counter:payOnly')}
        </Btn>
      </form>
    </section>
  );
}

/** Codes that do not open at once are told before the money is taken: what is made now waits for a router that is not reached. */
function Waiting({ cart, plans }: { cart: Cart; plans: PlanView[] }) {
  const { t } = useTranslation();
  const { count, routers } = waitingOf(cart, plans);
  if (count === 0) return null;
  return <Banner tone="wait" live><b className="m">{t('counter:madeWaits', { count, routers: routers.join(', ') })}</b> {t('counter:madeWaitsHint')}</Banner>;
}

function CartLines({ cart, plans, disabled, onChange }: { cart: Cart; plans: PlanView[]; disabled: boolean; onChange: (cart: Cart) => void }) {
  const { t } = useTranslation();
  if (isEmpty(cart)) return <p className="q">{t('counter:nothingYet')}</p>;
  return (
    <ul className="Lines">
      {cart.lines.map((line) => {
        const plan = plans.find((one) => one.plan_id === line.plan_id);
        if (!plan) return null;
        const missing = madeFor(line, plan);
        // Codes from stock went there before.
        const routers = missing === 0 ? [] : notReadyOn(plan);
        return (
          <li key={line.plan_id}>
            <div className="row">
              <b className="cut grow">{plan.terms.name}</b>
              <Btn tone="ghost" size="sm" iconOnly icon={Minus} disabled={disabled} onClick={() => onChange(withLine(cart, { plan_id: line.plan_id, quantity: -1 }))}>{t('counter:less', { plan: plan.terms.name })}</Btn>
              <span className="tn nw">{formatNumber(line.quantity)} × {formatMoneyDigits(plan.terms.price_sell)}</span>
              <Btn tone="ghost" size="sm" iconOnly icon={Plus} disabled={disabled} onClick={() => onChange(withLine(cart, { plan_id: line.plan_id, quantity: 1 }))}>{t('counter:more', { plan: plan.terms.name })}</Btn>
            </div>
            <span className={`sm ${missing > 0 ? 't-wait' : 'q'}`}>
              {missing === 0 ? t('counter:fromStock') : t(missing === line.quantity ? 'counter:madeNow' : 'counter:partMade', { count: missing })}
              {routers.length > 0 && ` · ${t('counter:notOn', { routers: routers.join(', ') })}`}
            </span>
          </li>
        );
      })}
      {cart.codes.map((one) => (
        <li key={one.code}>
          <div className="row">
            <b className="cut grow">{one.plan_name} <span className="CodeText">{one.code}</span></b>
            <MoneyText amount={one.price} />
            <Btn tone="ghost" size="sm" iconOnly icon={Minus} disabled={disabled} onClick={() => onChange({ ...cart, codes: cart.codes.filter((other) => other !== one) })}>{t('counter:less', { plan: one.code })}</Btn>
          </div>
          <span className="sm q">{t('counter:card')}</span>
        </li>
      ))}
    </ul>
  );
}
