import { Ban, FileText, Pause, Play, Printer, Ticket, TicketCheck, type LucideIcon } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn, BtnLink } from '@/components/button';
import { useScreenName } from '@/components/crumbs';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { toastDone, toastError } from '@/components/dialog';
import { Banner, ErrorState, Skeleton } from '@/components/feedback';
import { Bar } from '@/components/job-card';
import { DetailHeader, FactGrid } from '@/components/layout';
import { useMay } from '@/components/me';
import { usePrinter } from '@/components/printer';
import { batchState, RouterTruth, State, StatusPill } from '@/components/state';
import { Ago, MoneyText, When } from '@/components/text';
import { Timeline } from '@/components/timeline';
import { formatDecimal, formatNumber, formatSpan } from '@/lib/format';
import { useOp, useWrite, type BatchRouter, type Document, type IpcError, type VoucherBatchView } from '@/ipc';
import { PdfDialog } from '@/components/pdf-dialog';

type Dialog = 'void' | 'reprint' | undefined;

/** How far is it, what is it worth, and the paper. */
export function BatchDetailScreen({ batchId }: { batchId: number }) {
  const { t } = useTranslation();
  const batch = useOp('voucher_batch_get', { batch_id: batchId }, { every: 5_000 });
  useScreenName(batch.data?.row.batch_code);
  if (batch.isError && !batch.data) return <ErrorState error={batch.error} onRetry={() => void batch.refetch()} />;
  if (!batch.data) return <div className="Page"><Skeleton lines={8} height={18} /></div>;
  return (
    <>
      {batch.isError && <Banner tone="warn" edge>{t('common:stale', { time: '' })}</Banner>}
      <Batch batch={batch.data} />
    </>
  );
}

function Batch({ batch }: { batch: VoucherBatchView }) {
  const { t } = useTranslation();
  const may = useMay();
  const { row } = batch;
  const [dialog, setDialog] = useState<Dialog>();
  const [paper, setPaper] = useState<Document>();
  const pause = useWrite('voucher_batch_pause');
  const resume = useWrite('voucher_batch_resume');
  const voidBatch = useWrite('voucher_batch_void');
  const render = useWrite('voucher_sheet_render');
  const send = useWrite('voucher_sheet_print');
  const printer = usePrinter('sheet', row.location_id);
  const busy = row.truth.pending > 0 && row.status !== 'void';

  const input = (reason?: string) => ({ batch_id: row.batch_id, ...(reason ? { reprint_reason: reason } : {}) });
  // Somebody else has printed it since: then it is asked why, like any reprint.
  const refused = (reason: string | undefined) => (error: IpcError) => {
    if (reason === undefined && error.code === 'voucher_reprint_reason_missing') setDialog('reprint');
    else if (reason === undefined) toastError(error, t);
  };
  const open = (reason?: string) =>
    render.mutate(input(reason), {
      onSuccess: (document) => {
        setDialog(undefined);
        setPaper(document);
      },
      onError: refused(reason),
    });
  /** On the place's printer of sheets, without a dialogue. */
  const print = (reason?: string) =>
    send.mutate(input(reason), {
      onSuccess: (sent) => {
        setDialog(undefined);
        toastDone(t('batch:sheetsSent', { count: sent.pieces, name: sent.printer_name }));
      },
      onError: refused(reason),
    });
  const ask = (then: () => void) => {
    render.reset();
    send.reset();
    if (row.printed_at) setDialog('reprint');
    else then();
  };
  const confirmVoid = (reason: string) =>
    voidBatch.mutate(
      { batch_id: row.batch_id, reason },
      {
        onSuccess: (result) => {
          setDialog(undefined);
          toastDone(t('batch:voided', { voided: formatNumber(result.voided), skipped: formatNumber(result.skipped), count: result.voided }));
        },
      },
    );

  return (
    <div className="ListBody">
      <DetailHeader
        title={row.batch_code}
        states={<StatusPill kind="batch" state={batchState(row.status, row.truth)} />}
        detail={`${row.plan_name} · ${t('batch:codesOf', { count: row.quantity })}`}
        actions={
          <>
            {may('voucher.void') && row.status !== 'void' && row.available > 0 && (
              <Btn tone="danger" icon={Ban} onClick={() => setDialog('void')}>
                {t('batch:void')}
              </Btn>
            )}
            {may('voucher.create') && busy && row.status === 'active' && (
              <Btn icon={Pause} busy={pause.isPending} onClick={() => pause.mutate({ batch_id: row.batch_id }, { onSuccess: () => toastDone(t('batch:pausedToast', { code: row.batch_code }), () => resume.mutate({ batch_id: row.batch_id })) })}>
                {t('batch:pause')}
              </Btn>
            )}
            {may('voucher.create') && row.status === 'paused' && (
              <Btn icon={Play} busy={resume.isPending} onClick={() => resume.mutate({ batch_id: row.batch_id })}>
                {t('batch:resume')}
              </Btn>
            )}
            {may('voucher.print') && row.status !== 'void' && (
              <>
                {printer && !row.printed_at && <Btn icon={FileText} busy={render.isPending} onClick={() => ask(() => open())}>{t('batch:sheetPdf')}</Btn>}
                <Btn tone="primary" icon={row.printed_at || printer ? Printer : FileText} hotkey="p" busy={render.isPending || send.isPending} onClick={() => ask(() => (printer ? print() : open()))}>
                  {row.printed_at ? t('batch:reprintTitle') : printer ? t('printing:printOn', { name: printer.name }) : t('batch:printSheet')}
                </Btn>
              </>
            )}
          </>
        }
      />
      {row.status === 'paused' && (
        <Banner tone="wait" edge>
          <b className="m">{t('batch:pausedBanner')}</b> {t('batch:pausedHint')}
        </Banner>
      )}
      {(pause.error ?? resume.error) && <ErrorState error={pause.error ?? resume.error} compact />}
      <div className="Cols">
        <div className="Left">
          <Facts batch={batch} />
          <Progress batch={batch} />
          <section>
            <h2 className="h2">{t('batch:byState')}</h2>
            <Bar
              height={8}
              total={row.quantity}
              label={t('batch:byState')}
              parts={[{ value: batch.counts.active, meaning: 'good' }, { value: batch.counts.available }, { value: batch.counts.used + batch.counts.expired + batch.counts.void, meaning: 'off' }]}
            />
            <div className="Four">
              {(['available', 'active', 'used', 'expired', 'void'] as const).map((state) => (
                <Link key={state} to="/vouchers" search={{ batch: row.batch_id, status: state }}>
                  <State kind="voucher" state={state} />
                  <b>{formatNumber(batch.counts[state])}</b>
                </Link>
              ))}
            </div>
          </section>
          <div className="row">
            <BtnLink icon={Ticket} to="/vouchers" search={{ batch: row.batch_id }} hotkey="v">
              {t('batch:seeVouchers')}
            </BtnLink>
          </div>
        </div>
        <aside className="Right">
          <section>
            <h2 className="h2">{t('batch:routersTitle')}</h2>
            <ul className="Rows tall">
              {batch.routers.map((router) => (
                <RouterRow key={router.router_id} router={router} />
              ))}
            </ul>
          </section>
          {may('audit.view') && <Activity batchId={row.batch_id} />}
        </aside>
      </div>
      <PdfDialog document={paper} onClose={() => setPaper(undefined)} />
      <ConfirmDialog
        key={dialog}
        opened={dialog === 'void'}
        onClose={() => setDialog(undefined)}
        title={t('batch:voidTitle', { code: row.batch_code })}
        confirm={t('batch:voidVerb')}
        tone="danger"
        reasonLabel={t('batch:reason')}
        busy={voidBatch.isPending}
        error={voidBatch.error}
        onConfirm={confirmVoid}
      >
        {t('batch:voidText', { count: row.available })}
      </ConfirmDialog>
      <ConfirmDialog
        key={`${dialog}-print`}
        opened={dialog === 'reprint'}
        onClose={() => setDialog(undefined)}
        title={t('batch:reprintTitle')}
        confirm={printer ? t('printing:printOn', { name: printer.name }) : t('common:print')}
        reasonLabel={t('batch:reprintReason')}
        busy={render.isPending || send.isPending}
        error={render.error ?? send.error}
        onConfirm={printer ? print : open}
        also={printer ? { label: t('printing:asPdf'), onConfirm: open } : undefined}
      >
        {t('batch:reprintText')}
      </ConfirmDialog>
    </div>
  );
}

function Facts({ batch }: { batch: VoucherBatchView }) {
  const { t } = useTranslation();
  const { row } = batch;
  return (
    <FactGrid
      minimum={100}
      facts={[
        { label: t('batch:facts.price'), value: <MoneyText amount={row.price_sell} /> },
        { label: t('batch:facts.cost'), value: <MoneyText amount={batch.price_cost} /> },
        { label: t('batch:value'), value: <MoneyText amount={row.total_revenue} /> },
        { label: t('batch:facts.code'), value: `${t(`batch:alphabets.${batch.code.alphabet}`)}, ${batch.code.length}` },
        { label: t('batch:facts.printed'), value: row.printed_at ? <When at={row.printed_at} time /> : t('batch:facts.notPrinted') },
        { label: t('batch:facts.made'), value: <When at={row.created_at} time /> },
        ...(batch.notes ? [{ label: t('batch:notes'), value: batch.notes }] : []),
      ]}
    />
  );
}

function Progress({ batch }: { batch: VoucherBatchView }) {
  const { t } = useTranslation();
  const { truth } = batch.row;
  const summary = useOp('job_summary', {}, { every: 2_000, enabled: truth.pending > 0 });
  const card = summary.data?.cards.find((one) => one.batch_id === batch.row.batch_id);
  const total = truth.applied + truth.pending + truth.failed + truth.drifted;
  if (total === 0) return null;
  const left = card?.per_second ? truth.pending / card.per_second : undefined;
  return (
    <section aria-live="polite">
      <div className="row">
        <h2 className="h2 grow">{t('batch:progress', { done: formatNumber(truth.applied), total: formatNumber(total) })}</h2>
        <span className="sm q tn">
          {/* How long it takes is nobody's guess while a router that has to hear it is away. */}
          {card && card.waiting_for.length > 0
            ? t('batch:waitingFor', { names: card.waiting_for.join(', ') })
            : card?.per_second && left !== undefined
              ? t('batch:rate', { rate: formatDecimal(card.per_second), left: formatSpan(left) })
              : batch.routers.length > 1
                ? t('batch:copies', { codes: formatNumber(batch.row.quantity), routers: formatNumber(batch.routers.length) })
                : ''}
        </span>
      </div>
      <Bar
        height={8}
        total={total}
        label={t('batch:routersTitle')}
        parts={[{ value: truth.applied, meaning: 'good' }, { value: truth.drifted, meaning: 'warn' }, { value: truth.failed, meaning: 'bad' }, { value: truth.pending, meaning: 'wait' }]}
      />
      <div className="Four">
        {(['applied', 'pending', 'drifted', 'failed'] as const).map((state) => (
          <span key={state}>
            <RouterTruth state={state} />
            <b>{formatNumber(truth[state])}</b>
          </span>
        ))}
      </div>
    </section>
  );
}

function RouterRow({ router }: { router: BatchRouter }) {
  const { t } = useTranslation();
  const total = router.truth.applied + router.truth.pending + router.truth.failed + router.truth.drifted;
  const state = router.link === 'up' ? 'connected' : router.link === 'down' ? 'lost' : 'unknown';
  return (
    <li>
      <div className="grow">
        <div className="row">
          <Link to="/routers/$id" params={{ id: String(router.router_id) }} className="m grow cut">{router.router_name}</Link>
          <State kind="router" state={state} detail={state === 'lost' && router.last_seen_at ? <Ago at={router.last_seen_at} /> : undefined} />
        </div>
        <Bar
          total={total}
          label={t('batch:progress', { done: router.truth.applied, total })}
          parts={[{ value: router.truth.applied, meaning: 'good' }, { value: router.truth.drifted, meaning: 'warn' }, { value: router.truth.failed, meaning: 'bad' }, { value: router.truth.pending, meaning: 'wait' }]}
        />
        <div className="sm q tn">{t('batch:progress', { done: formatNumber(router.truth.applied), total: formatNumber(total) })}</div>
      </div>
    </li>
  );
}

const activityIcons: Record<string, LucideIcon> = {
  voucher_batch_create: TicketCheck, voucher_sheet_render: Printer, voucher_sheet_print: Printer, voucher_batch_void: Ban, voucher_batch_pause: Pause, voucher_batch_resume: Play,
};

function Activity({ batchId }: { batchId: number }) {
  const { t } = useTranslation();
  const activity = useOp('activity_list', { subject_kind: 'voucher_batch', subject_id: batchId });
  const rows = activity.data?.rows ?? [];
  return (
    <section>
      <h2 className="h2 spaced">{t('batch:activity')}</h2>
      {rows.length === 0 ? (
        <p className="sm q">{activity.isPending ? t('common:loading') : t('batch:noActivity')}</p>
      ) : (
        <Timeline
          entries={rows.map((row) => ({
            id: row.activity_id,
            at: row.at,
            by: row.user_name,
            icon: activityIcons[row.action] ?? FileText,
            text: t(`batch:actions.${row.action}` as 'batch:actions.voucher_batch_create', { defaultValue: row.action }),
          }))}
        />
      )}
    </section>
  );
}
