import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { toastError } from '@/components/dialog';
import { ExportCards } from '@/components/export-cards';
import { JobCard } from '@/components/job-card';
import { useMay } from '@/components/me';
import { formatDecimal, formatNumber, formatSpan } from '@/lib/format';
import { useOp, useWrite, type BatchProgress } from '@/ipc';

/** Batches with a card of their own; the others are counted. */
const most = 2;

/** As many as the program tells at once: where it tells that many, there may be more. */
const told = 20;

/** Batches on their way to routers: at the foot of the rail on every screen. */
export function JobCards() {
  const { t } = useTranslation();
  const may = useMay();
  const summary = useOp('job_summary', {}, { every: 5_000 });
  const pause = useWrite('voucher_batch_pause');
  const resume = useWrite('voucher_batch_resume');
  const cards = summary.data?.cards ?? [];
  const more = Math.max(0, cards.length - most);
  const moreText = cards.length < told ? t('shell:batchesMore', { count: more }) : t('shell:batchesAtLeast', { count: more });
  return (
    <div className="Rail-foot" role="status" aria-live="polite">
      <ExportCards />
      {cards.slice(0, most).map((card) => (
        <JobCard
          key={card.batch_id}
          title={t('shell:batchCard', { code: card.batch_code })}
          short={card.batch_code}
          done={card.done}
          total={card.total}
          pace={paceOf(card, t)}
          detail={card.is_paused ? t('states:batch.paused') : (card.waiting_for[0] ?? undefined)}
          action={
            may('voucher.create') && (
              <button
                type="button"
                className="Link"
                onClick={() => (card.is_paused ? resume : pause).mutate({ batch_id: card.batch_id }, { onError: (error) => toastError(error, t) })}
              >
                {card.is_paused ? t('batch:resume') : t('batch:pause')}
              </button>
            )
          }
        />
      ))}
      {more > 0 && (may('voucher.view') ? <Link to="/batches" className="Link JobMore">{moreText}</Link> : <span className="q JobMore">{moreText}</span>)}
    </div>
  );
}

/** How fast it goes, and how long it takes still: nobody's guess while a router that has to hear it is away. */
function paceOf(card: BatchProgress, t: TFunction): string | undefined {
  // Slower than what a decimal can tell says nothing.
  if (!card.per_second || card.per_second < 0.05 || card.is_paused) return undefined;
  const rate = t('batch:pace', { rate: card.per_second < 10 ? formatDecimal(card.per_second) : formatNumber(card.per_second) });
  const left = card.total - card.done - card.failed;
  if (left <= 0 || card.waiting_for.length > 0) return rate;
  return `${rate} · ${t('batch:left', { left: formatSpan(left / card.per_second) })}`;
}
