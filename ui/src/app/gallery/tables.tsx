import { ListX, Layers } from 'lucide-react';
import { useState } from 'react';
import { Btn } from '@/components/button';
import { DataTable, type Column, type Sort } from '@/components/data-table';
import { EmptyState } from '@/components/feedback';
import { BulkBar, TotalsFooter } from '@/components/layout';
import { RouterTruth } from '@/components/state';
import { TableOptions } from '@/components/table-options';
import { CodeText, MoneyText } from '@/components/text';
import { i18next } from '@/i18n';
import { failure, longText, nothing, Specimen } from './specimen';

interface Row {
  id: string;
  code: string;
  price: string;
}

const truths = ['applied', 'applied', 'pending', 'applied', 'drifted', 'applied', 'failed'];
const rows: Row[] = Array.from({ length: 500 }, (_, i) => ({ id: String(i), code: `k7m${String(i).padStart(3, '0')}`, price: `${(i + 1) * 500}.00` }));
const columns: Column<Row>[] = [
  { id: 'code', header: 'Kode', width: 120, fixed: true, sortable: true, cell: (row) => <CodeText code={row.code} /> },
  { id: 'truth', header: 'Di router', width: 200, cell: (row) => <RouterTruth state={truths[Number(row.id) % truths.length] ?? 'applied'} reason="2 mnt lalu" /> },
  { id: 'long', header: 'Teks panjang', width: 160, cell: () => longText },
  { id: 'price', header: 'Harga', width: 120, align: 'right', cell: (row) => <MoneyText amount={row.price} /> },
];
const same = { columns, rowId: (row: Row) => row.id, empty: null };
const readAt = Date.parse('2026-11-21T07:14:00Z');

export function TableSpecimens() {
  const [selected, setSelected] = useState<Set<string>>(new Set(['1', '2']));
  const [sort, setSort] = useState<Sort>({ by: 'code', desc: true });
  return (
    <>
      <Specimen id="table" title="DataTable: sorted, selected, long text; columns and density" wide tall flush>
        <div className="FilterChips"><span className="grow" /><TableOptions id="gallery" columns={columns} /></div>
        <DataTable {...same} id="gallery" label="Vouchers" rows={rows} selected={selected} onSelect={setSelected} onOpen={nothing} sort={sort} onSort={setSort} />
        {selected.size > 0 && <BulkBar label="Bulk"><b>{i18next.t('common:selected', { count: selected.size })}</b><span className="grow" /><Btn size="sm">Cetak</Btn></BulkBar>}
        <TotalsFooter facts={[{ label: 'Tampil', value: '500' }]} note="Data 14.32" />
      </Specimen>
      <Specimen id="table-loading" title="DataTable: loading" wide tall flush><div className="ListBody" data-still=""><DataTable {...same} id="gallery-loading" label="Loading" rows={[]} loading /></div></Specimen>
      <Specimen id="table-more" title="DataTable: the next page is on its way" wide tall flush><DataTable {...same} id="gallery-more" label="More" rows={rows.slice(0, 3)} hasMore loading onMore={nothing} /></Specimen>
      <Specimen id="table-stale" title="DataTable: rows kept, reading anew has failed" wide tall flush><DataTable {...same} id="gallery-stale" label="Stale" rows={rows.slice(0, 4)} error={failure} onRetry={nothing} updatedAt={readAt} /></Specimen>
      <Specimen id="table-error" title="DataTable: error" wide tall flush><DataTable {...same} id="gallery-error" label="Error" rows={[]} error={failure} onRetry={nothing} /></Specimen>
      <Specimen id="table-empty" title="DataTable: nothing yet" wide tall flush>
        <DataTable {...same} id="gallery-empty" label="Empty" rows={[]} empty={<EmptyState icon={Layers} title="Belum ada batch" actions={<Btn tone="primary">Buat batch</Btn>}>Satu batch membuat banyak kode sekaligus.</EmptyState>} />
      </Specimen>
      <Specimen id="table-no-match" title="DataTable: nothing matches" wide tall flush>
        <DataTable {...same} id="gallery-none" label="None" rows={[]} empty={<EmptyState icon={ListX} title={i18next.t('common:noMatch')} actions={<Btn>{i18next.t('common:clearFilters')}</Btn>}>{i18next.t('common:noMatchHint')}</EmptyState>} />
      </Specimen>
    </>
  );
}
