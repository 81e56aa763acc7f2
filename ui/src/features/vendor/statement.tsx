import { Printer } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { DayRange } from '@/components/day-range';
import { toastError } from '@/components/dialog';
import { ErrorState, Skeleton } from '@/components/feedback';
import { PdfDialog } from '@/components/pdf-dialog';
import { MoneyText, When } from '@/components/text';
import { formatMoney, formatNumber, isoDay } from '@/lib/format';
import { useOp, useWrite, type Document, type VendorStatement } from '@/ipc';
import { Balance } from './words';

/** A business day as the program reads it, so many days before today at this place. */
export function dayBefore(days: number, timeZone: string, now: Date): string {
  return isoDay(now.getTime() - days * 86_400_000, timeZone);
}

/** The most days of one statement, as the program takes them. */
const daysMax = 367;

interface Span {
  from: string;
  to: string;
}

/** Two days to choose, and the paper of what lies between them. */
export function SpanFields({ span, onChange, busy, onPrint }: { span: Span; onChange: (span: Span) => void; busy: boolean; onPrint: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="row">
      <DayRange whole from={span.from} to={span.to} longest={daysMax} onChange={({ from = span.from, to = span.to }) => onChange({ from, to })} />
      <span className="grow" />
      <Btn icon={Printer} busy={busy} onClick={onPrint}>{t('vendor:printStatement')}</Btn>
    </div>
  );
}

/** What happened between a vendor and the shop, with the balance after each line. */
export function StatementTab({ vendorId, timeZone }: { vendorId: number; timeZone: string }) {
  const { t } = useTranslation();
  const [span, setSpan] = useState<Span>(() => ({ from: dayBefore(30, timeZone, new Date()), to: dayBefore(0, timeZone, new Date()) }));
  const [paper, setPaper] = useState<Document>();
  const render = useWrite('vendor_statement_render');
  const input = { vendor_id: vendorId, from_on: span.from, to_on: span.to };
  const read = useOp('vendor_statement_get', input);
  return (
    <div className="ListBody">
      <div className="Summary">
        <SpanFields span={span} onChange={setSpan} busy={render.isPending} onPrint={() => render.mutate(input, { onSuccess: setPaper, onError: (error) => toastError(error, t) })} />
      </div>
      {read.error ? <ErrorState error={read.error} onRetry={() => void read.refetch()} /> : read.data ? <Statement statement={read.data} /> : <div className="Page"><Skeleton lines={6} height={18} /></div>}
      <PdfDialog document={paper} onClose={() => setPaper(undefined)} />
    </div>
  );
}

function Statement({ statement }: { statement: VendorStatement }) {
  const { t } = useTranslation();
  return (
    <div className="TableWrap">
      <table className="DataTable">
        <caption className="sr">{t('vendor:part.statement')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('vendor:at')}</th>
            <th scope="col">{t('vendor:number')}</th>
            <th scope="col">{t('vendor:what')}</th>
            <th scope="col" className="num">{t('vendor:moved')}</th>
            <th scope="col" className="num">{t('vendor:balance')}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td colSpan={4} className="m">{t('vendor:opening')}</td>
            <td className="num"><Balance amount={statement.opening_balance} /></td>
          </tr>
          {statement.lines.length === 0 && (
            <tr>
              <td colSpan={5} className="q">{t('vendor:noLines')}</td>
            </tr>
          )}
          {statement.lines.map((line) => (
            <tr key={`${line.at}-${line.document_number}-${line.kind}`}>
              <td><When at={line.at} time quiet /></td>
              <td>{line.document_number}</td>
              <td>
                {t(`vendor:lineKinds.${line.kind}`)}
                {line.quantity > 0 && line.kind !== 'commission' && <span className="q"> · {formatNumber(line.quantity)}</span>}
                {line.value !== null && <span className="q"> · {t('vendor:worth', { amount: formatMoney(line.value) })}</span>}
              </td>
              <td className="num">{line.value === null ? <MoneyText amount={line.amount} /> : <span className="q">–</span>}</td>
              <td className="num"><Balance amount={line.balance} /></td>
            </tr>
          ))}
          <tr>
            <td colSpan={4} className="m">{t('vendor:closing')}</td>
            <td className="num"><b><Balance amount={statement.closing_balance} /></b></td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}
