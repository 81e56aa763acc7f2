import type { TFunction } from 'i18next';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { toastDone } from '@/components/dialog';
import { ErrorState, Skeleton } from '@/components/feedback';
import { CheckField, SelectField, TextField } from '@/components/field';
import { useMay } from '@/components/me';
import { useOp, useWrite, type Printing, type SheetPreset } from '@/ipc';
import { SettingsSection } from './section';

const company = 'company';

/** Paper, design, QR and slips: for the company, and for places that have a printer of another kind. Each change holds at once. */
export function PrintingSection() {
  const { t } = useTranslation();
  const may = useMay();
  const locked = !may('settings.edit');
  const sees = may('voucher.view');
  const rows = useOp('voucher_printing_list', {});
  const places = useOp('location_list', {});
  const presets = useOp('voucher_sheet_presets', {}, { enabled: sees });
  const set = useWrite('voucher_printing_set', 'printing');
  const sent = useRef<{ place: string; printing: Printing | undefined }>(undefined);
  const [place, setPlace] = useState(company);
  const failed = [rows, places, presets].find((one) => one.isError && !one.data);
  const all = rows.data?.find((row) => row.location_id === null)?.printing;
  if (failed || !all || !places.data) {
    return <SettingsSection id="printing">{failed ? <ErrorState error={failed.error} compact onRetry={() => void failed.refetch()} /> : <Skeleton lines={3} />}</SettingsSection>;
  }
  const own = rows.data?.find((row) => row.location_id !== null && String(row.location_id) === place)?.printing;
  const now = own ?? all;
  const at = place === company ? {} : { location_id: Number(place) };
  const write = (printing: Printing | undefined, undo: Printing | undefined) => {
    const mine = { place, printing };
    sent.current = mine;
    set.mutateAsync({ ...at, ...(printing ? { printing } : {}) })
      .then(
        () => toastDone(t('settings:printSaved'), () => set.mutate({ ...at, ...(undo ? { printing: undo } : {}) })),
        // Said below the fields.
        () => undefined,
      )
      .finally(() => {
        if (sent.current === mine) sent.current = undefined;
      });
  };
  const before = place === company ? all : own;
  const patch = (part: Partial<Printing>) => {
    // What is on its way counts as stored: a line that is left by a press on the next field is stored by the same press.
    const latest = sent.current?.place === place ? (sent.current.printing ?? all) : now;
    write({ ...latest, ...part }, before);
  };
  return (
    <SettingsSection id="printing" locked={locked}>
      {places.data.length > 1 && (
        <SelectField
          label={t('settings:printPlace')}
          help={t('settings:printPlaceHelp')}
          value={place}
          options={[{ value: company, label: t('settings:printCompany') }, ...places.data.map((one) => ({ value: String(one.location_id), label: rows.data?.some((row) => row.location_id === one.location_id) ? `${one.name} · ${t('settings:printOwn')}` : one.name }))]}
          onChange={setPlace}
        />
      )}
      <SelectField label={t('settings:printPreset')} help={t('settings:printPresetHelp')} value={now.preset} options={(presets.data ?? []).map((one) => ({ value: one.preset, label: line(one, t) }))} onChange={(preset) => patch({ preset })} />
      <CheckField label={t('settings:printQr')} help={t('settings:printQrHelp')} checked={now.has_qr} disabled={locked} onChange={(has_qr) => patch({ has_qr })} />
      <SelectField label={t('settings:printSlip')} help={t('settings:printSlipHelp')} value={String(now.slip_mm)} options={[{ value: '58', label: t('settings:slip58') }, { value: '80', label: t('settings:slip80') }]} onChange={(mm) => patch({ slip_mm: Number(mm) })} />
      <LineField key={`ssid ${place}`} label={t('settings:printSsid')} help={t('settings:printSsidHelp')} value={now.ssid} disabled={locked} maxLength={32} onCommit={(ssid) => patch({ ssid })} />
      <LineField key={`terms ${place}`} label={t('settings:printTerms')} help={t('settings:printTermsHelp')} value={now.terms} disabled={locked} maxLength={40} onCommit={(terms) => patch({ terms })} />
      <CheckField label={t('settings:printTints')} help={t('settings:printTintsHelp')} checked={now.has_tints} disabled={locked} onChange={(has_tints) => patch({ has_tints })} />
      {own && (
        <div>
          <Btn tone="ghost" busy={set.isPending} onClick={() => write(undefined, own)}>
            {t('settings:printBack')}
          </Btn>
        </div>
      )}
      {set.isError && <ErrorState error={set.error} compact />}
    </SettingsSection>
  );
}

/** A line that is stored when it is left or Enter is pressed, if it says something else then; Escape takes it back. */
function LineField({ label, help, value, disabled, maxLength, onCommit }: { label: string; help: string; value: string; disabled: boolean; maxLength: number; onCommit: (text: string) => void }) {
  const [text, setText] = useState(value);
  const [seen, setSeen] = useState(value);
  // What came back, from here or from elsewhere, is shown and not what was typed.
  if (value !== seen) {
    setSeen(value);
    setText(value);
  }
  const commit = () => {
    if (text.trim() === value) setText(value);
    else onCommit(text.trim());
  };
  return (
    <TextField
      label={label} help={help} value={text} disabled={disabled} maxLength={maxLength} onChange={setText} onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
        if (event.key === 'Escape') setText(value);
      }}
    />
  );
}

function line(preset: SheetPreset, t: TFunction): string {
  const design = t(`settings:designs.${preset.design}` as 'settings:designs.tenang', { defaultValue: preset.design });
  return t('settings:presetLine', { paper: preset.paper, cards: preset.columns * preset.rows, design });
}
