import { useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { BtnLink } from '@/components/button';
import { EmptyState, ErrorState } from '@/components/feedback';

export function NotFound() {
  const { t } = useTranslation();
  return (
    <EmptyState icon={Compass} title={t('shell:pageNotFound')} actions={<BtnLink to="/">{t('shell:toDashboard')}</BtnLink>}>
      {t('shell:pageNotFoundHint')}
    </EmptyState>
  );
}

/** A screen threw: the rest of the program goes on, the data is untouched. */
export function Crashed({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return <ErrorState error={error} onRetry={retry} />;
}
