import { describe, expect, it } from 'vitest';
import { setSetup } from '@/app/setup/progress';
import { readPreference, writePreference } from '@/lib/preferences';
import { open, screen } from '@/testing/render';
import { cases, mockFor } from './mock-cases';

const asked = (words: string) => mockFor(new URLSearchParams(words));

/** Word → where it is looked at, and what can be read there and nowhere else. */
const seen: Record<keyof typeof cases, [string, string | RegExp]> = {
  first: ['/', 'Bisa diganti kapan saja di Pengaturan.'],
  out: ['/', 'Nama pengguna'],
  join: ['/', 'Kode pemulihan'],
  change: ['/', 'Pilih sandi Anda sendiri'],
  reseller: ['/', 'Kios Pak Darto'],
  idle: ['/', 'Pekerja mati'],
  forgotten: ['/cash?open=1', 'Ambil alih'],
};

describe('states of the made-up shop', () => {
  it.each(Object.entries(seen))('%s shows what it is for', async (word, [address, text]) => {
    setSetup(undefined);
    await open(address, cases[word as keyof typeof cases]());
    expect((await screen.findAllByText(text)).length).toBeGreaterThan(0);
  });

  it.each([['lost', 'refused'], ['silent', 'unanswered']])('%s lets the data go once a screen stands, and has it ask anew', async (word, end) => {
    const mock = asked(word);
    const heard: string[][] = [];
    mock.listen((tags) => heard.push(tags), () => undefined);
    await mock.call('job_summary', {});
    await mock.call('voucher_list', { filter: { status: [], router_trouble: false } });
    expect(heard).toEqual([]);
    const after = Promise.race([mock.call('job_summary', {}).then(() => 'answered', () => 'refused'), new Promise((done) => setTimeout(() => done('unanswered'), 50))]);
    expect(await after).toBe(end);
    expect(heard).toEqual([['*']]);
    const list = Promise.race([mock.call('voucher_list', {}).then(() => 'answered', () => 'refused'), new Promise((done) => setTimeout(() => done('unanswered'), 50))]);
    expect(await list).toBe(end);
  });

  it.each(['id', 'en'])('speaks what the computer is set to (%s), whoever is there', async (language) => {
    const before = readPreference('language');
    writePreference('language', language);
    for (const words of ['', 'reseller', 'change']) expect(await asked(words).call('me_get', {})).toMatchObject({ locale: language });
    writePreference('language', before);
  });

  it('is a window only where one is asked for, and several words hold together', async () => {
    expect(asked('').desk).toBeUndefined();
    expect(asked('').boot).toBeUndefined();
    const both = asked('first&asks&window');
    expect(both.boot).toBeDefined();
    expect((await both.desk?.set({ autostart: false }))?.autostart).toBe(false);
    expect((await both.desk?.get())?.autostart).toBe(false);
    expect(await both.call('system_status', {})).toMatchObject({ stage: 'first_owner' });
    expect(await asked('').call('system_status', {})).toMatchObject({ stage: 'ready' });
  });
});
