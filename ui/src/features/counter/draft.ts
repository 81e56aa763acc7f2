import { useRef, useState } from 'react';
import type { Input, PlanView, SaleMethod } from '@/ipc';
import { certain, emptyCart, isEmpty, keyedLine, withLine, type Cart, type CartLine } from './cart';

/** A sale that is being made. */
export interface Draft {
  /** By which the program knows it, however often it is asked for. */
  key: string;
  /** What stands in the field. */
  typed: string;
  picked: Cart;
  given: string;
  method: SaleMethod;
  reference: string;
  /** A code keeps the price of its batch: what the program said these codes come to, until the cart is another one. */
  agreed: string | undefined;
}

/**
 * How far the sale at hand is: it is written; it is on its way; it was refused, and nobody has looked yet; the same, while
 * the next customer's was being written, which goes on until somebody has.
 */
type Stage = 'open' | 'sent' | 'refused' | 'apart';

/** The sale of who stands here, and that of the next in the queue. */
interface Drafts {
  now: Draft;
  ahead: Draft;
  stage: Stage;
}

function blank(part: Partial<Draft> = {}): Draft {
  return { key: crypto.randomUUID(), typed: '', picked: emptyCart, given: '', method: 'cash', reference: '', agreed: undefined, ...part };
}

/** As it was sent, where nothing else is known of it any more; `cards` are those that were in it, by name and price. */
function asSent(input: Input<'sale_create'>, cards: Cart['codes']): Draft {
  return blank({
    key: input.idempotency_key,
    picked: { lines: input.lines.map(({ plan_id, quantity }) => ({ plan_id, quantity })), codes: input.codes.map((code) => cards.find((one) => one.code === code) ?? { code, plan_name: '', price: '0' }) },
    given: input.tendered_amount ?? '',
    method: input.method,
    reference: input.reference ?? '',
    agreed: input.expected_total,
  });
}

/** What is in it: what is typed counts already, so that the sum stands there before Enter. */
export function cartOf({ typed, picked }: Draft, plans: PlanView[]): Cart {
  const line = keyedLine(typed, plans);
  return line ? withLine(picked, line) : picked;
}

export function isBlank({ typed, picked }: Draft): boolean {
  return typed === '' && isEmpty(picked);
}

/** Whether there is nothing in it that clearing it would take away. */
export function isUntouched(draft: Draft): boolean {
  return isBlank(draft) && draft.given === '' && draft.reference === '' && draft.method === 'cash';
}

/** What stands in the field and is in no cart yet: a part of a name, or of a card. */
export function restOf({ typed }: Draft, plans: PlanView[]): string {
  return keyedLine(typed, plans) ? '' : typed.trim();
}

/** With what stands in the field now; keys that are certain go into the cart. */
export function withTyped(draft: Draft, text: string, plans: PlanView[]): Draft {
  const { lines, rest } = certain(text, plans);
  return { ...draft, typed: rest, picked: lines.reduce(withLine, draft.picked), agreed: undefined };
}

/** With a card, once, and with the plan that was typed before it. */
export function withCode(draft: Draft, code: Cart['codes'][number], before?: CartLine): Draft {
  if (draft.picked.codes.some((one) => one.code === code.code)) return draft;
  const picked = before ? withLine(draft.picked, before) : draft.picked;
  return { ...draft, picked: { ...picked, codes: [...picked.codes, code] }, agreed: undefined };
}

/**
 * The sale at hand and that of the next customer. Every change begins with what is true at that moment, not with what
 * the screen showed last: a scanner is faster than a screen, and an answer may come when the screen has gone.
 */
export function useDrafts(open: Input<'sale_create'> | undefined, cards: Cart['codes']) {
  const [drafts, setDrafts] = useState<Drafts>(() => ({ now: open ? asSent(open, cards) : blank(), ahead: blank(), stage: open === undefined ? 'open' : 'sent' }));
  const latest = useRef(drafts);
  const set = (next: Drafts) => {
    latest.current = next;
    setDrafts(next);
  };
  const change = (key: string, how: (draft: Draft) => Draft) => {
    const { now, ahead, stage } = latest.current;
    set({ now: now.key === key ? how(now) : now, ahead: ahead.key === key ? how(ahead) : ahead, stage });
  };
  return {
    ...drafts,
    sent: drafts.stage === 'sent',
    /** The one that is typed into: what is typed while a sale is on its way is the next customer's. */
    writing: drafts.stage === 'sent' || drafts.stage === 'apart' ? drafts.ahead : drafts.now,
    latest: () => latest.current,
    /** Changes this one, wherever it stands meanwhile; one that is gone stays gone. */
    change,
    send: () => set({ ...latest.current, stage: 'sent' }),
    /** It was refused: it stands here again, to be put right once somebody looks. A card that is looked for is the next one's too. */
    refuse: (lookedFor: (key: string) => string[]) => {
      const { now, ahead } = latest.current;
      set({ now, ahead, stage: isBlank(ahead) && lookedFor(ahead.key).length === 0 ? 'refused' : 'apart' });
    },
    /** Somebody looked. */
    see: () => set({ ...latest.current, stage: 'open' }),
    /** The next one, with whatever was typed for them already. */
    advance: () => set({ now: latest.current.ahead, ahead: blank(), stage: 'open' }),
    /** Gives its new key. */
    put: (part: Partial<Draft>): string => {
      const now = blank(part);
      set({ ...latest.current, now, stage: 'open' });
      return now.key;
    },
    /** Takes away whatever is not sold and not on its way, of which `holds` says that something is in it. */
    takeAll: (holds: (draft: Draft) => boolean): Draft[] => {
      const { now, ahead, stage } = latest.current;
      const sent = stage === 'sent';
      set({ now: sent ? now : blank(), ahead: blank(), stage: sent ? stage : 'open' });
      return [...(sent ? [] : [now]), ahead].filter(holds);
    },
  };
}
