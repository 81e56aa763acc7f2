import { Link2, Unlink } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { toastDone, toastError } from '@/components/dialog';
import { SelectField } from '@/components/field';
import { useMay } from '@/components/me';
import { useOpAll, useWrite, type VendorView } from '@/ipc';

/** Who looks at this vendor as their own account. */
export function People({ vendor }: { vendor: VendorView }) {
  const { t } = useTranslation();
  const may = useMay();
  const set = useWrite('vendor_people_set');
  const ids = vendor.people.map((person) => person.user_id);
  const change = (user_ids: number[], said: string, back: number[]) =>
    set.mutate(
      { vendor_id: vendor.row.vendor_id, user_ids },
      { onSuccess: () => toastDone(said, () => set.mutate({ vendor_id: vendor.row.vendor_id, user_ids: back })), onError: (error) => toastError(error, t) },
    );
  return (
    <aside className="Right">
      <section>
        <h2 className="h2">{t('vendor:people')}</h2>
        <p className="sm q">{t('vendor:peopleHelp')}</p>
        <ul className="Rows">
          {vendor.people.map((person) => (
            <li key={person.user_id}>
              <span className="grow cut"><span className="m">{person.name}</span> <span className="q">{person.username}</span></span>
              <Btn iconOnly size="sm" icon={Unlink} busy={set.isPending} onClick={() => change(ids.filter((id) => id !== person.user_id), t('vendor:unbound', { name: person.name }), ids)}>
                {t('vendor:unbind')}
              </Btn>
            </li>
          ))}
        </ul>
        {vendor.people.length === 0 && <p className="sm q">{t('vendor:noPeople')}</p>}
        {may('user.view') && <Add taken={ids} busy={set.isPending} onAdd={(id, name) => change([...ids, id], t('vendor:bound', { name }), ids)} />}
      </section>
    </aside>
  );
}

function Add({ taken, busy, onAdd }: { taken: number[]; busy: boolean; onAdd: (id: number, name: string) => void }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState('');
  const people = useOpAll('user_list', {});
  const free = people.rows.filter((row) => row.role_code === 'reseller' && row.is_active && !taken.includes(row.user_id));
  const one = free.find((row) => String(row.user_id) === chosen);
  if (!people.isPartial && free.length === 0) return <p className="sm q">{t('vendor:noResellers')}</p>;
  return (
    <div className="col gap2">
      <SelectField label={t('vendor:bind')} value={one ? chosen : ''} placeholder={t('vendor:choosePerson')} onChange={setChosen} options={free.map((row) => ({ value: String(row.user_id), label: `${row.name} (${row.username})` }))} />
      <div>
        <Btn icon={Link2} busy={busy} disabled={!one} onClick={() => one && onAdd(one.user_id, one.name)}>{t('vendor:bind')}</Btn>
      </div>
    </div>
  );
}
