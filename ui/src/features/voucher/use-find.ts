import { useEffect, useRef } from 'react';
import { toList } from '@/components/filters';
import { codeIn } from '@/lib/code';
import { call } from '@/ipc';

/**
 * Opens the voucher whose whole code was typed or scanned, and goes on into the list where there is none of that code.
 * The program is asked: a scanner presses Enter before the rows of the list are those of its code.
 */
export function useFind(open: (voucherId: number) => void) {
  const asked = useRef('');
  const letGo = () => {
    asked.current = '';
  };
  // An answer that comes after the screen has gone opens nothing.
  useEffect(() => letGo, []);
  const find = (text: string) => {
    const code = codeIn(text);
    asked.current = code;
    if (code === '') return toList();
    call('voucher_find', { code }).then(
      ({ row }) => asked.current === code && open(row.voucher_id),
      // Why is said by the list itself: it asked for the same.
      () => asked.current === code && toList(),
    );
  };
  return { find, letGo };
}
