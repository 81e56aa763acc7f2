import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { toastDone } from '@/components/dialog';
import { ErrorState } from '@/components/feedback';
import { CheckField, SelectField, TextField } from '@/components/field';
import { CancelBtn, FormModal } from '@/components/form-sheet';
import { useMe } from '@/components/me';
import { useWrite, type CashDrawerView } from '@/ipc';

/** A drawer: its name, its place, and whether shifts may still begin at it. */
export function DrawerDialog({ row, onClose }: { row: CashDrawerView | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const { locations } = useMe();
  const create = useWrite('cash_drawer_create');
  const update = useWrite('cash_drawer_update');
  const [name, setName] = useState(row?.name ?? '');
  const [place, setPlace] = useState(String(row?.location_id ?? locations[0]?.location_id ?? ''));
  const [active, setActive] = useState(row?.is_active ?? true);
  const error = create.error ?? update.error;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '' || create.isPending || update.isPending) return;
    const done = { onSuccess: () => { toastDone(t('counter:drawerSaved', { name: name.trim() })); onClose(); } };
    if (row) update.mutate({ cash_drawer_id: row.cash_drawer_id, version: row.version, name: name.trim(), is_active: active }, done);
    else create.mutate({ location_id: Number(place), name: name.trim() }, done);
  };
  return (
    <FormModal opened onClose={onClose} title={row ? row.name : t('counter:drawerNew')} size={420}>
      <form className="col gap3" onSubmit={submit}>
        <TextField label={t('counter:drawerName')} data-autofocus value={name} onChange={setName} maxLength={60} />
        {!row && locations.length > 1 && <SelectField label={t('counter:place')} value={place} onChange={setPlace} options={locations.map((one) => ({ value: String(one.location_id), label: one.name }))} />}
        {row && <CheckField label={t('counter:drawerActive')} help={t('counter:drawerActiveHelp')} checked={active} onChange={setActive} />}
        {error && <ErrorState error={error} compact />}
        <div className="Dialog-foot">
          <CancelBtn />
          <Btn type="submit" tone="primary" busy={create.isPending || update.isPending} disabled={name.trim() === ''}>{t('common:save')}</Btn>
        </div>
      </form>
    </FormModal>
  );
}
