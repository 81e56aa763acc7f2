import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { ErrorState } from '@/components/feedback';
import { MoneyField, SelectField, TextField } from '@/components/field';
import { CancelBtn, FormModal } from '@/components/form-sheet';
import { useMay, useMe } from '@/components/me';
import { useOp, useWrite, type CashSessionView } from '@/ipc';

/** Opens a shift: at which drawer, with how much in it. Where there is no drawer yet, the first is made here. */
export function OpenShiftDialog({ onClose, onOpened }: { onClose: () => void; onOpened: (shift: CashSessionView) => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const may = useMay();
  const drawers = useOp('cash_drawer_list', { include_inactive: false });
  const make = useWrite('cash_drawer_create');
  const open = useWrite('cash_session_open');
  const [drawer, setDrawer] = useState('');
  const [name, setName] = useState('');
  const [float, setFloat] = useState('');
  const free = (drawers.data?.rows ?? []).filter((one) => one.cash_session_id === null);
  const first = drawers.data?.rows.length === 0;
  const place = me.locations[0]?.location_id;
  const chosen = drawer || String(free[0]?.cash_drawer_id ?? '');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      const made = first && place !== undefined ? (await make.mutateAsync({ location_id: place, name: name.trim() })).cash_drawer_id : Number(chosen);
      onOpened(await open.mutateAsync({ cash_drawer_id: made, float_amount: float === '' ? '0' : float }));
      onClose();
    } catch {
      // What was refused is shown below.
    }
  };
  const error = make.error ?? open.error ?? drawers.error;
  const stuck = drawers.data !== undefined && (first ? !may('cash.manage') : free.length === 0);
  return (
    <FormModal opened onClose={onClose} title={t('counter:openShift')} size={420}>
      <form className="col gap3" onSubmit={(event) => void submit(event)}>
        {first && may('cash.manage') && <TextField label={t('counter:drawerName')} help={t('counter:drawerHelp')} value={name} onChange={setName} required maxLength={60} />}
        {free.length > 0 && (
          <SelectField label={t('counter:drawer')} value={chosen} onChange={setDrawer} options={free.map((one) => ({ value: String(one.cash_drawer_id), label: one.name }))} />
        )}
        {stuck && <p className="q2">{t(first ? 'counter:noDrawer' : 'counter:noFreeDrawer')}</p>}
        <MoneyField label={t('counter:float')} help={t('counter:floatHelp')} value={float} onChange={setFloat} data-autofocus />
        {Boolean(error) && <ErrorState error={error} compact />}
        <div className="Dialog-foot">
          <CancelBtn />
          <Btn type="submit" tone="primary" busy={make.isPending || open.isPending} disabled={stuck || (first && name.trim() === '')}>{t('counter:openShift')}</Btn>
        </div>
      </form>
    </FormModal>
  );
}
