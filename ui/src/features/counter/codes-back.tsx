import { useTranslation } from 'react-i18next';
import { Banner } from '@/components/feedback';
import { Seg } from '@/components/field';
import type { SaleCodes } from '@/ipc';

/** What becomes of codes that are taken back. As stock they are sold again, so whoever kept the paper has them too: that is said before it is done. */
export function CodesBack({ value, onChange }: { value: SaleCodes; onChange: (codes: SaleCodes) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Seg label={t('counter:undoCodes')} value={value} onChange={onChange} options={[{ value: 'withdraw', label: t('counter:withdraw') }, { value: 'restock', label: t('counter:restock') }]} />
      {value === 'withdraw' ? <p className="sm q">{t('counter:withdrawHint')}</p> : <Banner tone="warn" live>{t('counter:restockHint')}</Banner>}
    </>
  );
}
