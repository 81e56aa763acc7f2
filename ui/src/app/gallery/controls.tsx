import { Ban, Printer, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { Btn, BtnLink, KeyHint } from '@/components/button';
import { DayField } from '@/components/day-field';
import { DayRange } from '@/components/day-range';
import { CheckField, Choice, MoneyField, NumberField, PasswordField, Seg, SelectField, TextField } from '@/components/field';
import { FilterChips, SearchBox, Tabs } from '@/components/filters';
import { HourField } from '@/components/hour-field';
import { FactGrid } from '@/components/layout';
import { RouterTruth, State, stateKinds, stateNames, StatusPill } from '@/components/state';
import { Ago, CodeText, MoneyText, When } from '@/components/text';
import { longText, nothing, Specimen } from './specimen';

const seen = '2026-11-21T07:30:00Z';

export function ControlSpecimens() {
  return (
    <>
      <Specimen id="btn" title="Btn, KeyHint">
        <div className="row wrap">
          <Btn tone="primary" icon={Printer} hotkey="n">Primary</Btn>
          <Btn icon={RefreshCw}>Default</Btn>
          <Btn tone="ghost">Ghost</Btn>
          <Btn tone="danger" icon={Ban}>Danger…</Btn>
          <Btn disabled>Disabled</Btn>
          <Btn tone="primary" busy>Busy</Btn>
          <Btn size="sm" icon={Printer}>Small</Btn>
          <Btn iconOnly icon={Printer}>Print</Btn>
          <BtnLink to="/gallery">Link</BtnLink>
          <KeyHint keys="g b" />
        </div>
      </Specimen>
      {stateKinds.map((kind) => (
        <Specimen key={kind} id={`state-${kind}`} title={`State, StatusPill: ${kind}`}>
          <div className="row wrap">{stateNames(kind).map((state) => <StatusPill key={state} kind={kind} state={state} />)}</div>
          <div className="row wrap spaced-top">{stateNames(kind).map((state) => <State key={state} kind={kind} state={state} />)}</div>
        </Specimen>
      ))}
      <Specimen id="router-truth" title="RouterTruth: reason, last seen, long, unknown word">
        <div className="col gap2">
          <RouterTruth state="applied" seenAt={seen} />
          <RouterTruth state="pending" reason="terputus 18 mnt" />
          <RouterTruth state="failed" reason="router_name_taken" />
          <RouterTruth state="drifted" reason={longText} />
          <RouterTruth state="quarantined" />
          <RouterTruth state="applied" seenAt={seen} pill />
          <RouterTruth state="failed" reason="router_name_taken" pill />
        </div>
      </Specimen>
      <TextSpecimen />
      <FieldSpecimens />
      <DaySpecimens />
      <FilterSpecimens />
    </>
  );
}

function TextSpecimen() {
  return (
    <Specimen id="text" title="MoneyText, CodeText, When, Ago, FactGrid">
      <FactGrid
        facts={[
          { label: 'Money', value: <MoneyText amount="1500000.00" /> }, { label: 'Negative', value: <MoneyText amount="-25000.50" /> }, { label: 'Large', value: <MoneyText amount="9007199254740993.00" /> },
          { label: 'Code', value: <CodeText code="sk7m4q" /> }, { label: 'Plain code', value: <CodeText code="A4:50:46:1E:9C:02" plain /> }, { label: 'Empty', value: undefined },
          { label: 'When', value: <When at={seen} time /> }, { label: 'Never', value: <When at={null} /> }, { label: 'Ago', value: <Ago at={seen} /> },
        ]}
      />
    </Specimen>
  );
}

function FieldSpecimens() {
  const [text, setText] = useState('CCR-Menara');
  const [amount, setAmount] = useState('1500000');
  const [count, setCount] = useState<number | null>(200);
  const [choice, setChoice] = useState('a');
  const [on, setOn] = useState(true);
  return (
    <>
      <Specimen id="field" title="Field: help, error, disabled, long">
        <div className="Form">
          <TextField label="Text" value={text} onChange={setText} help="Help says what is expected" />
          <TextField label="Wrong" value="" onChange={setText} error="Wajib diisi" />
          <TextField label="Disabled" value="tetap" onChange={setText} disabled />
          <TextField label="Long" value={longText} onChange={nothing} />
          <div className="G3">
            <MoneyField label="Money" value={amount} onChange={setAmount} />
            <NumberField label="Number" value={count} unit="kode" onChange={setCount} />
            <PasswordField label="Password" value="rahasia" onChange={setText} />
          </div>
        </div>
      </Specimen>
      <Specimen id="choice" title="Select, Seg, Choice, Check">
        <div className="Form">
          <SelectField label="Select" value={choice} onChange={setChoice} options={[{ value: 'a', label: 'RB-Pasar' }, { value: 'b', label: 'RB-Kantor' }]} />
          <Seg label="Seg" value={choice} onChange={setChoice} options={[{ value: 'a', label: 'Kode saja' }, { value: 'b', label: 'User + sandi' }]} />
          <Choice label="Choice" value={choice} onChange={setChoice} options={[{ value: 'a', title: 'Tenang', detail: '24 per A4' }, { value: 'b', title: 'Padat', detail: '40 per A4' }]} columns={2} />
          <CheckField label="Check" help="What it means" checked={on} onChange={setOn} />
          <CheckField label="Off, disabled" checked={false} disabled onChange={nothing} />
        </div>
      </Specimen>
    </>
  );
}

function DaySpecimens() {
  const [day, setDay] = useState('2026-11-21');
  const [hour, setHour] = useState('21:30');
  const [part, setPart] = useState<{ from: string | undefined; to: string | undefined }>({ from: '2026-11-01', to: undefined });
  return (
    <Specimen id="day" title="DayField, DayRange, HourField: typed or chosen, bounds, open ends">
      <div className="Form">
        <DayField label="Day" value={day} onChange={setDay} help="Help says what is expected" />
        <DayField label="Bounds, may be empty" value={day} onChange={setDay} min="2026-11-10" max="2026-11-25" clearable />
        <DayRange {...part} onChange={setPart} />
        <DayRange whole quick={false} from={day} to={day} onChange={({ from }) => from && setDay(from)} />
        <HourField label="Hour" value={hour} onChange={setHour} />
        <HourField label="No hour" value="" onChange={() => undefined} />
      </div>
    </Specimen>
  );
}

const filters = [
  { id: 'plan', label: 'Paket', options: [{ value: '1', label: '1 Hari' }] }, { id: 'status', label: 'Status', options: [{ value: 'x', label: 'Dipakai' }] }, { id: 'shop', label: 'Toko', options: [{ value: '1', label: longText }] },
];

function FilterSpecimens() {
  const [tab, setTab] = useState('a');
  const [values, setValues] = useState<Record<string, string | undefined>>({ plan: '1', status: 'x' });
  const set = (id: string, value: string | undefined) => setValues((before) => ({ ...before, [id]: value }));
  return (
    <Specimen id="filters" title="Tabs, FilterChips, SearchBox" wide flush>
      <Tabs label="Tabs" tabs={[{ id: 'a', label: 'Semua', count: '12.480' }, { id: 'b', label: 'Bermasalah', count: '17', tone: 'warn' }, { id: 'c', label: 'Gagal', count: '3', tone: 'bad' }]} value={tab} onChange={setTab} />
      <FilterChips search={<SearchBox value="" onChange={nothing} placeholder="Kode, batch" />} filters={filters} values={values} onChange={set} />
      <FilterChips filters={filters} values={{ shop: '1' }} onChange={nothing} />
    </Specimen>
  );
}
