/**
 * The code in what was typed or scanned: the QR of a card may be an address that signs a phone in
 * (`http://<hotspot>/login?username=<code>&password=…`), and then the code is the name in it.
 */
export function codeIn(text: string): string {
  const typed = text.trim();
  if (!/^https?:\/\//i.test(typed) || !URL.canParse(typed)) return typed;
  const name = [...new URL(typed).searchParams].find(([key]) => key.toLowerCase() === 'username')?.[1].trim();
  return name || typed;
}

/** Signs that a field takes which is scanned into: an address is far longer than a code. */
export const scanMost = 2_000;
