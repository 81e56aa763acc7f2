import { fireEvent } from '@testing-library/react';
import { useState, type ReactNode } from 'react';
import { describe, expect, it } from 'vitest';
import { MeContext } from '@/components/me';
import type { RouterInterface } from '@/ipc';
import { me } from '@/ipc/mock-data';
import { screen } from '@/testing/render';
import { show } from '@/testing/show';
import { InterfaceTable } from './interfaces';
import { SessionTable, type SessionRow } from './sessions';

const line = (name: string): RouterInterface => ({ name, kind: 'ether', mac_address: null, comment: null, is_running: true, is_disabled: false, is_dynamic: false, rx_bytes: 1, tx_bytes: 0, link_downs: 0, last_link_down: null });
const session = (username: string, rate: number): SessionRow => ({ kind: 'hotspot', session_id: username, username, plan_name: null, address: null, mac_address: null, service: null, uptime_s: 1, bytes_in: 0, bytes_out: 1, rate });
const common = { text: '', loading: false, error: undefined, updatedAt: 0, onRetry: () => undefined };

/** Shows rows, and then others. */
async function shown<Row>(draw: (rows: Row[]) => ReactNode, first: Row[], then: Row[]): Promise<() => void> {
  function Changing() {
    const [rows, setRows] = useState(first);
    return (
      <MeContext.Provider value={me}>
        <button type="button" onClick={() => setRows(then)}>lalu</button>
        {draw(rows)}
      </MeContext.Provider>
    );
  }
  show(<Changing />);
  await screen.findByRole('table');
  return () => fireEvent.click(screen.getByRole('button', { name: 'lalu' }));
}

describe('a button of a row', () => {
  it('is that row’s alone where sessions change places', async () => {
    const change = await shown<SessionRow>((rows) => <SessionTable {...common} routerId={1} routerName="R" kind="hotspot" rows={rows} />, [session('anton', 5), session('budi', 4)], [session('anton', 5), session('budi', 9)]);
    const budi = screen.getByRole('button', { name: /budi/ });
    const anton = screen.getByRole('button', { name: /anton/ });
    change();
    for (const [was, name] of [[budi, /budi/], [anton, /anton/]] as const) expect(!was.isConnected || name.test(was.textContent)).toBe(true);
  });

  it('is that row’s alone where interfaces come and go', async () => {
    const change = await shown<RouterInterface>((rows) => <InterfaceTable {...common} rows={rows} onChoose={() => undefined} />, [line('ether1'), line('ether2')], [line('bridge'), line('ether1'), line('ether2')]);
    const first = screen.getByRole('button', { name: /ether1/ });
    change();
    expect(!first.isConnected || /ether1/.test(first.textContent)).toBe(true);
  });
});
