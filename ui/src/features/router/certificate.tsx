import { useTranslation } from 'react-i18next';
import { CodeText } from '@/components/text';

/** `7f3a…` as people compare it: `7F:3A:…`. */
function fingerprint(hex: string): string {
  const plain = hex.replace(/[^0-9a-f]/gi, '').toUpperCase();
  return plain.match(/.{1,2}/g)?.join(':') ?? hex;
}

/** Both certificates side by side: a reset router has a new one; so has a machine that stands in between. */
export function CertificatePair({ pinned, seen }: { pinned: string; seen: string }) {
  const { t } = useTranslation();
  return (
    <dl className="Certs">
      <div>
        <dt>{t('router:cert.pinned')}</dt>
        <dd><CodeText code={fingerprint(pinned)} plain /></dd>
      </div>
      <div>
        <dt>{t('router:cert.seen')}</dt>
        <dd><CodeText code={fingerprint(seen)} plain /></dd>
      </div>
    </dl>
  );
}
