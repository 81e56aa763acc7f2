import { Printer } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from './button';
import { CopyButton } from './feedback';

/** What is shown once, as it is to be written down or handed over: printed and copied from here. */
export function SecretPaper({ about, secret, copy }: { about: ReactNode; secret: string; /** Another word for copying it. */ copy?: string }) {
  const { t } = useTranslation();
  return (
    <div className="Recovery">
      <span className="sm q2">{about}</span>
      <output>{secret}</output>
      <div className="row">
        <CopyButton text={secret} {...(copy ? { label: copy } : {})} />
        <Btn size="sm" icon={Printer} onClick={() => window.print()}>
          {t('common:print')}
        </Btn>
      </div>
    </div>
  );
}

/** The recovery code. */
export function RecoveryPaper({ code, company }: { code: string; company: string }) {
  const { t } = useTranslation();
  return <SecretPaper about={t('setup:recoveryPaper', { company })} secret={code} />;
}
