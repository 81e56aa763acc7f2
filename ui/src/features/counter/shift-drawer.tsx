import { Drawer } from '@/components/modal';
import { Link } from '@tanstack/react-router';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { toastDone } from '@/components/dialog';
import { Banner, ErrorState, Skeleton } from '@/components/feedback';
import { TextField } from '@/components/field';
import { FactGrid } from '@/components/layout';
import { useMay } from '@/components/me';
import { MoneyText, When } from '@/components/text';
import { ZReportButtons } from '@/components/z-report';
import { formatNumber } from '@/lib/format';
import { useOp, useWrite, type CashSessionReport, type CashSessionView } from '@/ipc';
import { CloseShiftDialog } from './shift-close';

/** One shift as its Z-report says it: what was sold how, what went in and out, what should be there and what was. */
export function ShiftDrawer({ id, onClose }: { id: number | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const session = useOp('cash_session_get', { cash_session_id: id ?? 0 }, { enabled: id !== undefined });
  const [asking, setAsking] = useState(false);
  return (
    <Drawer opened={id !== undefined} onClose={onClose} closeOnEscape={!asking} size={560} title={session.data ? t('counter:shiftNumber', { number: session.data.number }) : t('counter:shift')} closeButtonProps={{ 'aria-label': t('common:close') }}>
      {session.data ? <Shift key={session.data.cash_session_id} session={session.data} onAsk={setAsking} /> : session.isError ? <ErrorState error={session.error} compact onRetry={() => void session.refetch()} /> : <Skeleton lines={8} />}
    </Drawer>
  );
}

function Shift({ session, onAsk }: { session: CashSessionView; onAsk: (asking: boolean) => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const [act, setAct] = useState<'close' | 'take'>();
  const isOpen = session.closed_at === null;
  const ask = (next: 'close' | 'take' | undefined) => {
    setAct(next);
    onAsk(next !== undefined);
  };
  return (
    <div className="col gap4">
      <FactGrid
        columns={2}
        facts={[
          { label: t('counter:drawer'), value: session.drawer_name },
          { label: t('counter:person'), value: may('audit.view') ? <Link className="Link" to="/audit" search={{ view: 'deeds', person: session.user_id }}>{session.user_name}</Link> : session.user_name },
          { label: t('counter:opened'), value: <><When at={session.opened_at} time /> {session.opened_by_name !== session.user_name && <span className="q sm">{session.opened_by_name}</span>}</> },
          { label: t('counter:closedAt'), value: isOpen ? <span className="StatusPill good">{t('counter:isOpen')}</span> : <><When at={session.closed_at} time /> {session.closed_by_name !== session.user_name && <span className="q sm">{session.closed_by_name}</span>}</> },
        ]}
      />
      {isOpen && may('cash.manage') && (
        <div className="row">
          {!session.is_mine && <Btn size="sm" onClick={() => ask('take')}>{t('counter:takeOver')}</Btn>}
          <Btn size="sm" onClick={() => ask('close')}>{t('counter:closeShift')}</Btn>
        </div>
      )}
      <div className="row wrap">
        {!isOpen && <ZReportButtons shift={session} size="sm" />}
        {may('sale.view') && <Link className="Link" to="/sales" search={{ shift: session.cash_session_id }}>{t('books:ofShift')}</Link>}
        {may('ledger.view') && <Link className="Link" to="/ledger" search={{ shift: session.cash_session_id }}>{t('books:entriesOfShift')}</Link>}
      </div>
      {isOpen && session.expected_amount === null ? <Banner tone="wait">{t('counter:blind')}</Banner> : <Report session={session} />}
      {act === 'close' && <CloseShiftDialog shift={session} onClose={() => ask(undefined)} />}
      {act === 'take' && <TakeOver session={session} onClose={() => ask(undefined)} />}
    </div>
  );
}

function TakeOver({ session, onClose }: { session: CashSessionView; onClose: () => void }) {
  const { t } = useTranslation();
  const write = useWrite('cash_session_take_over');
  return (
    <ConfirmDialog
      opened onClose={onClose} title={t('counter:takeOverTitle', { number: session.number, user: session.user_name })} confirm={t('counter:takeOver')} reasonLabel={t('counter:why')} busy={write.isPending} error={write.error}
      onConfirm={(reason) => write.mutate({ cash_session_id: session.cash_session_id, reason }, { onSuccess: () => { toastDone(t('counter:tookOver', { number: session.number })); onClose(); } })}
    >
      {t('counter:takeOverHint')}
    </ConfirmDialog>
  );
}

function Report({ session }: { session: CashSessionView }) {
  const report = useOp('cash_session_report', { cash_session_id: session.cash_session_id });
  if (report.error && !report.data) return <ErrorState error={report.error} compact onRetry={() => void report.refetch()} />;
  if (!report.data) return <Skeleton lines={8} />;
  return <Lines report={report.data} session={session} />;
}

function Lines({ report, session }: { report: CashSessionReport; session: CashSessionView }) {
  const { t } = useTranslation();
  const documents = report.first_document === null ? null : [report.first_document, report.last_document].join(' – ');
  return (
    <>
      <Table title={t('counter:cashFlow')} rows={[
        [t('counter:float'), session.float_amount],
        [t('counter:cashSales'), report.cash_sales],
        [t('counter:cashRefunds'), report.cash_refunds],
        [t('counter:payIns'), report.pay_ins],
        [t('counter:payOuts'), report.pay_outs],
        [t('counter:expected'), report.expected_amount],
      ]} total />
      {session.closed_at !== null && (
        <>
          <Table rows={[[t('counter:counted'), session.counted_amount ?? '0'], [t('counter:difference'), session.difference_amount ?? '0']]} total />
          <Difference session={session} />
        </>
      )}
      <section>
        <h3 className="h2">{t('counter:byMethod')} {documents && <span className="q sm">{documents}</span>}</h3>
        <table className="Sums">
          <tbody>
            {report.by_method.map((row) => (
              <tr key={row.method}>
                <th scope="row">{t(`counter:methods.${row.method}` as 'counter:methods.cash', { defaultValue: row.method })} <span className="q">{t('counter:documents', { count: row.sale_count })}</span></th>
                <td className="num">{row.refund_count > 0 && <span className="q sm">{t('counter:ofWhichBack')} <MoneyText amount={row.refund_amount} /> </span>}<MoneyText amount={row.sale_amount} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section>
        <h3 className="h2">{t('counter:byPlan')}</h3>
        {report.by_plan.length === 0 ? <p className="q sm">{t('counter:noSales')}</p> : (
          <table className="Sums">
            <tbody>
              {report.by_plan.map((row) => (
                <tr key={row.plan_id}><th scope="row">{row.plan_name} <span className="q">× {formatNumber(row.quantity)}</span></th><td className="num"><MoneyText amount={row.amount} /></td></tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      {report.movements.length > 0 && (
        <section>
          <h3 className="h2">{t('counter:movements')}</h3>
          <ul className="Rows">
            {report.movements.map((row) => (
              <li key={`${row.at}-${row.kind}-${row.amount}`}>
                <When at={row.at} time quiet />
                <span className="grow cut">{t(`counter:entries.${row.kind}` as 'counter:entries.float', { defaultValue: row.kind })} <span className="q sm">{[row.reason, row.user_name].filter(Boolean).join(' · ')}</span></span>
                <MoneyText amount={row.amount} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Table({ title, rows, total = false }: { title?: ReactNode; rows: [string, string][]; total?: boolean }) {
  return (
    <section>
      {title && <h3 className="h2">{title}</h3>}
      <table className="Sums">
        <tbody>
          {rows.map(([label, amount], i) => (
            <tr key={label} className={total && i === rows.length - 1 ? 't' : undefined}><th scope="row">{label}</th><td className="num"><MoneyText amount={amount} /></td></tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** A difference stays in sight until somebody says where it comes from. */
function Difference({ session }: { session: CashSessionView }) {
  const { t } = useTranslation();
  const may = useMay();
  const explain = useWrite('cash_session_explain');
  const [reason, setReason] = useState('');
  if (Number(session.difference_amount ?? 0) === 0) return <Banner tone="good">{t('counter:agrees')}</Banner>;
  if (session.difference_reason !== null) return <Banner tone="warn"><b className="m">{t('counter:explained')}</b> {session.difference_reason}</Banner>;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim().length >= 3) explain.mutate({ cash_session_id: session.cash_session_id, reason: reason.trim() }, { onSuccess: () => toastDone(t('counter:reasonKept')) });
  };
  return (
    <form className="col gap3" onSubmit={submit}>
      <Banner tone="bad">{t('counter:notExplained')}</Banner>
      {(session.is_mine || may('cash.manage')) && (
        <>
          <TextField label={t('counter:why')} help={t('counter:whyHelp')} value={reason} onChange={setReason} maxLength={300} />
          {explain.error && <ErrorState error={explain.error} compact />}
          <div className="row"><Btn type="submit" busy={explain.isPending} disabled={reason.trim().length < 3}>{t('counter:saveReason')}</Btn></div>
        </>
      )}
    </form>
  );
}
