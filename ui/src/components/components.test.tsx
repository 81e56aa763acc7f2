import { fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { show } from '@/testing/show';
import { Btn } from './button';
import { Code } from './feedback';
import { MoneyField, Seg } from './field';
import { Tabs } from './filters';
import { batchState, routerState } from './state';
import { CodeText, MoneyText } from './text';

describe('keys', () => {
  it('fire the button they sit on, but not while somebody types', async () => {
    const done = vi.fn();
    show(
      <>
        <Btn hotkey="n" onClick={done}>Baru</Btn>
        <Btn hotkey="Ctrl+Enter" onClick={done}>Simpan</Btn>
        <input aria-label="isian" />
      </>,
    );
    const field = await screen.findByLabelText('isian');
    fireEvent.keyDown(field, { key: 'n' });
    expect(done).not.toHaveBeenCalled();
    fireEvent.keyDown(document.body, { key: 'n' });
    expect(done).toHaveBeenCalledTimes(1);
    fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true });
    expect(done).toHaveBeenCalledTimes(2);
  });

  it('do nothing on a busy or disabled button', async () => {
    const done = vi.fn();
    show(
      <>
        <Btn hotkey="a" busy onClick={done}>A</Btn>
        <Btn hotkey="b" disabled onClick={done}>B</Btn>
      </>,
    );
    const busy = await screen.findByRole('button', { name: /^A/ });
    fireEvent.click(busy);
    fireEvent.keyDown(document.body, { key: 'a' });
    fireEvent.keyDown(document.body, { key: 'b' });
    expect(done).not.toHaveBeenCalled();
  });
});

describe('money field', () => {
  function Price() {
    const [value, setValue] = useState('1500000.00');
    return <><MoneyField label="Harga" value={value} onChange={setValue} /><output>{value}</output></>;
  }

  it('groups while typing and keeps the caret beside its digit', async () => {
    show(<Price />);
    const input = (await screen.findByLabelText('Harga')) as HTMLInputElement;
    expect(input.value).toBe('1.500.000');
    input.focus();
    // A 9 typed after "1.5".
    fireEvent.change(input, { target: { value: '1.5900.000', selectionStart: 4 } });
    expect(input.value).toBe('15.900.000');
    expect(screen.getByRole('status').textContent).toBe('15900000');
  });
});

describe('text', () => {
  it('copies a code without the gaps it is shown with', async () => {
    show(<CodeText code="sk7m4q" />);
    await waitFor(() => expect(document.querySelector('.CodeText')?.textContent).toBe('sk7m4q'));
    expect(document.querySelectorAll('.CodeText span')).toHaveLength(2);
  });

  it('puts the minus before Rp', async () => {
    show(<MoneyText amount="-25000.00" />);
    await waitFor(() => expect(document.querySelector('.MoneyText')?.textContent).toBe('−Rp25.000'));
  });

  it('copies a command as it is', async () => {
    const user = userEvent.setup();
    show(<Code>/ip service print</Code>);
    await user.click(await screen.findByRole('button', { name: 'Salin' }));
    expect(await navigator.clipboard.readText()).toBe('/ip service print');
  });
});

describe('choices', () => {
  function Choices() {
    const [value, setValue] = useState('a');
    const options = [{ value: 'a', label: 'Satu' }, { value: 'b', label: 'Dua' }];
    return <><Seg label="pilih" value={value} onChange={setValue} options={options} /><Tabs label="tab" value={value} onChange={setValue} tabs={options.map((one) => ({ id: one.value, label: one.label }))} /></>;
  }

  it('are moved by arrows', async () => {
    const user = userEvent.setup();
    show(<Choices />);
    const tab = await screen.findByRole('tab', { name: 'Satu' });
    tab.focus();
    await user.keyboard('{ArrowRight}');
    expect(screen.getByRole('tab', { name: 'Dua' }).getAttribute('aria-selected')).toBe('true');
    expect((screen.getByRole('radio', { name: 'Dua' }) as HTMLInputElement).checked).toBe(true);
  });
});

describe('states', () => {
  it('tell what holds a batch up before that it is in use', () => {
    expect(batchState('active', { pending: 5, failed: 1, drifted: 0 })).toBe('failed');
    expect(batchState('active', { pending: 5, failed: 0, drifted: 0 })).toBe('provisioning');
    expect(batchState('paused', { pending: 5, failed: 1, drifted: 0 })).toBe('paused');
  });
  it('never call a router connected whose clock is wrong or unknown', () => {
    expect(routerState('up', true, 601)).toBe('clock_wrong');
    expect(routerState('up', true, -600)).toBe('connected');
    expect(routerState('down', true, 0)).toBe('lost');
    expect(routerState('unknown', true, null)).toBe('unknown');
    expect(routerState('up', false, 0)).toBe('disabled');
  });
});
