import type { MouseEvent } from 'react';
import { formatAgo, formatDay, formatDayTime, formatExact, formatMoneyDigits, groupCode } from '@/lib/format';
import { useNow } from '@/lib/clock';

/** An amount: `Rp` quiet, digits strong, true minus. `amount` is decimal text as it came over the wire. */
export function MoneyText({ amount }: { amount: string }) {
  const digits = formatMoneyDigits(amount);
  const negative = digits.startsWith('−');
  return (
    <span className="MoneyText">
      {negative && '−'}
      <i>Rp</i>
      {negative ? digits.slice(1) : digits}
    </span>
  );
}

/** A voucher code in groups made by margin, never by a typed space: what is copied is the code. */
export function CodeText({ code, plain = false }: { code: string; plain?: boolean }) {
  if (plain) return <span className="CodeText">{code}</span>;
  return (
    <span className="CodeText">
      {groupCode(code).map((group, place) => (
        // oxlint-disable-next-line react/no-array-index-key -- a group is its place: another code changes its text, not its element
        <span key={place}>{group}</span>
      ))}
    </span>
  );
}

/** A moment in a table: short, exact on hover. None is the same element with a dash, so that a row that is filled anew keeps it. */
export function When({ at, time = false, quiet = false }: { at: string | null | undefined; time?: boolean; quiet?: boolean }) {
  const look = quiet ? 'tn q2' : 'tn';
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- only its title is filled in, as a title always there would be
    <time dateTime={at ?? undefined} onMouseEnter={exactly} className={at ? look : 'q'}>
      {at ? (time ? formatDayTime(at) : formatDay(at)) : '–'}
    </time>
  );
}

/** Said when it is looked at: a list has hundreds of moments, and few are. */
function exactly({ currentTarget: moment }: MouseEvent<HTMLTimeElement>) {
  moment.title = moment.dateTime ? formatExact(moment.dateTime) : '';
}

/** "Last seen": the only relative time in the program; it moves by itself. */
export function Ago({ at }: { at: string }) {
  const now = useNow(10_000);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- as in `When`
    <time dateTime={at} onMouseEnter={exactly} className="tn">
      {formatAgo(at, now)}
    </time>
  );
}
