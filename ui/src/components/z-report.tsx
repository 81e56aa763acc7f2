import { FileText, Printer } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { fromBase64, printPdf } from '@/lib/files';
import { formatNumber } from '@/lib/format';
import { call, paper, toFailure, useOp, type CashSessionReport } from '@/ipc';
import { Btn } from './button';
import { toastDone, toastError } from './dialog';
import { ErrorState, Skeleton } from './feedback';
import { MoneyText } from './text';

/** Opens a PDF in the system's viewer; a browser prints it itself. */
async function open(id: number): Promise<void> {
  const page = await call('cash_session_render', { cash_session_id: id, paper: 'a4' });
  const system = paper();
  if (system) await system.open(page);
  else printPdf(fromBase64(page.content_base64));
}

/** Prints the report of a shift: on the place's printer, or as a PDF where it has none. */
export function ZReportButtons({ shiftId }: { shiftId: number }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const run = async (act: () => Promise<void>) => {
    setBusy(true);
    try {
      await act();
    } catch (error) {
      toastError(error, t);
    } finally {
      setBusy(false);
    }
  };
  const print = async () => {
    try {
      const sent = await call('cash_session_print', { cash_session_id: shiftId });
      toastDone(t('printing:sent', { name: sent.printer_name }));
    } catch (error) {
      if (toFailure(error).code !== 'printer_none') throw error;
      await open(shiftId);
    }
  };
  return (
    <>
      <Btn icon={Printer} busy={busy} onClick={() => void run(print)}>{t('printing:report')}</Btn>
      <Btn tone="ghost" icon={FileText} busy={busy} onClick={() => void run(() => open(shiftId))}>{t('printing:reportPdf')}</Btn>
    </>
  );
}

/** What a shift did, as it stands on its Z report, and the buttons that print it. */
export function ZReport({ shiftId }: { shiftId: number }) {
  const report = useOp('cash_session_report', { cash_session_id: shiftId });
  if (report.error && !report.data) return <ErrorState error={report.error} compact onRetry={() => void report.refetch()} />;
  if (!report.data) return <Skeleton lines={8} />;
  return (
    <div className="col gap3">
      <Sums report={report.data} />
      <div className="row wrap"><ZReportButtons shiftId={shiftId} /></div>
    </div>
  );
}

function Sums({ report }: { report: CashSessionReport }) {
  const { t } = useTranslation();
  const { session } = report;
  const drawer: [string, string | null][] = [
    [t('printing:float'), session.float_amount],
    [t('printing:cashSales'), report.cash_sales],
    [t('printing:cashRefunds'), minus(report.cash_refunds)],
    [t('printing:payIns'), report.pay_ins],
    [t('printing:payOuts'), minus(report.pay_outs)],
    [t('printing:expected'), report.expected_amount],
    [t('printing:counted'), session.counted_amount],
    [t('printing:difference'), session.difference_amount],
    [t('printing:handedOver'), session.closed_at === null ? null : report.handed_over],
  ];
  return (
    <table className="Sums">
      <Part title={t('printing:payments')}>
        {report.by_method.map((one) => (
          <Row key={one.method} label={`${t(`counter:methods.${one.method}` as 'counter:methods.cash')} × ${formatNumber(one.sale_count)}`} amount={one.sale_amount} />
        ))}
        {report.by_method.filter((one) => one.refund_count > 0).map((one) => (
          <Row key={one.method} label={`${t(`counter:methods.${one.method}` as 'counter:methods.cash')} ${t('printing:takenBack')} × ${formatNumber(one.refund_count)}`} amount={minus(one.refund_amount)} />
        ))}
      </Part>
      <Part title={t('printing:plans')}>
        {report.by_plan.map((one) => <Row key={one.plan_id} label={`${one.plan_name} × ${formatNumber(one.quantity)}`} amount={one.amount} />)}
      </Part>
      <Part title={t('printing:cash')}>
        {drawer.map(([label, amount]) => amount !== null && <Row key={label} label={label} amount={amount} strong={label === t('printing:expected') || label === t('printing:difference')} />)}
      </Part>
    </table>
  );
}

const minus = (amount: string) => (Number(amount) === 0 ? amount : `-${amount}`);

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <tbody>
      <tr><th scope="rowgroup" colSpan={2} className="m">{title}</th></tr>
      {children}
    </tbody>
  );
}

function Row({ label, amount, strong = false }: { label: string; amount: string; strong?: boolean }) {
  return (
    <tr className={strong ? 't' : undefined}>
      <th scope="row">{label}</th>
      <td className="num"><MoneyText amount={amount} /></td>
    </tr>
  );
}
