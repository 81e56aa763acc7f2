import { Modal } from '@/components/modal';
import { Printer } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { ErrorState, Skeleton } from '@/components/feedback';
import { FactGrid } from '@/components/layout';
import { useMay } from '@/components/me';
import { MoneyText, When } from '@/components/text';
import { useOp, type SaleRow, type SaleView } from '@/ipc';
import { ReceiptButtons } from './receipt-buttons';
import { Reprint, SoldLine } from './receipt';

/** A document of the shift: what was sold, and its paper once more. */
export function SaleDialog({ row, onClose }: { row: SaleRow; onClose: () => void }) {
  const { t } = useTranslation();
  const sale = useOp('sale_get', { sale_id: row.sale_id });
  const [again, setAgain] = useState(false);
  const title = row.kind === 'sale' ? t('counter:soldNumber', { number: row.document_number }) : `${t(`counter:kinds.${row.kind}`)} ${row.document_number}`;
  return (
    <Modal opened onClose={onClose} closeOnEscape={!again} title={title} size={460} closeButtonProps={{ 'aria-label': t('common:close') }}>
      {sale.error && !sale.data ? <ErrorState error={sale.error} compact onRetry={() => void sale.refetch()} /> : !sale.data ? <Skeleton lines={5} /> : <Sold sale={sale.data} onAgain={() => setAgain(true)} />}
      {again && sale.data && <Reprint sale={sale.data} onClose={() => setAgain(false)} />}
    </Modal>
  );
}

function Sold({ sale, onAgain }: { sale: SaleView; onAgain: () => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const { row } = sale;
  const unused = row.kind === 'sale' && sale.lines.some((line) => line.refund_id === null && line.status === 'available');
  return (
    <div className="col gap3">
      <FactGrid
        columns={2}
        facts={[
          { label: t('printing:at'), value: <When at={row.at} time /> },
          { label: t('counter:person'), value: row.user_name },
          { label: t('counter:method'), value: t(`counter:methods.${row.method}` as 'counter:methods.cash', { defaultValue: row.method }) },
          { label: t('counter:total'), value: <MoneyText amount={row.total_amount} /> },
          ...(sale.change_amount === null ? [] : [{ label: t('counter:change'), value: <MoneyText amount={sale.change_amount} /> }]),
          ...(sale.reason === null ? [] : [{ label: t('counter:why'), value: sale.reason }]),
        ]}
      />
      <ul className="Lines">
        {sale.lines.map((line) => <SoldLine key={line.voucher_id} line={line} />)}
      </ul>
      <div className="row wrap">
        <ReceiptButtons sale={row} />
        {unused && may('voucher.print') && <Btn size="sm" icon={Printer} onClick={onAgain}>{t('counter:reprint')}</Btn>}
      </div>
    </div>
  );
}
