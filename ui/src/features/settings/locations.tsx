import { Pencil, Plus } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { toastDone } from '@/components/dialog';
import { ErrorState, Skeleton } from '@/components/feedback';
import { CheckField, SelectField, TextField } from '@/components/field';
import { CancelBtn, FormModal } from '@/components/form-sheet';
import { useMay } from '@/components/me';
import { State } from '@/components/state';
import { fieldErrors } from '@/i18n/errors';
import { zoneName } from '@/lib/format';
import { likelyZone, zoneChoices } from '@/lib/zones';
import { useOp, useWrite, type LocationRow } from '@/ipc';
import { SettingsSection } from './section';

/** The places of business: each with its own clock. */
export function LocationSection() {
  const { t } = useTranslation();
  const may = useMay();
  const list = useOp('location_list', {});
  const [open, setOpen] = useState<LocationRow | 'new'>();
  const edit = may('settings.edit');
  return (
    <SettingsSection id="locations">
      {list.isError && !list.data && <ErrorState error={list.error} compact onRetry={() => void list.refetch()} />}
      {list.isPending && <Skeleton lines={2} />}
      <ul className="Rows tall">
        {list.data?.map((place) => (
          <li key={place.location_id}>
            <span className="grow cut">
              <b className="m">{place.name}</b> <span className="q2 sm">{zoneName(place.time_zone)}</span>
              <span className="sm q cut block">{[place.address, t('settings:locationFacts', { routers: place.router_count, people: place.user_count })].filter(Boolean).join(' · ')}</span>
            </span>
            {!place.is_active && <State kind="record" state="inactive" />}
            {edit && (
              <Btn tone="ghost" size="sm" icon={Pencil} aria-label={`${t('common:edit')} ${place.name}`} onClick={() => setOpen(place)}>
                {t('common:edit')}
              </Btn>
            )}
          </li>
        ))}
      </ul>
      {edit && list.data && (
        <div className="row">
          <Btn size="sm" icon={Plus} onClick={() => setOpen('new')}>
            {t('settings:locationNew')}
          </Btn>
        </div>
      )}
      <FormModal opened={open !== undefined} onClose={() => setOpen(undefined)} title={open === 'new' ? t('settings:locationNew') : t('settings:locationEdit')}>
        {(done) => open !== undefined && <LocationForm row={open === 'new' ? undefined : open} onDone={done} />}
      </FormModal>
    </SettingsSection>
  );
}

function LocationForm({ row, onDone }: { row: LocationRow | undefined; onDone: () => void }) {
  const { t } = useTranslation();
  const create = useWrite('location_create');
  const update = useWrite('location_update');
  const [name, setName] = useState(row?.name ?? '');
  const [address, setAddress] = useState(row?.address ?? '');
  const [phone, setPhone] = useState(row?.phone ?? '');
  const [zone, setZone] = useState(row?.time_zone ?? likelyZone());
  const [active, setActive] = useState(row?.is_active ?? true);
  const [shown, setShown] = useState(false);
  const failure = create.error ?? update.error;
  const wrong = fieldErrors(failure, t);
  const busy = create.isPending || update.isPending;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setShown(true);
    if (!name.trim() || busy) return;
    const input = { name: name.trim(), address: address.trim(), time_zone: zone, ...(phone.trim() ? { phone: phone.trim() } : {}) };
    const done = { onSuccess: (saved: LocationRow) => { toastDone(t('settings:locationSaved', { name: saved.name })); onDone(); } };
    if (row) update.mutate({ ...input, location_id: row.location_id, version: row.version, is_active: active }, done);
    else create.mutate(input, done);
  };
  return (
    <form className="col gap3" onSubmit={submit} noValidate>
      {failure && failure.code !== 'input_invalid' && <ErrorState error={failure} compact />}
      <TextField label={t('common:name')} data-autofocus maxLength={80} value={name} error={shown && !name.trim() ? t('common:required') : wrong['name']} onChange={setName} />
      <TextField label={t('settings:companyAddress')} help={t('settings:locationAddressHelp')} maxLength={300} value={address} error={wrong['address']} onChange={setAddress} />
      <TextField label={t('settings:companyPhone')} help={t('settings:locationPhoneHelp')} inputMode="tel" placeholder="0812…" value={phone} error={wrong['phone']} onChange={setPhone} />
      <SelectField label={t('setup:timeZone')} help={row?.is_zone_fixed ? t('settings:locationZoneFixed') : t('settings:locationZoneHelp')} disabled={row?.is_zone_fixed === true} value={zone} options={zoneChoices(zone)} error={wrong['time_zone']} onChange={setZone} />
      {row && <CheckField label={t('settings:locationActive')} help={t('settings:locationActiveHelp')} checked={active} onChange={setActive} />}
      <div className="Dialog-foot">
        <CancelBtn />
        <Btn type="submit" tone="primary" busy={busy}>
          {t('common:save')}
        </Btn>
      </div>
    </form>
  );
}
