import { KeyRound } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { toastDone } from '@/components/dialog';
import { Banner, ErrorState } from '@/components/feedback';
import { CheckField, PasswordField } from '@/components/field';
import { CancelBtn, FormModal } from '@/components/form-sheet';
import { useMay } from '@/components/me';
import { RecoveryPaper } from '@/components/recovery-paper';
import { useWrite } from '@/ipc';
import { SettingsSection } from './section';

/** The paper that opens the data on another computer; a new one makes the old one worthless. */
export function RecoverySection({ company }: { company: string }) {
  const { t } = useTranslation();
  const may = useMay();
  const [opened, setOpened] = useState(false);
  return (
    <SettingsSection id="recovery">
      <p className="Help">{t('settings:recoveryHelp')}</p>
      {may('database.manage') ? (
        <div>
          <Btn icon={KeyRound} onClick={() => setOpened(true)}>
            {t('settings:recoveryNew')}
          </Btn>
        </div>
      ) : (
        <p className="sm q2">{t('settings:recoveryWho')}</p>
      )}
      {opened && <RenewDialog company={company} onClose={() => setOpened(false)} />}
    </SettingsSection>
  );
}

/** Password first, then the code, once; while the code is there only the word that it was written down closes it. */
function RenewDialog({ company, onClose }: { company: string; onClose: () => void }) {
  const { t } = useTranslation();
  const [code, setCode] = useState<string>();
  return (
    <FormModal opened onClose={onClose} title={t('settings:recoveryNew')} size={520} locked={code !== undefined}>
      {(done) => <RenewForm company={company} code={code} onCode={setCode} onDone={done} />}
    </FormModal>
  );
}

function RenewForm({ company, code, onCode, onDone }: { company: string; code: string | undefined; onCode: (code: string) => void; onDone: () => void }) {
  const { t } = useTranslation();
  const renew = useWrite('installation_recovery_renew');
  const [password, setPassword] = useState('');
  const [isKept, setKept] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (code === undefined) {
      if (password && !renew.isPending) renew.mutate({ password }, { onSuccess: (made) => onCode(made.recovery_code), onSettled: () => setPassword('') });
    } else if (isKept) {
      toastDone(t('settings:recoveryDone'));
      onDone();
    }
  };
  const open = code !== undefined;
  return (
    <form className="col gap3" onSubmit={submit} noValidate>
      {open ? (
        <>
          <RecoveryPaper code={code} company={company} />
          <Banner tone="warn">{t('settings:recoveryOnce')}</Banner>
          <CheckField label={t('settings:recoveryKept')} checked={isKept} onChange={setKept} />
        </>
      ) : (
        <>
          <p className="q2">{t('settings:recoveryAsk')}</p>
          {renew.isError && <ErrorState error={renew.error} compact />}
          <PasswordField data-autofocus label={t('session:pinPassword')} autoComplete="current-password" value={password} onChange={setPassword} />
        </>
      )}
      <div className="Dialog-foot">
        {!open && <CancelBtn />}
        <Btn type="submit" tone="primary" busy={renew.isPending} disabled={open ? !isKept : !password}>
          {t(open ? 'common:close' : 'settings:recoveryMake')}
        </Btn>
      </div>
    </form>
  );
}
