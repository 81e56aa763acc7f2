import { useState } from 'react';

/**
 * The key of a form that takes a sale back: the same for the same answers, so that it is done once, and another for
 * another reason. Then a lost answer and a new reason meet the sale that is taken back, and that is what is said.
 */
export function useKeys(): (...answers: string[]) => string {
  const [keys] = useState(() => new Map<string, string>());
  return (...answers) => {
    const form = JSON.stringify(answers);
    const known = keys.get(form) ?? crypto.randomUUID();
    keys.set(form, known);
    return known;
  };
}
