import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { QuestionDialog, toastDone } from '@/components/dialog';
import { ErrorState } from '@/components/feedback';
import { CheckField, SelectField, TextField } from '@/components/field';
import { useMay, useMe } from '@/components/me';
import { fieldErrors } from '@/i18n/errors';
import { useOp, useWrite, type Input, type PrinterView } from '@/ipc';
import { freeTemplates, takenFrom, templatesOf } from './printer-taken';

type Spec = Input<'printer_create'>['printer'];

const first: Spec = {
  name: '', kind: 'network', target: '', paper: 'mm58', code_page: 'pc437', has_cutter: false, opens_drawer: false, draws_qr: false, offset_x_mm: 0, offset_y_mm: 0, prints: [],
};

const ways: Spec['kind'][] = ['network', 'file', 'system'];
const loads: Spec['paper'][] = ['mm58', 'mm80', 'sheet'];
const pages: { value: Spec['code_page']; label: string }[] = [
  { value: 'pc437', label: 'PC437' },
  { value: 'pc858', label: 'PC858 (€)' },
  { value: 'wpc1252', label: 'Windows-1252' },
];

/** `1,5` as people here write it, or `1.5`. */
function millimetres(text: string, least: number): number | undefined {
  const value = Number(text.trim().replace(',', '.'));
  return text.trim() !== '' && Number.isFinite(value) && value >= least && value <= 20 ? value : undefined;
}

/** What a printer is, how it is reached, and what it prints by itself. */
export function PrinterForm({ row, others, onAsk, onDone }: { row: PrinterView | undefined; others: PrinterView[]; /** Whether a question lies above the form. */ onAsk: (asking: boolean) => void; onDone: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const may = useMay();
  const create = useWrite('printer_create');
  const update = useWrite('printer_update');
  const [kept, setSpec] = useState<Spec>(() => (row ? specOf(row) : first));
  const [place, setPlace] = useState(String(row?.location_id ?? me.locations[0]?.location_id ?? ''));
  const drawers = useOp('cash_drawer_list', { location_id: Number(place), include_inactive: false }, { enabled: may('cash.view') && place !== '' });
  // Until somebody ticks anything, a new printer takes over what nothing here prints yet, and nothing from another.
  const [ticked, setTicked] = useState(row !== undefined);
  const [asking, setAsked] = useState(false);
  const setAsking = (now: boolean) => {
    setAsked(now);
    onAsk(now);
  };
  const here = others.filter((one) => one.is_active && one.location_id === Number(place) && one.printer_id !== row?.printer_id);
  const spec: Spec = ticked ? kept : { ...kept, prints: freeTemplates(here, kept) };
  const [x, setX] = useState(String(spec.offset_x_mm));
  const [y, setY] = useState(String(spec.offset_y_mm));
  const [active, setActive] = useState(row?.is_active ?? true);
  const [shown, setShown] = useState(false);
  const failure = create.error ?? update.error;
  const wrong = fieldErrors(failure, t);
  const busy = create.isPending || update.isPending;
  const roll = spec.paper !== 'sheet';
  const least = roll ? 0 : -20;
  const offset = { x: millimetres(x, least), y: millimetres(y, least) };
  const set = (part: Partial<Spec>) => setSpec({ ...spec, ...part });
  const load = (paper: Spec['paper']) => {
    // Other paper is another printer: what it prints is proposed anew.
    if ((paper === 'sheet') !== (spec.paper === 'sheet')) setTicked(false);
    set({ paper });
  };
  const taken = active ? takenFrom(here, spec) : [];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // The dialog lies inside the page's own form in React's eyes: that one must not be sent with it.
    event.stopPropagation();
    setShown(true);
    if (!spec.name.trim() || !spec.target.trim() || offset.x === undefined || offset.y === undefined || busy) return;
    if (taken.length > 0 && !asking) return setAsking(true);
    save();
  };
  const save = () => {
    const printer: Spec = { ...spec, name: spec.name.trim(), target: spec.target.trim(), offset_x_mm: offset.x ?? 0, offset_y_mm: offset.y ?? 0 };
    const done = { onSuccess: (saved: PrinterView) => { toastDone(t('printing:saved', { name: saved.name })); onDone(); }, onSettled: () => setAsking(false) };
    if (row) update.mutate({ printer_id: row.printer_id, version: row.version, printer, is_active: active }, done);
    else create.mutate({ location_id: Number(place), printer }, done);
  };
  const required = (text: string, field: string) => (shown && !text.trim() ? t('common:required') : wrong[`printer.${field}`]);
  const off = (value: number | undefined) => (shown && value === undefined ? t('printing:offsetWrong', { from: least }) : undefined);
  const drawerOptions = [{ value: '', label: t('printing:anyDrawer') }, ...(drawers.data?.rows ?? []).map((one) => ({ value: String(one.cash_drawer_id), label: one.name }))];
  // A drawer that was put away since is still what the printer stands at.
  if (row?.cash_drawer_id && !drawerOptions.some((one) => one.value === String(row.cash_drawer_id))) drawerOptions.push({ value: String(row.cash_drawer_id), label: row.cash_drawer_name ?? '' });
  const move = (chosen: string) => {
    const { cash_drawer_id: _, ...rest } = spec;
    setSpec(chosen === '' ? rest : { ...rest, cash_drawer_id: Number(chosen) });
  };
  const goTo = (chosen: string) => {
    setPlace(chosen);
    move('');
  };
  return (
    <>
      <form className="col gap3" onSubmit={submit} noValidate>
        {failure && failure.code !== 'input_invalid' && <ErrorState error={failure} compact />}
        <TextField label={t('printing:name')} data-autofocus maxLength={60} placeholder={t('printing:namePlaceholder')} value={spec.name} error={required(spec.name, 'name')} onChange={(name) => set({ name })} />
        {!row && me.locations.length > 1 && <SelectField label={t('printing:place')} value={place} options={me.locations.map((one) => ({ value: String(one.location_id), label: one.name }))} onChange={goTo} />}
        {drawerOptions.length > 1 && <SelectField label={t('printing:atDrawer')} help={t('printing:atDrawerHelp')} value={String(spec.cash_drawer_id ?? '')} options={drawerOptions} error={wrong['printer.cash_drawer_id']} onChange={move} />}
        <SelectField label={t('printing:way')} value={spec.kind} options={ways.map((value) => ({ value, label: t(`printing:ways.${value}`) }))} onChange={(kind) => set({ kind: kind as Spec['kind'] })} />
        <TextField label={t(`printing:target.${spec.kind}`)} help={t(`printing:targetHelp.${spec.kind}`)} mono maxLength={200} value={spec.target} error={required(spec.target, 'target')} onChange={(target) => set({ target })} />
        <SelectField label={t('printing:load')} help={!roll && spec.kind !== 'system' ? t('printing:sheetHelp') : undefined} value={spec.paper} options={loads.map((value) => ({ value, label: t(`printing:loads.${value}`) }))} onChange={(paper) => load(paper as Spec['paper'])} />
        {roll && (
          <>
            <SelectField label={t('printing:letters')} help={t('printing:lettersHelp')} value={spec.code_page} options={pages} onChange={(code_page) => set({ code_page: code_page as Spec['code_page'] })} />
            <CheckField label={t('printing:cutter')} checked={spec.has_cutter} onChange={(has_cutter) => set({ has_cutter })} />
            <CheckField label={t('printing:drawer')} checked={spec.opens_drawer} onChange={(opens_drawer) => set({ opens_drawer })} />
            <CheckField label={t('printing:qr')} help={t('printing:qrHelp')} checked={spec.draws_qr} onChange={(draws_qr) => set({ draws_qr })} />
          </>
        )}
        <div className="row gap3">
          <TextField label={t('printing:x')} unit="mm" inputMode="decimal" value={x} error={off(offset.x) ?? wrong['printer.offset_x_mm']} onChange={setX} />
          <TextField label={t('printing:y')} unit="mm" inputMode="decimal" value={y} error={off(offset.y) ?? wrong['printer.offset_y_mm']} onChange={setY} />
        </div>
        {!roll && <p className="Help">{t('printing:offsetHelp')}</p>}
        <fieldset className="col gap2">
          <legend className="m">{t('printing:byItself')}</legend>
          {templatesOf(spec.paper).map((one) => {
            const from = takenFrom(here, { ...spec, prints: [one] })[0];
            const tick = (on: boolean) => {
              setTicked(true);
              set({ prints: on ? [...spec.prints, one] : spec.prints.filter((other) => other !== one) });
            };
            return <CheckField key={one} label={t(`printing:templates.${one}`)} help={from && t(spec.prints.includes(one) ? 'printing:takenFrom' : 'printing:heldBy', { name: from.printer.name })} checked={spec.prints.includes(one)} onChange={tick} />;
          })}
        </fieldset>
        {row && <CheckField label={t('printing:active')} help={t('printing:activeHelp')} checked={active} onChange={setActive} />}
        <div className="Dialog-foot">
          <Btn tone="ghost" onClick={onDone}>{t('common:cancel')}</Btn>
          <Btn type="submit" tone="primary" busy={busy}>{t('common:save')}</Btn>
        </div>
      </form>
      {asking && (
        <QuestionDialog opened onClose={() => setAsking(false)} title={t('printing:takeTitle')} confirm={t('printing:take')} busy={busy} error={undefined} onConfirm={save}>
          <p>{t('printing:takeText', { name: spec.name.trim() })}</p>
          <ul>
            {taken.map(({ printer, prints }) => <li key={printer.printer_id}><b className="m">{printer.name}</b>: {prints.map((one) => t(`printing:templates.${one}`)).join(', ')}</li>)}
          </ul>
        </QuestionDialog>
      )}
    </>
  );
}

function specOf(row: PrinterView): Spec {
  const { name, kind, target, paper, code_page, has_cutter, opens_drawer, draws_qr, offset_x_mm, offset_y_mm, prints, cash_drawer_id } = row;
  return { name, kind, target, paper, code_page, has_cutter, opens_drawer, draws_qr, offset_x_mm, offset_y_mm, prints, ...(cash_drawer_id === null ? {} : { cash_drawer_id }) };
}
