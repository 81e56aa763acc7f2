import { Check, CircleAlert, CircleCheck, Copy, Info, RotateCw, TriangleAlert, type LucideIcon } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { copyText } from '@/lib/clipboard';
import { describeError, toFailure } from '@/i18n/errors';
import { Btn } from './button';
import { Icon } from './icon';

export function CopyButton({ text, label }: { text: string; label?: string }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    if (!(await copyText(text))) return;
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <>
      <Btn tone="ghost" size="sm" iconOnly icon={copied ? Check : Copy} onClick={() => void copy()}>
        {label ?? t('common:copy')}
      </Btn>
      <span className="sr" role="status">
        {copied ? t('common:copied') : ''}
      </span>
    </>
  );
}

/** A command to paste elsewhere, with its copy button. */
export function Code({ children, label }: { children: string; label?: string }) {
  return (
    <div className="Code">
      <pre>{children}</pre>
      <CopyButton text={children} label={label} />
    </div>
  );
}

const bannerIcons: Record<string, LucideIcon> = { warn: TriangleAlert, bad: CircleAlert, wait: Info, good: CircleCheck, plain: Info };

export function Banner({ tone = 'plain', icon, children, actions, edge = false, live = false }: {
  tone?: 'warn' | 'bad' | 'wait' | 'good' | 'plain'; icon?: LucideIcon; children: ReactNode; actions?: ReactNode; edge?: boolean; live?: boolean;
}) {
  return (
    <div className={`Banner ${tone} ${edge ? 'edge' : ''}`} role={live ? (tone === 'bad' ? 'alert' : 'status') : undefined}>
      <Icon as={icon ?? bannerIcons[tone] ?? Info} />
      <div className="grow">{children}</div>
      {actions}
    </div>
  );
}

/** Nothing here yet: says what this place is for and what to do first. */
export function EmptyState({ icon, title, children, actions }: { icon: LucideIcon; title: string; children?: ReactNode; actions?: ReactNode }) {
  return (
    <div className="EmptyState">
      <Icon as={icon} size={28} />
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {actions && <div className="row">{actions}</div>}
    </div>
  );
}

/** The code a person can read out or copy when asking for help. */
function ErrorCode({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const failure = toFailure(error);
  const text = failure.incident ? `${failure.code} · ${failure.incident}` : failure.code;
  return (
    <span className="row sm q nw ErrorCode">
      {t('common:code')} <span className="CodeText">{text}</span>
      <CopyButton text={text} label={t('common:copyCode')} />
    </span>
  );
}

/** What happened, what was kept, what to do, and the code; with a way to try again. */
export function ErrorState({ error, onRetry, compact = false }: { error: unknown; onRetry?: () => void; compact?: boolean }) {
  const { t } = useTranslation();
  const { title, hint } = describeError(error, t);
  if (compact) {
    return (
      <Banner tone="bad" live actions={onRetry && <Btn size="sm" icon={RotateCw} onClick={onRetry}>{t('common:retry')}</Btn>}>
        <b className="m">{title}</b> {hint}
        <ErrorCode error={error} />
      </Banner>
    );
  }
  return (
    <div className="EmptyState bad" role="alert">
      <Icon as={CircleAlert} size={28} />
      <h2>{title}</h2>
      <p>{hint}</p>
      <div className="row">
        {onRetry && (
          <Btn icon={RotateCw} onClick={onRetry}>
            {t('common:retry')}
          </Btn>
        )}
        <ErrorCode error={error} />
      </div>
    </div>
  );
}

/** Grey bars in the shape of what is coming. */
export function Skeleton({ lines = 3, height = 12 }: { lines?: number; height?: number }) {
  const { t } = useTranslation();
  return (
    <div className="Skeleton" role="status" aria-label={t('common:loading')}>
      {Array.from({ length: lines }, (_, i) => (
        // The bars are all alike; their place is their identity.
        <i key={`line-${i + 1}`} style={{ height, width: `${92 - ((i * 17) % 41)}%` }} />
      ))}
    </div>
  );
}

/** cause → command → retry → other way → code. */
export function Remedy({ cause, detail, command, onRetry, busy, other, error }: {
  cause: ReactNode; detail?: ReactNode; command?: string | null; onRetry?: () => void; busy?: boolean; other?: ReactNode; error: unknown;
}) {
  const { t } = useTranslation();
  return (
    <div className="Remedy">
      <p>{cause}</p>
      {detail}
      {command && (
        <>
          <p className="m">{t('common:pasteThenRetry')}</p>
          <Code label={t('common:copyCommand')}>{command}</Code>
        </>
      )}
      <div className="row wrap">
        {onRetry && (
          <Btn tone="primary" icon={RotateCw} onClick={onRetry} busy={busy}>
            {t('common:testAgain')}
          </Btn>
        )}
        {other}
        <span className="grow" />
        <ErrorCode error={error} />
      </div>
    </div>
  );
}
