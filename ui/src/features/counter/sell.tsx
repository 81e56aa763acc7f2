import { ScanLine } from 'lucide-react';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyHint } from '@/components/button';
import { toastDone, toastSaid } from '@/components/dialog';
import { Icon } from '@/components/icon';
import { useMay } from '@/components/me';
import { usePrinter } from '@/components/printer';
import { codeIn } from '@/lib/code';
import { useHotkey } from '@/lib/hotkeys';
import { isLow } from '@/lib/stock';
import { useOp, type CashSessionView, type SaleView } from '@/ipc';
import { changeOf, isEmpty, keyedLine, meant, named, saleInput, totalOf, withLine, wordsOf } from './cart';
import { cartOf, isBlank, isUntouched, restOf, useDrafts, withCode, withTyped, type Draft } from './draft';
import { FindCodeDialog } from './find-code';
import { heldMost, useHeld, type HeldSale } from './held';
import { HeldList } from './held-list';
import { Keys } from './keys';
import { MoveDialog } from './move-dialog';
import { PlanTiles } from './plan-tiles';
import { Receipt, ReprintLast } from './receipt';
import { Side } from './side';
import { SlipsDue } from './slips-due';
import { Tender } from './tender';
import { useCards } from './use-cards';
import { useEntry } from './use-entry';
import { useLeaving } from './use-leaving';
import { levelOf, useReplenish } from './use-replenish';
import { useOpenSale, useSale, useSentCards } from './use-sale';
import { useSlips } from './use-slips';

/** One sale after the other: key or name, quantity, Enter. */
export function Sell({ shift, onClose, onLeave }: { shift: CashSessionView; onClose: () => void; onLeave?: (() => void) | undefined }) {
  const { t } = useTranslation();
  const found = useOp('plan_list', { include_inactive: false, location_id: shift.location_id, page: { limit: 200 } });
  const stock = useOp('sale_stock_get', { location_id: shift.location_id }, { keep: true });
  const codes = new Map(stock.data?.rows.map((row) => [row.plan_id, row.codes]));
  // A printed card is sold as that card: what the counter sells from stock are the codes without paper.
  const all = found.data?.rows ?? [];
  const plans = all.map((plan) => ({ ...plan, stock: stock.data ? (codes.get(plan.plan_id) ?? 0) : plan.stock }));
  const [last, setLast] = useState<SaleView | undefined>();
  const [dialog, setDialog] = useState<'find' | 'move' | 'reprint'>();
  const may = useMay();
  const replenish = useReplenish(all, plans);
  const { held, hold, drop, restore } = useHeld(shift.location_id);
  const slips = useSlips(shift.location_id, usePrinter('slip', shift.location_id));

  const sentCards = useSentCards();
  const drafts = useDrafts(useOpenSale(), sentCards.cards);
  const { now, ahead, sent, stage, writing } = drafts;
  const { root, entry, focus } = useEntry(dialog, (text) => drafts.change(writing.key, (draft) => withTyped(draft, draft.typed + text, plans)));
  const { looking, look, lookedFor, letGo: letGoCards } = useCards(drafts, plans);
  // When the screen goes, what it had read may have gone before it.
  const known = useRef(plans);
  useEffect(() => {
    if (plans.length > 0) known.current = plans;
  });
  const aside = (draft: Draft) => {
    // What stands in the field is looked for when the sale is taken back, as a card that is being looked for now.
    const looked = [...lookedFor(draft.key), ...[restOf(draft, known.current)].filter(Boolean)];
    hold({ cart: cartOf(draft, known.current), ...(looked.length > 0 ? { looking: looked } : {}), given: draft.given, method: draft.method, reference: draft.reference });
  };
  const leave = () => {
    const left = drafts.takeAll((draft) => !isEmpty(cartOf(draft, known.current)) || lookedFor(draft.key).length > 0 || restOf(draft, known.current) !== '');
    for (const one of left) aside(one);
    return left.length > 0;
  };
  const isGone = useLeaving(leave, () => toastDone(t('counter:heldToast')));
  const sale = useSale((sold) => {
    drafts.advance();
    setLast(sold);
    focus();
    slips.print(sold);
  }, ({ code, params }) => {
    const said = params?.['total'];
    if (code === 'sale_total_changed' && typeof said === 'string') drafts.change(drafts.now.key, (draft) => ({ ...draft, agreed: said }));
    drafts.refuse(lookedFor);
    if (isGone()) leave();
  });

  const line = keyedLine(writing.typed, plans);
  const cart = cartOf(now, plans);
  const total = now.agreed ?? totalOf(cart, plans);
  const waits = looking.some((one) => one.key === now.key);
  const several = line || writing.typed.trim() === '' ? 0 : meant(writing.typed, plans).length;
  const free = !sent && !waits;

  const pay = () => {
    if (sale.isOpen) return sale.again();
    const { method, given, reference, key } = now;
    const enough = method !== 'cash' || changeOf(given === '' ? total : given, total) !== undefined;
    // A card that stands in the field, typed or from a scanner without an Enter, is one of this sale's.
    if (free && now.typed.trim() !== '' && !keyedLine(now.typed, plans)) return take(now);
    if (!free || isEmpty(cart) || !enough) return;
    drafts.send();
    sentCards.keep(cart.codes);
    focus();
    sale.send(saleInput(cart, { session: shift.cash_session_id, method, total, given, reference, key }));
  };
  /** Changes the sale that is being written, and with it what was said of it. */
  const change = (how: (draft: Draft) => Draft, { key }: { key: string } = writing) => {
    // Why it was refused stays until somebody has looked.
    if (key === now.key && stage === 'open') sale.clear();
    drafts.change(key, how);
    if (!sent) setLast(undefined);
  };
  const pick = (planId: number) => change((draft) => ({ ...draft, picked: withLine(draft.picked, { plan_id: planId, quantity: 1 }), agreed: undefined }));
  /** Goes on to the next customer: from a receipt with what was typed for them already. */
  const next = () => {
    sale.clear();
    if (last) setLast(undefined);
    else {
      drafts.advance();
      if (!isEmpty(cart)) toastDone(t('counter:cleared'), () => bring(now));
    }
    focus();
  };
  /** Makes this the sale at hand; what stands there is put aside. */
  const bring = (draft: Omit<Draft, 'key' | 'agreed'>, cards: string[] = []) => {
    const { picked, typed, given, method, reference } = draft;
    const before = drafts.latest();
    // The screen it was cleared on has gone: the one that stands there now shows it among those on hold.
    if (isGone()) return hold({ cart: cartOf({ ...before.now, picked, typed }, known.current), given, method, reference });
    if (before.stage === 'sent') return hold({ cart: cartOf({ ...before.now, picked, typed }, plans), given, method, reference });
    if (!isEmpty(cartOf(before.now, plans)) || restOf(before.now, plans) !== '') aside(before.now);
    setLast(undefined);
    const key = drafts.put({ picked, typed, given, method, reference });
    for (const card of cards) void look(key, card);
  };
  /** Puts this sale aside for the next in the queue; nothing is sold by that. */
  const putAside = () => {
    if (!free || isEmpty(cart)) return;
    if (held.length >= heldMost) return toastSaid(t('counter:heldFull'));
    aside(now);
    sale.clear();
    drafts.advance();
    focus();
    toastDone(t('counter:heldToast'));
  };
  /** Takes one back; what is in the sale meanwhile takes its place. */
  const takeBack = (one: HeldSale) => {
    if (!free) return;
    drop(one.id);
    sale.clear();
    bring({ ...now, picked: one.cart, typed: '', given: one.given, method: one.method, reference: one.reference }, one.looking);
    focus();
  };
  const letGo = (one: HeldSale) => {
    drop(one.id);
    toastDone(t('counter:droppedToast'), () => restore(one));
  };
  /** Takes what stands in the field: the one plan that a name means, or a code's card. */
  const take = ({ key, typed }: Draft) => {
    const text = codeIn(typed);
    const [plan, other] = meant(text, plans);
    // Several are shown, and none is taken: which one is meant only a person knows.
    if (other) return;
    if (!sent) setLast(undefined);
    if (plan) return change((draft) => ({ ...draft, typed: '', picked: withLine(draft.picked, { plan_id: plan.plan_id, quantity: 1 }), agreed: undefined }), { key });
    void look(key, text);
  };
  /** A key with a quantity, or an empty field, pays; anything else is taken into the sale. */
  const enter = (event: FormEvent) => {
    event.preventDefault();
    if (writing.typed.trim() !== '' && !line) return take(writing);
    // What was typed while the last one was sold is looked at before it is sold.
    if (last) return setLast(undefined);
    // Nor is what was refused sold before somebody has looked: this Enter may be the next customer's.
    if (stage !== 'open') return sent ? undefined : drafts.see();
    return pay();
  };
  /** Waits no longer for cards, or clears the sale; where there is nothing to clear, lets go of the field for the page's own keys. */
  const escape = () => {
    if (looking.length === 0) {
      const isFresh = !last && stage === 'open' && isUntouched(now) && isBlank(ahead);
      return isFresh && document.activeElement === entry.current ? entry.current?.blur() : next();
    }
    toastSaid(t('counter:letGo', { codes: looking.map((one) => one.code).join(', ') }));
    letGoCards();
  };
  const mayClose = shift.is_mine || may('cash.manage');

  const amend = (part: Partial<Draft>) => {
    if (drafts.latest().stage !== 'sent') drafts.change(now.key, (draft) => ({ ...draft, ...part }));
  };
  /** What is being done about what was typed. */
  const noteOf = () => {
    if (several > 1) return t('counter:several', { count: several });
    if (looking.length > 0) return t('counter:looking', { codes: looking.map((one) => one.code).join(', ') });
    if (stage === 'refused' || stage === 'apart') return t(stage === 'refused' ? 'counter:refused' : 'counter:refusedApart');
    if (sent || isBlank(ahead)) return '';
    return t('counter:ahead', { what: [wordsOf(cartOf(ahead, plans), plans), keyedLine(ahead.typed, plans) ? '' : ahead.typed].filter(Boolean).join(', ') });
  };

  useHotkey('Shift+F4', t('counter:takeLast'), () => {
    const newest = held.at(-1);
    if (newest) takeBack(newest);
  }, { enabled: free && held.length > 0 });
  useHotkey('/', t('counter:entry'), focus);
  const keys = [
    { keys: 'F2', label: t('counter:newSale'), run: next, enabled: free },
    { keys: 'F3', label: t('counter:find'), run: () => setDialog('find'), enabled: may('voucher.view') },
    { keys: 'F4', label: t('counter:hold'), run: putAside, enabled: free && !isEmpty(cart) },
    { keys: 'F6', label: t('counter:reprint'), run: () => setDialog('reprint'), enabled: may('voucher.print') },
    { keys: 'F8', label: t('counter:move'), run: () => setDialog('move'), enabled: may('cash.move') },
    { keys: 'F9', label: t('counter:replenish'), run: () => replenish(cart.lines[0]?.plan_id), enabled: may('voucher.create') },
    { keys: 'F10', label: t('counter:closeShift'), run: mayClose ? onClose : () => toastSaid(t('counter:closeNotYours', { user: shift.user_name })), enabled: may('cash.operate') },
    { keys: 'Escape', label: t('common:cancel'), run: escape, enabled: !sent },
  ];

  return (
    <div className="Counter" ref={root}>
      <section className="CounterPick" aria-label={t('counter:plans')}>
        <form className="Input Entry" onSubmit={enter}>
          <Icon as={ScanLine} />
          <input
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- the counter is for typing from the first moment on
            autoFocus
            ref={entry}
            aria-label={t('counter:entry')}
            placeholder={t('counter:entryHint')}
            value={writing.typed}
            disabled={sale.isOpen}
            onChange={(event) => {
              const text = event.currentTarget.value;
              if (text.trim() !== '' || !last) change((draft) => withTyped(draft, text, plans));
              else drafts.change(writing.key, (draft) => withTyped(draft, text, plans));
            }}
            autoComplete="off"
            spellCheck={false}
          />
          <KeyHint keys="/" />
        </form>
        <p className="sm q2 EntryNote" role="status">{noteOf()}</p>
        <SlipsDue slips={slips} />
        <PlanTiles
          list={found}
          plans={line ? plans : named(writing.typed, plans)}
          low={new Set(all.filter((plan) => isLow(levelOf(plan))).map((plan) => plan.plan_id))}
          cart={cartOf(writing, plans)}
          disabled={sale.isOpen}
          onPick={(plan) => {
            pick(plan.plan_id);
            focus();
          }}
        />
        <HeldList held={held} plans={plans} disabled={!free} onTake={takeBack} onDrop={letGo} />
        <p className="Steps sm q2">
          <KeyHint keys="3" /> {t('counter:stepPlan')} <KeyHint keys="2" /> {t('counter:stepQuantity')} <KeyHint keys="Enter" /> {t('counter:stepPay')}
        </p>
      </section>
      {last ? <Receipt sale={last} onNext={next} /> : (
        <Tender
          prints={may('voucher.print')} cart={cart} plans={plans} total={total} given={now.given} method={now.method} reference={now.reference} sale={sale} waits={waits} sent={sent}
          onGiven={(given) => amend({ given })} onMethod={(method) => amend({ method })} onReference={(reference) => amend({ reference })} onPay={pay}
          onChange={(picked) => change((draft) => ({ ...draft, typed: '', picked, agreed: undefined }), now)} onClear={next}
        />
      )}
      <Side shift={shift} onLeave={onLeave} />
      <Keys actions={keys} />
      {dialog === 'move' && <MoveDialog shift={shift} onClose={() => setDialog(undefined)} />}
      {dialog === 'reprint' && <ReprintLast shiftId={shift.cash_session_id} shown={last} onClose={() => setDialog(undefined)} />}
      {dialog === 'find' && <FindCodeDialog
        shiftId={shift.cash_session_id}
        onSell={(voucher) => {
          setDialog(undefined);
          change((draft) => withCode(draft, { code: voucher.row.code, plan_name: voucher.row.plan_name, price: voucher.row.price_sell }));
        }}
        onClose={() => setDialog(undefined)}
      />}
    </div>
  );
}
