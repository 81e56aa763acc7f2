import { fireEvent, screen } from '@testing-library/react';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import { show } from '@/testing/show';
import { PageStrip, SheetStrip } from './page-strip';

const closed = { sheet: undefined, failure: undefined };

function Pages() {
  const [page, setPage] = useState(1);
  return <PageStrip pdf={closed} pages={5} page={page} onPage={setPage} />;
}

describe('pages in small', () => {
  it('are walked by arrows and say which is shown', async () => {
    show(<Pages />);
    const strip = await screen.findByRole('list', { name: 'Lembar-lembar' });
    expect(screen.getByRole('button', { current: 'page' }).getAttribute('aria-label')).toBe('Lembar 1');
    fireEvent.keyDown(strip, { key: 'ArrowDown' });
    expect(screen.getByRole('button', { current: 'page' }).getAttribute('aria-label')).toBe('Lembar 3');
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Lembar 3');
    fireEvent.keyDown(strip, { key: 'End' });
    fireEvent.keyDown(strip, { key: 'ArrowRight' });
    expect(screen.getByRole('button', { current: 'page' }).getAttribute('aria-label')).toBe('Lembar 5');
  });

  it('of sheets to come are few, and the last is as full as it will be', async () => {
    show(<SheetStrip sheets={417} columns={3} rows={8} lastCards={5} />);
    const strip = await screen.findByRole('list', { name: 'Lembar-lembar' });
    const sheets = [...strip.querySelectorAll('li')];
    expect(sheets.map((sheet) => sheet.querySelector('.tn')?.textContent)).toEqual(['1', '2', '3', '4', '5', '6', '7', '417']);
    expect(sheets.at(0)?.querySelectorAll('rect')).toHaveLength(24);
    expect(sheets.at(-1)?.querySelectorAll('rect')).toHaveLength(5);
  });
});
