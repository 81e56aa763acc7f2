import { Link, type LinkProps } from '@tanstack/react-router';
import type { LucideIcon } from 'lucide-react';
import { useRef, type ButtonHTMLAttributes, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useHotkey } from '@/lib/hotkeys';
import { Icon } from './icon';

const shown: Record<string, string> = { Escape: 'Esc', 'Ctrl+Enter': 'Ctrl Enter', 'Ctrl+K': 'Ctrl K', 'Ctrl+B': 'Ctrl B' };

/** The key that fires the control it sits on. */
export function KeyHint({ keys }: { keys: string }) {
  return (
    <kbd className="KeyHint" aria-hidden="true">
      {shown[keys] ?? keys}
    </kbd>
  );
}

type Tone = 'default' | 'primary' | 'ghost' | 'danger';
type Size = 'md' | 'sm' | 'lg';

interface Look {
  tone?: Tone;
  size?: Size;
  icon?: LucideIcon;
  /** The word; with `iconOnly` it becomes the accessible name. */
  children: ReactNode;
  iconOnly?: boolean;
  hotkey?: string;
}

function classes({ tone = 'default', size = 'md', iconOnly }: Pick<Look, 'tone' | 'size' | 'iconOnly'>): string {
  return ['Btn', tone === 'default' ? '' : tone, size === 'md' ? '' : size, iconOnly ? 'icon' : ''].filter(Boolean).join(' ');
}

function Inside({ icon, size, children, iconOnly, hotkey }: Look) {
  return (
    <>
      {icon && <Icon as={icon} size={size === 'sm' ? 14 : 16} />}
      {iconOnly ? <span className="sr">{children}</span> : <span>{children}</span>}
      {hotkey && !iconOnly && <KeyHint keys={hotkey} />}
    </>
  );
}

export interface BtnProps extends Look, Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  /** Work in progress: the button stays where it is, cannot be pressed again and says so. */
  busy?: boolean;
  /** The key also works while a field has the focus. */
  hotkeyInFields?: boolean;
}

export function Btn({ tone, size, icon, children, iconOnly, hotkey, busy, disabled, hotkeyInFields, className = '', type = 'button', ...rest }: BtnProps) {
  const { t } = useTranslation();
  const ref = useRef<HTMLButtonElement>(null);
  useHotkey(hotkey, typeof children === 'string' ? children : '', () => ref.current?.click(), {
    inFields: hotkeyInFields ?? hotkey === 'Ctrl+Enter',
    enabled: !disabled && !busy && hotkey !== 'Enter',
  });
  return (
    <button
      ref={ref}
      type={type}
      className={`${classes({ tone, size, iconOnly })} ${className}`}
      disabled={disabled}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      aria-keyshortcuts={hotkey?.includes(' ') ? undefined : hotkey?.replace('Ctrl', 'Control')}
      title={iconOnly && typeof children === 'string' ? children : undefined}
      {...rest}
      onClick={busy ? (event) => event.preventDefault() : rest.onClick}
    >
      <Inside icon={icon} size={size} iconOnly={iconOnly} hotkey={hotkey}>
        {children}
      </Inside>
      {busy && <span className="Spin" role="status" aria-label={t('common:busy')} />}
    </button>
  );
}

export interface BtnLinkProps extends Look, Pick<LinkProps, 'to' | 'params' | 'search'> {}

/** A button that leads to another screen: a real link, so it can be opened as one. */
export function BtnLink({ tone, size, icon, children, iconOnly, hotkey, to, params, search }: BtnLinkProps) {
  const ref = useRef<HTMLAnchorElement>(null);
  useHotkey(hotkey, typeof children === 'string' ? children : '', () => ref.current?.click());
  return (
    <Link ref={ref} to={to} params={params} search={search} className={classes({ tone, size, iconOnly })}>
      <Inside icon={icon} size={size} iconOnly={iconOnly} hotkey={hotkey}>
        {children}
      </Inside>
    </Link>
  );
}
