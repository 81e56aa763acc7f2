import { Printer, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { Banner } from '@/components/feedback';
import type { useSlips } from './use-slips';

/** Slips that may be missing, each with a way to print it and a way to leave it. */
export function SlipsDue({ slips }: { slips: ReturnType<typeof useSlips> }) {
  const { t } = useTranslation();
  return slips.due.map((one) => (
    <Banner
      key={one.sale_id} tone="warn" live
      actions={
        <>
          <Btn size="sm" icon={Printer} onClick={() => slips.again(one)}>{t('counter:slipsPrint')}</Btn>
          <Btn size="sm" tone="ghost" iconOnly icon={X} onClick={() => slips.drop(one.sale_id)}>{t('counter:slipsLeave', { number: one.document_number })}</Btn>
        </>
      }
    >
      <b className="m">{t('counter:slipsDue', { number: one.document_number })}</b> {t('counter:slipsDueHint')}
    </Banner>
  ));
}
