import { useTranslation } from 'react-i18next';
import { Banner } from '@/components/feedback';
import { Seg, SelectField, TextField } from '@/components/field';
import { useMay } from '@/components/me';
import { useOp, type CashSessionView, type VendorMethod } from '@/ipc';

/** How money comes: cash into an open shift, or a transfer. */
export interface Way {
  method: VendorMethod;
  shift: string;
  reference: string;
}

export const cashFirst: Way = { method: 'cash', shift: '', reference: '' };

/** The open shifts of a place whose drawer the caller may use: their own first, a colleague's where they may move money. */
export function useShifts(locationId: number): { shifts: CashSessionView[]; isPending: boolean } {
  const open = useOp('cash_session_list', { location_id: locationId, open_only: true, mine_only: false, unexplained_only: false });
  const moves = useMay()('cash.move');
  const shifts = (open.data?.rows ?? []).filter((one) => one.is_mine || moves).sort((a, b) => Number(b.is_mine) - Number(a.is_mine));
  return { shifts, isPending: open.isPending };
}

/** What is sent of it. */
export function wayInput(way: Way, shifts: CashSessionView[]): { method: VendorMethod; cash_session_id?: number; reference?: string } {
  const shift = Number(way.shift) || shifts[0]?.cash_session_id;
  if (way.method === 'cash') return { method: 'cash', ...(shift === undefined ? {} : { cash_session_id: shift }) };
  return { method: 'transfer', ...(way.reference.trim() ? { reference: way.reference.trim() } : {}) };
}

/** The fields of what was sent. */
export const wayOf = (sent: { method: VendorMethod; cash_session_id?: number | null; reference?: string | null }): Way => ({
  method: sent.method,
  shift: sent.cash_session_id ? String(sent.cash_session_id) : '',
  reference: sent.reference ?? '',
});

export const wayReady = (way: Way, shifts: CashSessionView[]): boolean => way.method === 'transfer' || shifts.length > 0;

export function WayFields({ way, onChange, shifts, isPending }: { way: Way; onChange: (way: Way) => void; shifts: CashSessionView[]; isPending: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      <Seg label={t('vendor:way')} value={way.method} onChange={(method) => onChange({ ...way, method })} options={(['cash', 'transfer'] as const).map((method) => ({ value: method, label: t(`vendor:methods.${method}`) }))} />
      {way.method === 'transfer' && <TextField label={t('vendor:reference')} value={way.reference} maxLength={100} onChange={(reference) => onChange({ ...way, reference })} />}
      {way.method === 'cash' && shifts.length === 0 && !isPending && <Banner tone="warn">{t('vendor:noShift')}</Banner>}
      {way.method === 'cash' && shifts.length > 0 && (
        <SelectField
          label={t('vendor:shift')}
          value={way.shift || String(shifts[0]?.cash_session_id ?? '')}
          onChange={(shift) => onChange({ ...way, shift })}
          options={shifts.map((shift) => ({ value: String(shift.cash_session_id), label: `${shift.drawer_name} · ${shift.user_name}` }))}
        />
      )}
    </>
  );
}
