import { useTranslation } from 'react-i18next';
import { Banner } from '@/components/feedback';
import { MoneyText } from '@/components/text';
import { formatDecimal, formatNumber, formatSpan } from '@/lib/format';
import type { PlanView } from '@/ipc';
import { profileOf, type PlanForm } from './plan-terms';

/** What the customer buys, in one glance, while it is typed. */
export function PlanSummary({ form, stored, routers }: { form: PlanForm; stored: PlanView | undefined; routers: number }) {
  const { t } = useTranslation();
  const none = t('common:unlimited');
  const lines = [
    { label: t('plan:validity'), value: form.validityDays === null ? none : formatSpan(form.validityDays * 86_400) },
    { label: t('plan:time'), value: form.usageHours === null ? none : formatSpan(form.usageHours * 3600) },
    { label: t('plan:data'), value: form.dataGigabytes === null ? none : `${formatNumber(form.dataGigabytes)} GB` },
    { label: t('plan:speed'), value: form.uploadMbit === null || form.downloadMbit === null ? none : `${formatDecimal(form.uploadMbit)} M / ${formatDecimal(form.downloadMbit)} M` },
    { label: t('plan:devices'), value: formatNumber(form.sharedUsers ?? 1) },
  ];
  return (
    <aside aria-label={t('plan:summary')}>
      <h2 className="h2">{t('plan:summary')}</h2>
      <dl className="Big3">
        <div>
          <dt>{form.name || t('plan:name')}</dt>
          <dd>{form.priceSell ? <MoneyText amount={form.priceSell} /> : <span className="q">Rp –</span>}</dd>
        </div>
      </dl>
      <dl className="Cq">
        {lines.map((line) => (
          <div key={line.label}>
            <dt className="q2">{line.label}</dt>
            <dd className="m">{line.value}</dd>
          </div>
        ))}
      </dl>
      {routers > 0 && <Banner>{t('plan:profileFollows', { profile: form.profileName || profileOf(form.name) || '…' })}</Banner>}
      {stored && <Banner tone="wait">{t('plan:codesKeep')}</Banner>}
    </aside>
  );
}
