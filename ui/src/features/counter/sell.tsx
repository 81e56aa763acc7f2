import { ScanLine } from 'lucide-react';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyHint } from '@/components/button';
import { toastError } from '@/components/dialog';
import { Icon } from '@/components/icon';
import { useHotkey } from '@/lib/hotkeys';
import { call, useOp, type CashSessionView, type SaleMethod, type SaleView } from '@/ipc';
import { changeOf, emptyCart, isEmpty, keyedLine, named, saleInput, totalOf, withLine, type Cart } from './cart';
import { MoveDialog } from './move-dialog';
import { PlanTiles } from './plan-tiles';
import { printSlips } from './slips';
import { Receipt } from './receipt';
import { Side } from './side';
import { Tender } from './tender';
import { useSale } from './use-sale';

/** One sale after the other: key or name, quantity, Enter. */
export function Sell({ shift, onClose }: { shift: CashSessionView; onClose: () => void }) {
  const { t } = useTranslation();
  const found = useOp('plan_list', { include_inactive: false, location_id: shift.location_id, page: { limit: 200 } });
  const plans = found.data?.rows ?? [];
  const entry = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [picked, setPicked] = useState<Cart>(emptyCart);
  const [given, setGiven] = useState('');
  const [method, setMethod] = useState<SaleMethod>('cash');
  const [reference, setReference] = useState('');
  const [key, setKey] = useState(() => crypto.randomUUID());
  const [last, setLast] = useState<SaleView | undefined>();
  const [moving, setMoving] = useState(false);

  const clear = () => {
    setTyped('');
    setPicked(emptyCart);
    setGiven('');
    setReference('');
    setMethod('cash');
    setKey(crypto.randomUUID());
    entry.current?.focus();
  };
  const next = () => {
    setLast(undefined);
    clear();
  };
  const sale = useSale((sold) => {
    setLast(sold);
    clear();
    void printSlips(sold).catch((error: unknown) => toastError(error, t));
  });

  // What is typed counts already while it is typed, so that the sum stands there before Enter.
  const line = keyedLine(typed, plans);
  const cart = line ? withLine(picked, line) : picked;
  const total = totalOf(cart, plans);

  const pay = () => {
    if (sale.isOpen) return sale.again();
    const enough = method !== 'cash' || changeOf(given === '' ? total : given, total) !== undefined;
    if (!isEmpty(cart) && enough) sale.send(saleInput(cart, { session: shift.cash_session_id, method, total, given, reference, key }));
  };
  const change = (next: Cart) => {
    sale.clear();
    setPicked(next);
    setLast(undefined);
  };
  const type = (text: string) => {
    sale.clear();
    if (text.trim() !== '') setLast(undefined);
    const whole = /^(.+)[ +]$/.exec(text);
    const kept = whole && keyedLine(whole[1] ?? '', plans);
    if (kept) change(withLine(picked, kept));
    setTyped(kept ? '' : text);
  };
  /** A name takes the plan, a code its card; an empty field or a key with a quantity pays. */
  const enter = async (event: FormEvent) => {
    event.preventDefault();
    const text = typed.trim();
    if (text === '' || line) return pay();
    const [plan] = named(text, plans);
    if (plan) {
      change(withLine(picked, { plan_id: plan.plan_id, quantity: 1 }));
      return setTyped('');
    }
    try {
      const { row } = await call('voucher_find', { code: text });
      if (!picked.codes.some((one) => one.code === row.code)) change({ ...picked, codes: [...picked.codes, { code: row.code, plan_name: row.plan_name, price: row.price_sell }] });
      setTyped('');
    } catch (error) {
      toastError(error, t);
    }
  };

  useHotkey('F2', t('counter:newSale'), next, { enabled: !sale.isOpen && !sale.busy });
  useHotkey('/', t('counter:entry'), () => entry.current?.focus());
  useHotkey('Escape', t('common:cancel'), next, { inFields: true, enabled: !sale.isOpen && !sale.busy });
  useHotkey('F8', t('counter:move'), () => setMoving(true));
  useHotkey('F10', t('counter:closeShift'), onClose);

  return (
    <div className="Counter">
      <section className="CounterPick" aria-label={t('counter:plans')}>
        <form className="Input Entry" onSubmit={(event) => void enter(event)}>
          <Icon as={ScanLine} />
          <input
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- the counter is for typing from the first moment on
            autoFocus
            ref={entry}
            aria-label={t('counter:entry')}
            placeholder={t('counter:entryHint')}
            value={typed}
            disabled={sale.isOpen}
            onChange={(event) => type(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
          />
          <KeyHint keys="/" />
        </form>
        <PlanTiles
          list={found}
          plans={line ? plans : named(typed, plans)}
          cart={cart}
          disabled={sale.isOpen || sale.busy}
          onPick={(plan) => {
            change(withLine(picked, { plan_id: plan.plan_id, quantity: 1 }));
            entry.current?.focus();
          }}
        />
        <p className="Steps sm q2">
          <KeyHint keys="3" /> {t('counter:stepPlan')} <KeyHint keys="2" /> {t('counter:stepQuantity')} <KeyHint keys="Enter" /> {t('counter:stepPay')}
        </p>
      </section>
      {last ? <Receipt sale={last} onNext={next} /> : (
        <Tender
          cart={cart} plans={plans} total={total} given={given} method={method} reference={reference} sale={sale}
          onGiven={setGiven} onMethod={setMethod} onReference={setReference} onPay={pay} onChange={change} onClear={clear}
        />
      )}
      <Side shift={shift} onMove={() => setMoving(true)} onClose={onClose} />
      {moving && <MoveDialog shift={shift} onClose={() => setMoving(false)} />}
    </div>
  );
}
