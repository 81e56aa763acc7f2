import { waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { IpcError, saveFile, setTransport, type CloseAnswer, type Desk, type DeskHeard, type DeskState } from '@/ipc';
import { mockTransport } from '@/ipc/mock';
import { status } from '@/ipc/mock-data';
import { notices } from '@/ipc/mock-notice';
import { expectAccessible, open, screen } from '@/testing/render';

/** A window's computer that remembers what it was told. */
function computer(over: Partial<DeskState> = {}) {
  const heard = new Map<string, ((value: never) => void)[]>();
  const said: { answers: CloseAnswer[]; zooms: number[]; spoken: string[]; unsaved: boolean[] } = { answers: [], zooms: [], spoken: [], unsaved: [] };
  let state: DeskState = { stay: null, can_stay: true, autostart: false, can_autostart: true, start_hidden: true, zoom: 100, ...over };
  const desk: Desk = {
    get: async () => state,
    set: async (change) => (state = { ...state, ...change }),
    close: async (answer) => void said.answers.push(answer),
    unsaved: async (unsaved) => void said.unsaved.push(unsaved),
    zoom: async (step) => {
      said.zooms.push(step);
      return 100 + 10 * step;
    },
    speak: async (locale) => void said.spoken.push(locale),
    hear: (what, tell) => {
      heard.set(what, [...(heard.get(what) ?? []), tell]);
      return () => heard.set(what, (heard.get(what) ?? []).filter((one) => one !== tell));
    },
  };
  const tell = <K extends keyof DeskHeard>(what: K, value: DeskHeard[K]) => heard.get(what)?.forEach((one) => one(value as never));
  return { desk, said, tell, state: () => state };
}

describe('closing the window', () => {
  it('explains what it means once, and follows the answer', async () => {
    const here = computer();
    const { user } = await open('/plans', {}, { desk: here.desk });
    await screen.findByRole('button', { name: /^Pemberitahuan/ });
    for (const [name, answer] of [['Batal', 'cancel'], ['Keluar', 'quit'], ['Tetap bekerja', 'stay']] as const) {
      here.tell('closing', {});
      const why = await screen.findByText(/kode baru terus terpasang/);
      await expectAccessible(why.parentElement as Element);
      await user.click(screen.getByRole('button', { name }));
      await waitFor(() => expect(here.said.answers.at(-1)).toBe(answer));
      await waitFor(() => expect(screen.queryByText(/kode baru terus terpasang/)).toBeNull());
    }
    here.tell('closing', {});
    await screen.findByText(/kode baru terus terpasang/);
    await user.keyboard('{Escape}');
    await waitFor(() => expect(here.said.answers).toEqual(['cancel', 'quit', 'stay', 'cancel']));
  });

  it('is quitting where there is no shop yet whose work could go on', async () => {
    const here = computer();
    await open('/', { system_status: () => ({ ...status, stage: 'first_owner', company_name: null }) }, { desk: here.desk });
    await screen.findByRole('button', { name: /Lanjut/ });
    here.tell('closing', {});
    await waitFor(() => expect(here.said.answers).toEqual(['quit_once']));
  });
});

describe('quitting with something typed', () => {
  it('asks first, and says so where it asks what closing means', async () => {
    const here = computer({ stay: false });
    const { user } = await open('/users?edit=new', {}, { desk: here.desk });
    await user.type(await screen.findByLabelText('Nama'), 'Bu Rini');
    await waitFor(() => expect(here.said.unsaved.at(-1)).toBe(true));
    here.tell('leaving', {});
    await user.click(await screen.findByRole('button', { name: 'Tetap di sini' }));
    await waitFor(() => expect(here.said.answers).toEqual(['cancel']));
    expect((screen.getByLabelText('Nama') as HTMLInputElement).value).toBe('Bu Rini');
    here.tell('closing', {});
    expect(await screen.findByText(/isian itu hilang/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Keluar' }));
    here.tell('leaving', {});
    await user.click(await screen.findByRole('button', { name: 'Tinggalkan' }));
    await waitFor(() => expect(here.said.answers).toEqual(['cancel', 'quit', 'quit_once']));
  });
});

describe('the window', () => {
  it('opens what the tray or a notice leads to, and says in which language', async () => {
    const here = computer();
    const { path } = await open('/plans', {}, { desk: here.desk });
    await screen.findByRole('button', { name: /^Pemberitahuan/ });
    here.tell('open', { to: '/batches/new' });
    await waitFor(() => expect(path()).toContain('/batches/new'));
    expect(here.said.spoken).toEqual(['id']);
  });

  it('is drawn larger and smaller by the usual keys', async () => {
    const here = computer();
    const { user } = await open('/plans', {}, { desk: here.desk });
    await screen.findByRole('button', { name: /^Pemberitahuan/ });
    await user.keyboard('{Control>}={/Control}');
    expect(await screen.findByText('Ukuran tampilan 110 %')).toBeTruthy();
    await user.keyboard('{Control>}-{/Control}{Control>}0{/Control}');
    await waitFor(() => expect(here.said.zooms).toEqual([1, -1, 0]));
  });

  it('tells a notice once: beside it where the system does, in it where it does not', async () => {
    const here = computer();
    let rows = notices.slice(2);
    const { mock, view } = await open('/plans', { notice_list: () => ({ rows, next: null }), notice_preferences_get: () => ({ kinds: [], quiet_from: null, quiet_until: null }) }, { desk: here.desk });
    await screen.findByRole('button', { name: /^Pemberitahuan/ });
    await waitFor(() => expect(mock.calls.some((call) => call.name === 'notice_list')).toBe(true));
    const [down, stock] = notices;
    rows = notices;
    here.tell('notices', { rows: notices.slice(0, 1), shown: true });
    here.tell('notices', { rows: notices.slice(1, 2), shown: false });
    mock.emit(['notice']);
    expect(await screen.findByText('Stok 1 Hari tinggal 38')).toBeTruthy();
    // Longer than the page leaves to the program to speak first.
    await new Promise((resolve) => setTimeout(resolve, 1800));
    expect(screen.getAllByText('Stok 1 Hari tinggal 38')).toHaveLength(1);
    expect(view.baseElement.textContent).not.toContain('RB-Masjid tidak menjawab');
    expect([down?.kind, stock?.kind]).toEqual(['router_down', 'stock_low']);
    expect(mock.calls.some((call) => call.name === 'notice_take')).toBe(false);
  });
});

describe('settings of this computer', () => {
  it('are there in a window only, and change at once', async () => {
    const here = computer();
    const { user, view } = await open('/settings?tab=desk', {}, { desk: here.desk });
    await user.click(await screen.findByRole('checkbox', { name: /Tetap bekerja saat jendela ditutup/ }));
    await waitFor(() => expect(here.state().stay).toBe(true));
    const hidden = screen.getByRole('checkbox', { name: /Mulai tanpa jendela/ }) as HTMLInputElement;
    expect(hidden.disabled).toBe(true);
    await user.click(screen.getByRole('checkbox', { name: /Mulai bersama komputer/ }));
    await waitFor(() => expect(hidden.disabled).toBe(false));
    await user.click(hidden);
    await waitFor(() => expect(here.state()).toMatchObject({ autostart: true, start_hidden: false }));
    await expectAccessible(view.container);
  });

  it('say what this computer cannot do, and what was refused', async () => {
    const here = computer({ can_stay: false, stay: true });
    here.desk.set = async () => {
      throw new IpcError({ code: 'autostart_failed', params: { detail: 'no' }, incident: '1' });
    };
    const { user } = await open('/settings?tab=desk', {}, { desk: here.desk });
    expect(await screen.findByText(/tidak ada baki sistem/)).toBeTruthy();
    expect((screen.getByRole('checkbox', { name: /Tetap bekerja/ }) as HTMLInputElement).checked).toBe(false);
    await user.click(screen.getByRole('checkbox', { name: /Mulai bersama komputer/ }));
    expect(await screen.findByText(/tidak berhasil diatur/)).toBeTruthy();
  });

  it('are not there in a browser', async () => {
    await open('/settings');
    await screen.findByLabelText('Nama');
    expect(screen.queryByText('Komputer ini')).toBeNull();
  });
});

describe('saving a file', () => {
  it('asks the window where, whatever the file is made of', async () => {
    const saved: { name: string; bytes: number[] }[] = [];
    setTransport(Object.assign(mockTransport(), { files: { save: async (name: string, bytes: Uint8Array) => { saved.push({ name, bytes: [...bytes] }); return name === 'b.xlsx' ? undefined : `/${name}`; } } }));
    expect(await saveFile('a.csv', '\uFEFFé')).toBe('/a.csv');
    expect(await saveFile('b.xlsx', new Uint8Array([0, 255]))).toBeUndefined();
    expect(await saveFile('c.pdf', new Blob(['x']))).toBe('/c.pdf');
    expect(saved).toEqual([{ name: 'a.csv', bytes: [0xef, 0xbb, 0xbf, 0xc3, 0xa9] }, { name: 'b.xlsx', bytes: [0, 255] }, { name: 'c.pdf', bytes: [120] }]);
  });

  it('says by code what the window could not write', async () => {
    setTransport(Object.assign(mockTransport(), { files: { save: () => Promise.reject(Object.assign(new Error('no'), { code: 'file_not_written', params: { detail: 'full' }, incident: '1' })) } }));
    await expect(saveFile('a.csv', 'x')).rejects.toMatchObject({ code: 'file_not_written' });
  });

  it('is a download in a browser', async () => {
    let made: Blob | undefined;
    URL.createObjectURL = (blob) => {
      made = blob as Blob;
      return 'blob:x';
    };
    setTransport(mockTransport());
    expect(await saveFile('a.csv', 'x')).toBe('a.csv');
    expect([made?.type, await made?.text()]).toEqual(['text/csv', 'x']);
  });
});
