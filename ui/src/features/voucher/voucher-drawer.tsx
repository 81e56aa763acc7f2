import { Drawer } from '@/components/modal';
import { Printer } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { toastError } from '@/components/dialog';
import { CopyButton, ErrorState, Skeleton } from '@/components/feedback';
import { FactGrid } from '@/components/layout';
import { useMay } from '@/components/me';
import { StatusPill } from '@/components/state';
import { CodeText, MoneyText, When } from '@/components/text';
import { VoucherCopies, VoucherHistory } from '@/components/voucher-history';
import { formatBytes, formatDuration, formatSpan } from '@/lib/format';
import { useOp, useWrite, type Document, type VoucherView } from '@/ipc';

/** Everything about one code, beside the list it was opened from. */
export function VoucherDrawer({ id, onClose, onPrinted }: { id: number | undefined; onClose: () => void; onPrinted: (document: Document) => void }) {
  const { t } = useTranslation();
  const voucher = useOp('voucher_get', { voucher_id: id ?? 0 }, { enabled: id !== undefined });
  return (
    <Drawer opened={id !== undefined} onClose={onClose} title={voucher.data ? <CodeText code={voucher.data.row.code} /> : t('voucher:code')} closeButtonProps={{ 'aria-label': t('common:close') }}>
      {voucher.data ? <Details voucher={voucher.data} onPrinted={onPrinted} /> : voucher.isError ? <ErrorState error={voucher.error} onRetry={() => void voucher.refetch()} compact /> : <Skeleton lines={8} />}
    </Drawer>
  );
}

function Details({ voucher, onPrinted }: { voucher: VoucherView; onPrinted: (document: Document) => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const print = useWrite('voucher_slip_render');
  const { row } = voucher;
  const limited = (used: string, limit: string | null) => (limit ? t('voucher:of', { used, limit }) : used);
  return (
    <div className="col gap4">
      <div className="row wrap">
        <StatusPill kind="voucher" state={row.status} />
        <span className="grow" />
        <CopyButton text={row.code} />
        {may('voucher.print') && row.status === 'available' && (
          <Btn size="sm" icon={Printer} busy={print.isPending} onClick={() => print.mutate({ voucher_id: row.voucher_id }, { onSuccess: onPrinted, onError: (error) => toastError(error, t) })}>
            {t('voucher:printSlip')}
          </Btn>
        )}
      </div>
      <FactGrid
        columns={2}
        facts={[
          { label: t('voucher:plan'), value: row.plan_name },
          { label: t('voucher:price'), value: <MoneyText amount={row.price_sell} /> },
          { label: t('voucher:batch'), value: `${row.batch_code} #${row.number}` },
          { label: t('voucher:printed'), value: <When at={row.printed_at} time /> },
          ...(voucher.password ? [{ label: t('voucher:password'), value: <CodeText code={voucher.password} plain /> }] : []),
          { label: t('voucher:firstLogin'), value: row.first_login_at ? <When at={row.first_login_at} time /> : <span className="q">{t('voucher:notFirst')}</span> },
          { label: t('voucher:expires'), value: row.expires_at ? <When at={row.expires_at} time /> : voucher.validity_s ? formatSpan(voucher.validity_s) : t('common:unlimited') },
          { label: t('voucher:time'), value: limited(formatDuration(voucher.uptime_s), voucher.usage_limit_s === null ? null : formatSpan(voucher.usage_limit_s)) },
          { label: t('voucher:data'), value: limited(formatBytes(voucher.bytes_used), voucher.data_limit_bytes === null ? null : formatBytes(voucher.data_limit_bytes)) },
          { label: t('voucher:lastSeen'), value: <When at={voucher.last_seen_at} time /> },
          ...(voucher.void_reason ? [{ label: t('voucher:voidReason'), value: voucher.void_reason }] : []),
        ]}
      />
      <section>
        <h3 className="h2">{t('voucher:copies')}</h3>
        <VoucherCopies voucher={voucher} />
      </section>
      <section>
        <h3 className="h2">{t('voucher:events')}</h3>
        <VoucherHistory voucher={voucher} />
      </section>
    </div>
  );
}
