import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { show } from '@/testing/show';
import { SearchBox } from './filters';

/** A list whose address follows what it is told a while later, as a router's does. */
function Late({ told, by }: { told: (text: string) => void; by: number }) {
  const [address, setAddress] = useState('');
  const [onChange] = useState(() => (text: string) => {
    told(text);
    setTimeout(() => setAddress(text), by);
  });
  return (
    <>
      <SearchBox value={address} onChange={onChange} placeholder="cari" />
      <button type="button" onClick={() => setAddress('dari luar')}>luar</button>
    </>
  );
}

const wait = (ms: number) => act(() => new Promise((done) => setTimeout(done, ms)));

describe('Enter in the search', () => {
  it('goes on into the list', async () => {
    show(<><SearchBox value="" onChange={() => undefined} placeholder="cari" /><div data-list="" role="group" tabIndex={-1}>baris</div></>);
    await userEvent.setup().type(await screen.findByRole('searchbox', { name: 'cari' }), 'abc{Enter}');
    expect(document.activeElement).toBe(screen.getByText('baris'));
  });

  it('is told with all that was typed where the list does something of its own, and sends no form', async () => {
    const entered = vi.fn();
    const sent = vi.fn();
    show(<form onSubmit={sent}><SearchBox value="" onChange={() => undefined} onEnter={entered} placeholder="cari" /></form>);
    const box = await screen.findByRole('searchbox', { name: 'cari' });
    await userEvent.setup().type(box, 'abc123{Enter}');
    expect(entered.mock.calls).toEqual([['abc123']]);
    expect(sent).not.toHaveBeenCalled();
    expect(document.activeElement).toBe(box);
  });
});

describe('search of a list', () => {
  it('looks the first sign up at once, and loses none while the address lags behind', async () => {
    const told = vi.fn();
    const user = userEvent.setup({ delay: 40 });
    show(<Late told={told} by={150} />);
    const box = await screen.findByRole<HTMLInputElement>('searchbox', { name: 'cari' });
    await user.type(box, 'k');
    await vi.waitFor(() => expect(told).toHaveBeenCalledWith('k'));
    await user.type(box, 'ode-yang-panjang');
    await wait(400);
    expect(box.value).toBe('kode-yang-panjang');
    expect(told).toHaveBeenLastCalledWith('kode-yang-panjang');
    // A few signs together: not one look-up for each.
    expect(told.mock.calls.length).toBeLessThan('kode-yang-panjang'.length);
  });

  it('follows an address that changed elsewhere, and empties by Esc', async () => {
    const told = vi.fn();
    const user = userEvent.setup();
    show(<Late told={told} by={0} />);
    const box = await screen.findByRole<HTMLInputElement>('searchbox', { name: 'cari' });
    await user.type(box, 'abc');
    await wait(300);
    await user.click(screen.getByRole('button', { name: 'luar' }));
    expect(box.value).toBe('dari luar');
    await user.type(box, '{Escape}');
    expect(box.value).toBe('');
    await vi.waitFor(() => expect(told).toHaveBeenLastCalledWith(''));
  });
});
