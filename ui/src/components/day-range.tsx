import { useTranslation } from 'react-i18next';

/** From a day and to a day, both included; either may stay open. */
export function DayRange({ from, to, onChange }: { from: string | undefined; to: string | undefined; onChange: (part: { from?: string | undefined; to?: string | undefined }) => void }) {
  const { t } = useTranslation();
  return (
    <div className="row tight Days">
      <label className="row tight sm q2">
        {t('audit:from')}
        <input type="date" className="DayInput" max={to} value={from ?? ''} onChange={(event) => onChange({ from: event.currentTarget.value || undefined })} />
      </label>
      <label className="row tight sm q2">
        {t('audit:to')}
        <input type="date" className="DayInput" min={from} value={to ?? ''} onChange={(event) => onChange({ to: event.currentTarget.value || undefined })} />
      </label>
    </div>
  );
}
