import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SectionId } from './catalogue';

/**
 * One part of the page under its plain heading; it can be gone to by its name. With `onSubmit` its fields are a form:
 * each part its own, because parts beside it open dialogs with forms, and a form may not lie in a form.
 */
export function SettingsSection({ id, locked = false, onSubmit, children }: { id: SectionId; locked?: boolean; onSubmit?: (event: FormEvent) => void; children: ReactNode }) {
  const { t } = useTranslation();
  const fields = <fieldset disabled={locked} aria-labelledby={`settings-${id}-title`}>{children}</fieldset>;
  return (
    <section id={`settings-${id}`} className="SettingsSection" aria-labelledby={`settings-${id}-title`} tabIndex={-1}>
      <h2 id={`settings-${id}-title`}>{t(`settings:sections.${id}`)}</h2>
      <p className="Help">{t(`settings:hints.${id}`)}</p>
      {onSubmit ? (
        <form onSubmit={onSubmit} noValidate>
          {fields}
          {/* Enter in a field saves; the button to be seen stands below the page. */}
          <button type="submit" hidden disabled={locked} />
        </form>
      ) : fields}
    </section>
  );
}
