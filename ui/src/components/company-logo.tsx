import { useTranslation } from 'react-i18next';
import { useOp } from '@/ipc';
import { Mark } from './icon';

/** The company's own logo where it has one, else the program's mark. `height` in pixels. */
export function CompanyLogo({ company, height = 28 }: { company: string | null; height?: number }) {
  const { t } = useTranslation();
  const logo = useOp('company_logo_get', {});
  const { png_base64: png, width, height: tall } = logo.data ?? {};
  if (!png || !width || !tall) return <Mark />;
  return <img className="CompanyLogo" src={`data:image/png;base64,${png}`} alt={t('settings:logoOf', { company: company ?? '' })} width={Math.round((width / tall) * height)} height={height} />;
}
