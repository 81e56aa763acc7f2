import { useNavigate } from '@tanstack/react-router';
import { ScanLine } from 'lucide-react';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyHint } from '@/components/button';
import { toastDone, toastError } from '@/components/dialog';
import { Icon } from '@/components/icon';
import { useMay, useMe } from '@/components/me';
import { usePrinter } from '@/components/printer';
import { useHotkey } from '@/lib/hotkeys';
import { call, IpcError, useOp, type CashSessionView, type SaleMethod, type SaleView, type VoucherView } from '@/ipc';
import { certain, changeOf, emptyCart, isEmpty, keyedLine, keyedStart, meant, named, saleInput, totalOf, withLine, type Cart, type CartLine } from './cart';
import { FindCodeDialog } from './find-code';
import { heldMost, useHeld, type HeldSale } from './held';
import { HeldList } from './held-list';
import { Keys } from './keys';
import { MoveDialog } from './move-dialog';
import { PlanTiles } from './plan-tiles';
import { printSlips } from './slips';
import { Receipt, ReprintLast } from './receipt';
import { Side } from './side';
import { Tender } from './tender';
import { useSale } from './use-sale';

/** One sale after the other: key or name, quantity, Enter. */
export function Sell({ shift, onClose }: { shift: CashSessionView; onClose: () => void }) {
  const { t } = useTranslation();
  const found = useOp('plan_list', { include_inactive: false, location_id: shift.location_id, page: { limit: 200 } });
  const stock = useOp('sale_stock_get', { location_id: shift.location_id }, { keep: true });
  const codes = new Map(stock.data?.rows.map((row) => [row.plan_id, row.codes]));
  // A printed card is sold as that card: what the counter sells from stock are the codes without paper.
  const plans = (found.data?.rows ?? []).map((plan) => ({ ...plan, stock: stock.data ? (codes.get(plan.plan_id) ?? 0) : plan.stock }));
  const entry = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [picked, setPicked] = useState<Cart>(emptyCart);
  const [given, setGiven] = useState('');
  const [method, setMethod] = useState<SaleMethod>('cash');
  const [reference, setReference] = useState('');
  const [key, setKey] = useState(() => crypto.randomUUID());
  const [last, setLast] = useState<SaleView | undefined>();
  // A code keeps the price of its batch: what the program said these codes come to, until the cart is another one.
  const [agreed, setAgreed] = useState<string>();
  const [dialog, setDialog] = useState<'find' | 'move' | 'reprint'>();
  const may = useMay();
  const { held, hold, drop, restore } = useHeld(useMe().user_id, shift.location_id);
  const navigate = useNavigate();
  const printer = usePrinter('slip', shift.location_id);

  const clear = () => {
    setTyped('');
    setPicked(emptyCart);
    setGiven('');
    setReference('');
    setMethod('cash');
    setAgreed(undefined);
    setKey(crypto.randomUUID());
    entry.current?.focus();
  };
  const next = () => {
    setLast(undefined);
    sale.clear();
    clear();
  };
  const sale = useSale((sold) => {
    setLast(sold);
    clear();
    void printSlips(sold, printer).then((trouble) => trouble !== undefined && toastError(trouble, t), (error: unknown) => toastError(error, t));
  }, ({ code, params }) => {
    const said = params?.['total'];
    if (code === 'sale_total_changed' && typeof said === 'string') setAgreed(said);
  });

  const several = typed.trim() === '' || keyedLine(typed, plans) ? 0 : meant(typed, plans).length;
  // What is typed counts already while it is typed, so that the sum stands there before Enter.
  const line = keyedLine(typed, plans);
  const cart = line ? withLine(picked, line) : picked;
  const total = agreed ?? totalOf(cart, plans);

  const pay = () => {
    if (sale.isOpen) return sale.again();
    const enough = method !== 'cash' || changeOf(given === '' ? total : given, total) !== undefined;
    if (!isEmpty(cart) && enough) sale.send(saleInput(cart, { session: shift.cash_session_id, method, total, given, reference, key }));
  };
  const change = (next: Cart) => {
    sale.clear();
    setAgreed(undefined);
    setPicked(next);
    setLast(undefined);
  };
  const type = (text: string) => {
    sale.clear();
    setAgreed(undefined);
    if (text.trim() !== '') setLast(undefined);
    const { lines, rest } = certain(text, plans);
    if (lines.length > 0) change(lines.reduce(withLine, picked));
    setTyped(rest);
  };
  const take = ({ row }: VoucherView, before?: CartLine) => {
    const cart = before ? withLine(picked, before) : picked;
    if (!picked.codes.some((one) => one.code === row.code)) change({ ...cart, codes: [...cart.codes, { code: row.code, plan_name: row.plan_name, price: row.price_sell }] });
  };
  const free = !sale.isOpen && !sale.busy;
  const now = () => ({ cart, given, method, reference });
  /** Puts this sale aside for the next in the queue; nothing is sold by that. */
  const putAside = () => {
    if (!free || isEmpty(cart) || held.length >= heldMost) return;
    hold(now());
    next();
    toastDone(t('counter:heldToast'));
  };
  /** Takes one back; what is in the sale meanwhile takes its place. */
  const takeBack = (one: HeldSale) => {
    if (!free) return;
    drop(one.id);
    if (!isEmpty(cart)) hold(now());
    next();
    setPicked(one.cart);
    setGiven(one.given);
    setMethod(one.method);
    setReference(one.reference);
  };
  const letGo = (one: HeldSale) => {
    drop(one.id);
    toastDone(t('counter:droppedToast'), () => restore(one));
  };
  /** New codes of the plan that is in the sale, or else of the one that runs out first. */
  const replenish = () => {
    const lowest = plans.reduce<(typeof plans)[number] | undefined>((low, plan) => (low && low.stock <= plan.stock ? low : plan), undefined);
    const plan = cart.lines[0]?.plan_id ?? lowest?.plan_id;
    void navigate({ to: '/batches/new', search: plan === undefined ? {} : { plan } });
  };
  /** A name that means one plan takes it, a code its card; an empty field or a key with a quantity pays. */
  const enter = async (event: FormEvent) => {
    event.preventDefault();
    const text = typed.trim();
    if (text === '' || line) return pay();
    const [plan, other] = meant(text, plans);
    // Several are shown, and none is taken: which one is meant only a person knows.
    if (other) return;
    if (plan) {
      change(withLine(picked, { plan_id: plan.plan_id, quantity: 1 }));
      return setTyped('');
    }
    const start = keyedStart(text, plans);
    try {
      const found = await call('voucher_find', { code: start?.rest ?? text });
      if (found.vendor_name !== null) throw new IpcError({ code: 'sale_code_not_for_sale', params: { code: found.row.code } });
      take(found, start?.line);
      setTyped('');
    } catch (error) {
      toastError(error, t);
    }
  };

  useHotkey('Shift+F4', t('counter:takeLast'), () => {
    const newest = held.at(-1);
    if (newest) takeBack(newest);
  }, { enabled: free && held.length > 0 });
  useHotkey('/', t('counter:entry'), () => entry.current?.focus());
  const keys = [
    { keys: 'F2', label: t('counter:newSale'), run: next, enabled: free },
    { keys: 'F3', label: t('counter:find'), run: () => setDialog('find'), enabled: may('voucher.view') },
    { keys: 'F4', label: t('counter:hold'), run: putAside, enabled: free && !isEmpty(cart) && held.length < heldMost },
    { keys: 'F6', label: t('counter:reprint'), run: () => setDialog('reprint'), enabled: may('voucher.print') },
    { keys: 'F8', label: t('counter:move'), run: () => setDialog('move'), enabled: may('cash.move') },
    { keys: 'F9', label: t('counter:replenish'), run: replenish, enabled: may('voucher.create') },
    { keys: 'F10', label: t('counter:closeShift'), run: onClose, enabled: may('cash.operate') },
    { keys: 'Escape', label: t('common:cancel'), run: next, enabled: free },
  ];

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
        {several > 1 && <p className="sm q2" role="status">{t('counter:several', { count: several })}</p>}
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
        <HeldList held={held} plans={plans} disabled={!free} onTake={takeBack} onDrop={letGo} />
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
      <Side shift={shift} />
      <Keys actions={keys} />
      {dialog === 'move' && <MoveDialog shift={shift} onClose={() => setDialog(undefined)} />}
      {dialog === 'reprint' && <ReprintLast shiftId={shift.cash_session_id} shown={last} onClose={() => setDialog(undefined)} />}
      {dialog === 'find' && <FindCodeDialog
        shiftId={shift.cash_session_id}
        onSell={(voucher) => {
          setDialog(undefined);
          take(voucher);
        }}
        onClose={() => setDialog(undefined)}
      />}
    </div>
  );
}
