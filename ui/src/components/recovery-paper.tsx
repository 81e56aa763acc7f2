import { Printer } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Btn } from './button';
import { CopyButton } from './feedback';

/** The recovery code as it is to be written down: shown once, printed and copied from here. */
export function RecoveryPaper({ code, company }: { code: string; company: string }) {
  const { t } = useTranslation();
  return (
    <div className="Recovery">
      <span className="sm q2">{t('setup:recoveryPaper', { company })}</span>
      <output>{code}</output>
      <div className="row">
        <CopyButton text={code} />
        <Btn size="sm" icon={Printer} onClick={() => window.print()}>
          {t('common:print')}
        </Btn>
      </div>
    </div>
  );
}
