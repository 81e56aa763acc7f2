import { Ban, Layers, Printer, RefreshCw, Ticket } from 'lucide-react';
import { useState } from 'react';
import { Btn, KeyHint } from '@/components/button';
import { ConsequencePanel } from '@/components/consequence-panel';
import { DataTable, type Column } from '@/components/data-table';
import { Banner, Code, EmptyState, ErrorState, Remedy, Skeleton } from '@/components/feedback';
import { CheckField, Choice, MoneyField, NumberField, PasswordField, Seg, SelectField, TextField } from '@/components/field';
import { FilterChips, Tabs } from '@/components/filters';
import { Bar, JobCard } from '@/components/job-card';
import { BulkBar, DetailHeader, FactGrid, PageHead, Panel, TotalsFooter } from '@/components/layout';
import { RouterTruth, State, stateNames, StatusPill, type StateKind } from '@/components/state';
import { CodeText, MoneyText } from '@/components/text';
import { Timeline } from '@/components/timeline';

// A page for people who build screens, so its own words are plain English and not in the locales.

interface Row {
  id: string;
  code: string;
  price: string;
}

const rows: Row[] = Array.from({ length: 500 }, (_, i) => ({ id: String(i), code: `k7m${String(i).padStart(3, '0')}`, price: `${(i + 1) * 500}.00` }));
const columns: Column<Row>[] = [
  { id: 'code', header: 'Kode', width: 120, fixed: true, sortable: true, cell: (row) => <CodeText code={row.code} /> },
  { id: 'truth', header: 'Di router', width: 200, cell: (row) => <RouterTruth state={Number(row.id) % 7 === 0 ? 'pending' : 'applied'} reason="2 mnt lalu" /> },
  { id: 'long', header: 'Teks panjang', width: 160, cell: () => 'Warung Ibu Sulastri Handayani di ujung jalan desa' },
  { id: 'price', header: 'Harga', width: 120, align: 'right', cell: (row) => <MoneyText amount={row.price} /> },
];
const kinds: StateKind[] = ['truth', 'voucher', 'router', 'job', 'batch', 'record'];
const failure = { code: 'database_disk_full', incident: '7c1e-4b2a' };

export function Gallery() {
  const [text, setText] = useState('CCR-Menara');
  const [amount, setAmount] = useState('1500000');
  const [count, setCount] = useState<number | null>(200);
  const [choice, setChoice] = useState('a');
  const [on, setOn] = useState(true);
  const [selected, setSelected] = useState<Set<string>>(new Set(['1', '2']));
  return (
    <div className="Gallery">
      <Panel title="Btn, KeyHint">
        <div className="row wrap">
          <Btn tone="primary" icon={Printer} hotkey="n">Primary</Btn>
          <Btn icon={RefreshCw}>Default</Btn>
          <Btn tone="ghost">Ghost</Btn>
          <Btn tone="danger" icon={Ban}>Danger…</Btn>
          <Btn disabled>Disabled</Btn>
          <Btn tone="primary" busy>Busy</Btn>
          <Btn size="sm" icon={Printer}>Small</Btn>
          <KeyHint keys="g b" />
        </div>
      </Panel>
      <Panel title="State, StatusPill">
        <div className="row wrap">
          {kinds.flatMap((kind) => stateNames(kind).map((state) => <StatusPill key={`${kind}-${state}`} kind={kind} state={state} />))}
        </div>
        <div className="row wrap spaced-top">
          {kinds.flatMap((kind) => stateNames(kind).map((state) => <State key={`${kind}-${state}`} kind={kind} state={state} />))}
        </div>
      </Panel>
      <Panel title="Field">
        <div className="Form">
          <TextField label="Text" value={text} onChange={setText} help="Help says what is expected" />
          <TextField label="Wrong" value="" onChange={setText} error="Wajib diisi" />
          <div className="G3">
            <MoneyField label="Money" value={amount} onChange={setAmount} />
            <NumberField label="Number" value={count} unit="kode" onChange={setCount} />
            <PasswordField label="Password" value="rahasia" onChange={setText} />
          </div>
          <SelectField label="Select" value={choice} onChange={setChoice} options={[{ value: 'a', label: 'RB-Pasar' }, { value: 'b', label: 'RB-Kantor' }]} />
          <Seg label="Seg" value={choice} onChange={setChoice} options={[{ value: 'a', label: 'Kode saja' }, { value: 'b', label: 'User + sandi' }]} />
          <Choice label="Choice" value={choice} onChange={setChoice} options={[{ value: 'a', title: 'Tenang', detail: '24 per A4' }, { value: 'b', title: 'Padat', detail: '40 per A4' }]} columns={2} />
          <CheckField label="Check" checked={on} onChange={setOn} />
        </div>
      </Panel>
      <Panel title="Text, facts, bar, job">
        <FactGrid facts={[{ label: 'Money', value: <MoneyText amount="1500000.00" /> }, { label: 'Negative', value: <MoneyText amount="-25000.50" /> }, { label: 'Code', value: <CodeText code="sk7m4q" /> }, { label: 'Empty', value: undefined }]} />
        <Bar total={100} label="bar" height={8} parts={[{ value: 60, meaning: 'good' }, { value: 20, meaning: 'wait' }, { value: 10, meaning: 'warn' }, { value: 5, meaning: 'bad' }]} />
        <JobCard title="Batch VB-2611-018" done={310} total={500} detail="RB-Kantor" />
      </Panel>
      <Panel title="Banner, Code, Remedy">
        <div className="col gap3">
          {(['plain', 'good', 'wait', 'warn', 'bad'] as const).map((tone) => <Banner key={tone} tone={tone}><b className="m">{tone}.</b> A banner says what is on hold and why.</Banner>)}
          <Code>/ip service set api-ssl disabled=no</Code>
          <Remedy cause="The group lacks a right." command="/user group set simpul policy=api,read,write" onRetry={() => undefined} error={failure} />
        </div>
      </Panel>
      <Panel title="Timeline">
        <Timeline entries={[{ id: 1, at: '2026-11-21T07:31:00Z', icon: Ticket, text: 'Batch dibuat', by: 'Rina' }, { id: 2, at: '2026-11-21T06:31:00Z', icon: Printer, meaning: 'good', text: 'Lembar dicetak', by: 'Rina' }, { id: 3, at: '2026-11-20T06:31:00Z', icon: Ban, meaning: 'bad', text: 'Dibatalkan', by: 'Hendra' }]} />
      </Panel>
      <Panel title="Empty" flush><EmptyState icon={Layers} title="Belum ada batch" actions={<Btn tone="primary">Buat batch</Btn>}>Satu batch membuat banyak kode sekaligus.</EmptyState></Panel>
      <Panel title="Error" flush><ErrorState error={failure} onRetry={() => undefined} /></Panel>
      <Panel title="Error, compact"><ErrorState error={failure} onRetry={() => undefined} compact /></Panel>
      <Panel title="Loading"><Skeleton lines={4} /></Panel>
      <Panel title="ConsequencePanel" flush>
        <ConsequencePanel figures={[{ label: 'Kode baru', value: '200' }, { label: 'Nilai jual', value: <MoneyText amount="1000000.00" /> }]} lines={[{ label: 'Setoran agen', value: <MoneyText amount="700000.00" /> }]} steps={[{ icon: Layers, text: '200 kode disimpan sekaligus' }]} warnings={[{ id: 'w', tone: 'warn', text: 'Masuk lewat QR belum bisa.' }]} />
      </Panel>
      <div className="wide Panel tall">
        <PageHead title="DataTable" detail="500" />
        <Tabs label="Tabs" tabs={[{ id: 'a', label: 'Semua', count: '500' }, { id: 'b', label: 'Bermasalah', count: '17', tone: 'warn' }]} value={choice} onChange={setChoice} />
        <FilterChips filters={[{ id: 'plan', label: 'Paket', options: [{ value: '1', label: '1 Hari' }] }, { id: 'status', label: 'Status', options: [{ value: 'x', label: 'Dipakai' }] }]} values={{ plan: '1' }} onChange={() => undefined} />
        <DataTable id="gallery" label="Vouchers" columns={columns} rows={rows} rowId={(row) => row.id} empty={null} selected={selected} onSelect={setSelected} onOpen={() => undefined} sort={{ by: 'code', desc: true }} onSort={() => undefined} />
        <BulkBar label="Bulk"><b>{selected.size} dipilih</b><span className="grow" /><Btn size="sm">Cetak</Btn></BulkBar>
        <TotalsFooter facts={[{ label: 'Tampil', value: '500' }]} note="Data 14.32" />
      </div>
      <div className="wide Panel tall"><DataTable id="gallery-loading" label="Loading" columns={columns} rows={[]} rowId={(row) => row.id} empty={null} loading /></div>
      <div className="wide Panel"><DetailHeader title="RB-Pasar" states={<StatusPill kind="router" state="connected" />} detail="hEX S · RouterOS 7.16.2" actions={<Btn tone="primary" icon={RefreshCw}>Samakan sekarang</Btn>} /></div>
    </div>
  );
}
