import { Lock } from 'lucide-react';
import { useCallback, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { toastDone } from '@/components/dialog';
import { FactGrid, PageHead } from '@/components/layout';
import { useMe } from '@/components/me';
import { UnsavedGuard, useSavedMark } from '@/components/unsaved-guard';
import { zoneName } from '@/lib/format';
import { useScrollTo } from '@/lib/scroll';
import { useLock } from './lock';
import { MySessions } from './my-sessions';
import { PasswordForm } from './password-form';
import { PinForm } from './pin-form';

export type MeSection = 'profile' | 'password' | 'pin' | 'sessions' | 'appearance' | 'notices';

/** What is mine: who I am here, how I get in, where I am signed in, how it looks, what calls me. */
export function MeScreen({ section, onSection, appearance, notices }: { section: MeSection | undefined; onSection: (section: MeSection) => void; appearance: ReactNode; notices?: ReactNode }) {
  const { t } = useTranslation();
  const me = useMe();
  const lock = useLock();
  const body = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState({ password: false, pin: false });
  const saved = useSavedMark();
  const typedPassword = useCallback((password: boolean) => setTyped((before) => ({ ...before, password })), []);
  const typedPin = useCallback((pin: boolean) => setTyped((before) => ({ ...before, pin })), []);
  useScrollTo(body, section && `#me-${section}`);
  const parts: Partial<Record<MeSection, ReactNode>> = {
    profile: (
      <FactGrid
        minimum={160}
        facts={[
          { label: t('user:name'), value: me.name },
          { label: t('user:username'), value: <span className="CodeText">{me.username}</span> },
          { label: t('user:role'), value: t(`user:roles.${me.role_code}` as 'user:roles.admin', { defaultValue: me.role_name }) },
          { label: t('user:locations'), value: me.locations.map((place) => `${place.name} (${zoneName(place.time_zone)})`).join(', ') },
        ]}
      />
    ),
    password: <PasswordForm onDirty={typedPassword} onChanged={(count) => toastDone(count > 0 ? `${t('session:passwordChanged')}. ${t('session:endedCount', { count })}` : t('session:passwordChanged'))} />,
    pin: <PinForm onDirty={typedPin} />,
    sessions: <MySessions />,
    appearance,
    ...(notices === undefined ? {} : { notices }),
  };
  const ids = Object.keys(parts) as MeSection[];
  return (
    <div className="ListBody">
      <UnsavedGuard dirty={typed.password || typed.pin} saved={saved} stays />
      <div className="ListHead">
        <PageHead title={t('session:me')} actions={<Btn icon={Lock} onClick={lock}>{t('session:lockNow')}</Btn>} />
      </div>
      <div className="SettingsPage">
        <nav className="SettingsNav" aria-label={t('settings:tabs')}>
          {ids.map((id) => (
            <button key={id} type="button" className={section === id ? 'on' : ''} aria-current={section === id ? 'location' : undefined} onClick={() => onSection(id)}>
              {t(`session:sections.${id}`)}
            </button>
          ))}
        </nav>
        <div className="SettingsBody" ref={body}>
          {ids.map((id) => (
            <section key={id} id={`me-${id}`} className="SettingsSection" aria-labelledby={`me-${id}-title`}>
              <h2 id={`me-${id}-title`}>{t(`session:sections.${id}`)}</h2>
              <p className="Help">{t(`session:sectionHints.${id}`, { minutes: me.idle_lock_minutes })}</p>
              <div className="col gap3 spaced-top">{parts[id]}</div>
            </section>
          ))}
        </div>
      </div>
    </div>
  );
}
