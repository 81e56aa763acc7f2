import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SectionId } from './catalogue';

/** One part of the page under its plain heading; it can be gone to by its name. */
export function SettingsSection({ id, locked = false, children }: { id: SectionId; locked?: boolean; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <section id={`settings-${id}`} className="SettingsSection" aria-labelledby={`settings-${id}-title`} tabIndex={-1}>
      <h2 id={`settings-${id}-title`}>{t(`settings:sections.${id}`)}</h2>
      <p className="Help">{t(`settings:hints.${id}`)}</p>
      <fieldset disabled={locked} aria-labelledby={`settings-${id}-title`}>{children}</fieldset>
    </section>
  );
}
