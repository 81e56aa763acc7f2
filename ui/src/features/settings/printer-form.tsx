import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { toastDone } from '@/components/dialog';
import { ErrorState } from '@/components/feedback';
import { CheckField, SelectField, TextField } from '@/components/field';
import { useMe } from '@/components/me';
import { fieldErrors } from '@/i18n/errors';
import { useWrite, type Input, type PrinterView } from '@/ipc';

type Spec = Input<'printer_create'>['printer'];

const first: Spec = {
  name: '', kind: 'network', target: '', paper: 'mm58', code_page: 'pc437', has_cutter: false, opens_drawer: false, draws_qr: false, offset_x_mm: 0, offset_y_mm: 0, prints: ['slip', 'receipt', 'report'],
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
export function PrinterForm({ row, onDone }: { row: PrinterView | undefined; onDone: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const create = useWrite('printer_create');
  const update = useWrite('printer_update');
  const [spec, setSpec] = useState<Spec>(() => (row ? specOf(row) : first));
  const [place, setPlace] = useState(String(row?.location_id ?? me.locations[0]?.location_id ?? ''));
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
    const sheets = paper === 'sheet';
    set({ paper, prints: sheets === (spec.paper === 'sheet') ? spec.prints : sheets ? ['sheet'] : ['slip', 'receipt', 'report'] });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // The dialog lies inside the page's own form in React's eyes: that one must not be sent with it.
    event.stopPropagation();
    setShown(true);
    if (!spec.name.trim() || !spec.target.trim() || offset.x === undefined || offset.y === undefined || busy) return;
    const printer: Spec = { ...spec, name: spec.name.trim(), target: spec.target.trim(), offset_x_mm: offset.x, offset_y_mm: offset.y };
    const done = { onSuccess: (saved: PrinterView) => { toastDone(t('printing:saved', { name: saved.name })); onDone(); } };
    if (row) update.mutate({ printer_id: row.printer_id, version: row.version, printer, is_active: active }, done);
    else create.mutate({ location_id: Number(place), printer }, done);
  };
  const required = (text: string, field: string) => (shown && !text.trim() ? t('common:required') : wrong[`printer.${field}`]);
  const off = (value: number | undefined) => (shown && value === undefined ? t('printing:offsetWrong', { from: least }) : undefined);
  const templates: Spec['prints'] = roll ? ['slip', 'receipt', 'report'] : ['sheet', 'slip', 'receipt', 'report'];
  return (
    <form className="col gap3" onSubmit={submit} noValidate>
      {failure && failure.code !== 'input_invalid' && <ErrorState error={failure} compact />}
      <TextField label={t('printing:name')} data-autofocus maxLength={60} placeholder={t('printing:namePlaceholder')} value={spec.name} error={required(spec.name, 'name')} onChange={(name) => set({ name })} />
      {!row && me.locations.length > 1 && <SelectField label={t('printing:place')} value={place} options={me.locations.map((one) => ({ value: String(one.location_id), label: one.name }))} onChange={setPlace} />}
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
        {templates.map((one) => (
          <CheckField key={one} label={t(`printing:templates.${one}`)} checked={spec.prints.includes(one)} onChange={(on) => set({ prints: on ? [...spec.prints, one] : spec.prints.filter((kept) => kept !== one) })} />
        ))}
      </fieldset>
      {row && <CheckField label={t('printing:active')} help={t('printing:activeHelp')} checked={active} onChange={setActive} />}
      <div className="Dialog-foot">
        <Btn tone="ghost" onClick={onDone}>{t('common:cancel')}</Btn>
        <Btn type="submit" tone="primary" busy={busy}>{t('common:save')}</Btn>
      </div>
    </form>
  );
}

function specOf(row: PrinterView): Spec {
  const { name, kind, target, paper, code_page, has_cutter, opens_drawer, draws_qr, offset_x_mm, offset_y_mm, prints } = row;
  return { name, kind, target, paper, code_page, has_cutter, opens_drawer, draws_qr, offset_x_mm, offset_y_mm, prints };
}
