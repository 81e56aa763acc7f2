import { ArrowRight } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { Banner } from '@/components/feedback';
import { TextField } from '@/components/field';
import { RecoveryPaper } from '@/components/recovery-paper';
import { StepFoot, StepHead } from './frame';

const bare = (text: string) => text.replaceAll(/[\s-]/g, '').toUpperCase();

/** Shown once: it cannot be asked for again, so the way on opens only to who can read a part of it from elsewhere. */
export function RecoveryStep({ code, company, onNext }: { code: string; company: string; onNext: () => void }) {
  const { t } = useTranslation();
  const groups = code.split('-');
  const [asked] = useState(() => Math.floor(Math.random() * groups.length));
  const [proving, setProving] = useState(false);
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  const group = groups[asked] ?? code;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!proving) setProving(true);
    else if (bare(typed) === bare(group)) onNext();
    else setWrong(true);
  };
  const back = () => {
    setProving(false);
    setTyped('');
    setWrong(false);
  };
  return (
    <form onSubmit={submit} noValidate>
      <StepHead title={t(proving ? 'setup:recoveryCheckTitle' : 'setup:recoveryTitle')} hint={t(proving ? 'setup:recoveryCheckHint' : 'setup:recoveryHint')} />
      <div className="Wiz-main">
        <div className="Wiz-narrow Form">
          {proving ? (
            <TextField
              label={t('setup:recoveryType', { n: asked + 1, of: groups.length })}
              help={t('setup:recoveryTypeHelp', { count: group.length })}
              error={wrong ? t('setup:recoveryWrong', { n: asked + 1 }) : undefined}
              mono
              autoFocus
              autoComplete="off"
              maxLength={40}
              value={typed}
              onChange={(next) => {
                setTyped(next);
                setWrong(false);
              }}
            />
          ) : (
            <>
              <RecoveryPaper code={code} company={company} />
              <Banner tone="warn">{t('setup:recoveryWarn')}</Banner>
            </>
          )}
        </div>
      </div>
      <StepFoot onBack={proving ? back : undefined} back={t('setup:recoveryAgain')}>
        <Btn type="submit" tone="primary" icon={ArrowRight} disabled={proving && !typed.trim()}>
          {proving ? t('common:next') : t('setup:recoveryNext')}
        </Btn>
      </StepFoot>
    </form>
  );
}
