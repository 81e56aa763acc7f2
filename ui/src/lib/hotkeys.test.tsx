import { fireEvent, render } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { useHotkey } from './hotkeys';

function Keys({ run, scope }: { run: () => void; scope?: 'global' | 'screen' }) {
  useHotkey('Escape', 'Batal', run, { inFields: true, ...(scope ? { scope } : {}) });
  return <main><input aria-label="field" /></main>;
}

/** Something that closes by Escape as Mantine’s do: in a listener that comes before those of the page, drawn at once. */
function floating(attributes: Record<string, string>) {
  const box = document.createElement('div');
  for (const [name, value] of Object.entries(attributes)) box.setAttribute(name, value);
  const button = box.appendChild(document.createElement('button'));
  document.body.append(box);
  const close = (event: KeyboardEvent) => event.key === 'Escape' && box.remove();
  window.addEventListener('keydown', close, { capture: true });
  return { button, gone: () => window.removeEventListener('keydown', close, { capture: true }) };
}

describe('Escape', () => {
  it.each([
    ['a dialog', { 'aria-modal': 'true' }],
    ['a popover', { role: 'dialog', class: 'mantine-Popover-dropdown' }],
    ['a menu', { role: 'menu' }],
  ])('that closes %s does nothing else', (_, attributes) => {
    const run = vi.fn();
    const { container } = render(<Keys run={run} />);
    const { button, gone } = floating(attributes);
    fireEvent.keyDown(button, { key: 'Escape' });
    expect(run).not.toHaveBeenCalled();
    // Pressed once more it is the screen's again.
    fireEvent.keyDown(container.querySelector('input') as HTMLElement, { key: 'Escape' });
    expect(run).toHaveBeenCalledTimes(1);
    gone();
  });

  it('is not held up by a picture of a dialog', () => {
    const run = vi.fn();
    const { container } = render(<Keys run={run} />);
    const picture = document.body.appendChild(document.createElement('div'));
    picture.toggleAttribute('inert', true);
    picture.append(document.createElement('div'));
    picture.firstElementChild?.setAttribute('aria-modal', 'true');
    fireEvent.keyDown(container.querySelector('input') as HTMLElement, { key: 'Escape' });
    expect(run).toHaveBeenCalledTimes(1);
    picture.remove();
  });

  it('is the screen’s where nothing lies above it', () => {
    const run = vi.fn();
    const { container } = render(<Keys run={run} />);
    fireEvent.keyDown(container.querySelector('input') as HTMLElement, { key: 'Escape' });
    fireEvent.keyDown(document.body, { key: 'Escape' });
    expect(run).toHaveBeenCalledTimes(2);
  });
});
