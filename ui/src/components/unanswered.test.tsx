import { act, screen } from '@testing-library/react';
import { useEffect, useState } from 'react';
import { describe, expect, it } from 'vitest';
import { IpcError } from '@/ipc';
import { show } from '@/testing/show';
import { OnceFields, OnceOutcome, type Once } from './unanswered';

const idle: Once = { isOpen: false, busy: false, error: null, again: () => undefined };
const refused: Once = { ...idle, error: new IpcError({ code: 'cash_short', params: {}, incident: '' }) };
const unknown: Once = { ...idle, isOpen: true };

/** A form that is sent once, and what becomes of it, told from outside. */
async function form(first = idle) {
  const turn: { to?: (once: Once) => void } = {};
  function Form() {
    const [once, setOnce] = useState(first);
    useEffect(() => {
      turn.to = setOnce;
    }, []);
    return (
      <>
        <OnceFields once={once}><input type="checkbox" aria-label="semua" /><input aria-label="mengapa" data-autofocus /></OnceFields>
        <OnceOutcome once={once} />
        <button type="button">batal</button>
      </>
    );
  }
  show(<Form />);
  const field = await screen.findByRole('textbox', { name: 'mengapa' });
  const other = screen.getByRole('button', { name: 'batal' });
  act(() => field.focus());
  return {
    field,
    other,
    /** A browser takes the cursor from what is disabled; jsdom does not. */
    send: () => {
      act(() => turn.to?.({ ...idle, busy: true }));
      act(() => {
        other.focus();
        other.blur();
      });
      expect(document.activeElement).toBe(document.body);
    },
    answer: (once: Once) => act(() => turn.to?.(once)),
  };
}

describe('the cursor of a form that is sent once', () => {
  it('is in its field again where it was refused', async () => {
    const { field, send, answer } = await form();
    send();
    answer(refused);
    expect(document.activeElement).toBe(field);
  });

  it('is on the way on while nobody knows, and in the field again once it is known', async () => {
    const { field, send, answer } = await form();
    send();
    answer(unknown);
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Tanyakan lagi' }));
    answer({ ...idle, busy: true });
    answer(refused);
    expect(document.activeElement).toBe(field);
  });

  it('is on the way on of a form that is opened again, and where it begins once it was refused', async () => {
    const { answer, other } = await form(unknown);
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Tanyakan lagi' }));
    answer({ ...idle, busy: true });
    act(() => {
      other.focus();
      other.blur();
    });
    answer(refused);
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'mengapa' }));
  });

  it('is taken from nobody', async () => {
    const { other, send, answer } = await form();
    send();
    act(() => other.focus());
    answer(unknown);
    expect(document.activeElement).toBe(other);
    answer(refused);
    expect(document.activeElement).toBe(other);
  });
});
