import { useQueryClient } from '@tanstack/react-query';
import { ImageUp, X } from 'lucide-react';
import { useRef, type ChangeEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { CompanyLogo } from '@/components/company-logo';
import { toastDone } from '@/components/dialog';
import { ErrorState } from '@/components/feedback';
import { Field } from '@/components/field';
import { readBase64 } from '@/lib/files';
import { useOp, useWrite, type CompanyLogo as Logo } from '@/ipc';

/** The logo is kept as soon as it is chosen, apart from the form around it; the one before can be had back. */
export function LogoField({ company, locked }: { company: string; locked: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const logo = useOp('company_logo_get', {});
  const set = useWrite('company_logo_set');
  const remove = useWrite('company_logo_remove');
  const picker = useRef<HTMLInputElement>(null);
  const kept = logo.data?.png_base64;
  const show = (next: Logo) => client.setQueryData(['company_logo_get', {}], next);
  const back = (before: string | null | undefined) => (before ? () => set.mutate({ content_base64: before }, { onSuccess: show }) : () => remove.mutate({}, { onSuccess: show }));
  const picked = async (event: ChangeEvent<HTMLInputElement>) => {
    const input = event.currentTarget;
    const file = input.files?.[0];
    if (file) {
      const content_base64 = await readBase64(file);
      const before = kept;
      set.mutate({ content_base64 }, { onSuccess: (next) => { show(next); toastDone(t('settings:logoSaved'), back(before)); } });
    }
    input.value = '';
  };
  const drop = () => {
    const before = kept;
    remove.mutate({}, { onSuccess: (next) => { show(next); toastDone(t('settings:logoGone'), back(before)); } });
  };
  return (
    <>
      <Field label={t('settings:logo')} help={t('settings:logoHelp')}>
        {(wires) => (
          <div className="row">
            {kept ? <CompanyLogo company={company} height={40} /> : <span className="sm q">{t('settings:logoNone')}</span>}
            <input ref={picker} type="file" accept="image/png,image/jpeg" hidden aria-label={t('settings:logo')} onChange={(event) => void picked(event)} />
            {!locked && (
              <>
                <Btn size="sm" icon={ImageUp} id={wires.id} busy={set.isPending} onClick={() => picker.current?.click()}>
                  {t(kept ? 'settings:logoOther' : 'settings:logoPick')}
                </Btn>
                {kept && (
                  <Btn size="sm" tone="ghost" icon={X} busy={remove.isPending} onClick={drop}>
                    {t('settings:logoDrop')}
                  </Btn>
                )}
              </>
            )}
          </div>
        )}
      </Field>
      {set.isError && <ErrorState error={set.error} compact />}
    </>
  );
}
