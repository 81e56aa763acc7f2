import { Printer, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { Banner } from '@/components/feedback';
import { ReprintSale } from './receipt';
import type { DueSlips, useSlips } from './use-slips';

/** Slips that may be missing, each with a way to print it and a way to leave it. */
export function SlipsDue({ slips }: { slips: ReturnType<typeof useSlips> }) {
  const { t } = useTranslation();
  const [again, setAgain] = useState<DueSlips>();
  const leave = (one: DueSlips, drop: (id: number) => void) => (
    <Btn size="sm" tone="ghost" iconOnly icon={X} onClick={() => drop(one.sale_id)}>{t('counter:slipsLeave', { number: one.document_number })}</Btn>
  );
  return (
    <>
      {slips.due.map((one) => (
        <Banner
          key={one.sale_id} tone="warn" live
          actions={
            <>
              {slips.prints && <Btn size="sm" icon={Printer} onClick={() => slips.again(one)}>{t('counter:slipsPrint')}</Btn>}
              {leave(one, slips.drop)}
            </>
          }
        >
          <b className="m">{t('counter:slipsDue', { number: one.document_number })}</b> {t('counter:slipsDueHint')}
        </Banner>
      ))}
      {slips.printed.map((one) => (
        <Banner
          key={one.sale_id} live
          actions={
            <>
              <Btn size="sm" icon={Printer} onClick={() => setAgain(one)}>{t('counter:reprint')}</Btn>
              {leave(one, slips.forget)}
            </>
          }
        >
          {t('counter:slipsWere', { number: one.document_number })}
        </Banner>
      ))}
      {again && (
        <ReprintSale
          id={again.sale_id}
          onClose={() => {
            slips.forget(again.sale_id);
            setAgain(undefined);
          }}
        />
      )}
    </>
  );
}
