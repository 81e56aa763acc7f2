import { Clock, Database, FileText, Info, QrCode, Router, Unplug, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ConsequencePanel, type Warning } from '@/components/consequence-panel';
import { ErrorState } from '@/components/feedback';
import { MoneyText } from '@/components/text';
import { formatDecimal, formatNumber, formatSpan } from '@/lib/format';
import type { PreviewWarning, SheetPreset, VoucherBatchPreview } from '@/ipc';

const warningIcons: Record<string, LucideIcon> = { router_down: Unplug, router_clock_wrong: Clock, qr_login_off: QrCode, last_sheet_short: Info, no_router: Router };

/** Sums in words of millions where the exact figure says nothing. */
function useShort(): (value: number) => string {
  const { t } = useTranslation();
  return (value) => (value >= 1_000_000 ? t('batch:million', { count: formatDecimal(value / 1_000_000) as unknown as number }) : formatNumber(value));
}

export function BatchConsequences({ preview, preset, stale, error, onQuantity }: {
  preview: VoucherBatchPreview | undefined; preset: SheetPreset | undefined; stale: boolean; error: unknown; onQuantity: (count: number) => void;
}) {
  const { t } = useTranslation();
  const short = useShort();
  if (error && !preview) {
    return (
      <aside className="ConsequencePanel">
        <ErrorState error={error} compact />
      </aside>
    );
  }
  if (!preview) return <ConsequencePanel figures={[]} lines={[]} steps={[]} warnings={[]} stale />;
  const text = (warning: PreviewWarning) => t(`warning:${warning.code}` as 'warning:no_router', { ...warning.params, defaultValue: warning.code });
  const warnings: Warning[] = preview.warnings.map((warning, i) => {
    const short = warning.code === 'last_sheet_short';
    const full = preview.quantity - preview.last_sheet_cards + preview.cards_per_sheet;
    return {
      id: `${warning.code}-${i}`,
      tone: short ? 'plain' : warning.code === 'no_router' ? 'bad' : 'warn',
      icon: warningIcons[warning.code],
      text: (
        <>
          {text(warning)}{' '}
          {short && (
            <button type="button" className="Link" onClick={() => onQuantity(full)}>
              {t('batch:fill', { count: full })}
            </button>
          )}
        </>
      ),
    };
  });
  const routers = preview.routers.map((router) => router.router_name).join(', ');
  return (
    <ConsequencePanel
      stale={stale}
      figures={[
        { label: t('batch:newCodes'), value: formatNumber(preview.quantity) },
        { label: t('batch:sheets', { paper: preset?.paper ?? '' }), value: formatNumber(preview.sheets) },
        { label: t('batch:saleValue'), value: <MoneyText amount={preview.value_sell} /> },
      ]}
      lines={[
        { label: t('batch:settle'), value: <MoneyText amount={preview.value_cost} /> },
        { label: t('batch:space', { space: short(preview.code_space) }), value: `${formatPercentFine(preview.code_space_used_percent)} %` },
        ...(routers ? [{ label: t('batch:applyTo', { router: routers }), value: t('batch:aboutSeconds', { time: formatSpan(preview.provisioning_seconds) }) }] : []),
      ]}
      steps={[
        { icon: Database, text: t('batch:step1', { count: preview.quantity }) },
        { icon: Router, text: t('batch:step2') },
        { icon: FileText, text: t('batch:step3', { count: preview.quantity }) },
      ]}
      warnings={warnings}
    />
  );
}

const fine = new Intl.NumberFormat('id-ID', { maximumFractionDigits: 4 });
/** A share too small to write is said to be small, not nothing. */
const formatPercentFine = (percent: number) => (percent > 0 && percent < 0.0001 ? `< ${fine.format(0.0001)}` : fine.format(percent));
