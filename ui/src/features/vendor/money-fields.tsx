import { useTranslation } from 'react-i18next';
import { toastError } from '@/components/dialog';
import { Banner } from '@/components/feedback';
import { Seg, SelectField, TextField } from '@/components/field';
import { useMay } from '@/components/me';
import { openDrawer } from '@/components/printer';
import { useOp, type CashSessionView, type VendorMethod, type VendorSettlementRow } from '@/ipc';

/** How money comes: cash into an open shift, or a transfer. */
export interface Way {
  method: VendorMethod;
  shift: string;
  reference: string;
}

export const cashFirst: Way = { method: 'cash', shift: '', reference: '' };

/** Open shifts; `others` are those of colleagues whose drawer the caller may not use. */
interface Shifts {
  shifts: CashSessionView[];
  others: CashSessionView[];
  isPending: boolean;
}

/** The open shifts of a place whose drawer the caller may use: their own first, a colleague's where they may move money. */
export function useShifts(locationId: number): Shifts {
  const open = useOp('cash_session_list', { location_id: locationId, open_only: true, mine_only: false, unexplained_only: false });
  const moves = useMay()('cash.move');
  const all = open.data?.rows ?? [];
  const isUsable = (one: CashSessionView) => one.is_mine || moves;
  const shifts = all.filter(isUsable).sort((a, b) => Number(b.is_mine) - Number(a.is_mine));
  return { shifts, others: all.filter((one) => !isUsable(one)), isPending: open.isPending };
}

/** That there is no drawer for cash here: none is open, or only a colleague's, and what it takes to use that. */
export function NoShift({ shifts: { shifts, others, isPending } }: { shifts: Shifts }) {
  const { t } = useTranslation();
  if (shifts.length > 0 || isPending) return null;
  return <Banner tone="warn">{others.length === 0 ? t('vendor:noShift') : t('vendor:noShiftOfYours', { users: others.map((one) => `${one.user_name} (${one.drawer_name})`).join(', ') })}</Banner>;
}

/** Opens the drawer that cash of a vendor goes into or comes out of; nothing for a transfer. */
export function useVendorDrawer(): (made: VendorSettlementRow, shift: number | null | undefined) => void {
  const { t } = useTranslation();
  return (made, shift) => {
    if (!shift || made.method !== 'cash') return;
    openDrawer({ cash_session_id: shift, document: 'vendor_settlement', number: made.vendor_settlement_id }).catch((error: unknown) => toastError(error, t));
  };
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

export function WayFields({ way, onChange, shifts: all }: { way: Way; onChange: (way: Way) => void; shifts: Shifts }) {
  const { t } = useTranslation();
  const { shifts } = all;
  return (
    <>
      <Seg label={t('vendor:way')} value={way.method} onChange={(method) => onChange({ ...way, method })} options={(['cash', 'transfer'] as const).map((method) => ({ value: method, label: t(`vendor:methods.${method}`) }))} />
      {way.method === 'transfer' && <TextField label={t('vendor:reference')} value={way.reference} maxLength={100} onChange={(reference) => onChange({ ...way, reference })} />}
      {way.method === 'cash' && <NoShift shifts={all} />}
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
