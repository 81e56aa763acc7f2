import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { toastDone } from '@/components/dialog';
import { Banner, ErrorState, Skeleton } from '@/components/feedback';
import { CheckField } from '@/components/field';
import { HourField } from '@/components/hour-field';
import { desk, useOp, useWrite, type NoticePreferences } from '@/ipc';
import { noticeKind } from './words';

/** What calls me, by which way, and when it must not. */
export function NoticePreferencesForm() {
  const stored = useOp('notice_preferences_get', {});
  if (stored.isError && !stored.data) return <ErrorState error={stored.error} compact onRetry={() => void stored.refetch()} />;
  if (!stored.data) return <Skeleton lines={5} />;
  return <PreferencesForm stored={stored.data} />;
}

function PreferencesForm({ stored }: { stored: NoticePreferences }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const save = useWrite('notice_preferences_set');
  const [draft, setDraft] = useState<NoticePreferences>();
  const value = draft ?? stored;
  const quiet = value.quiet_from !== null;
  const incomplete = quiet && (!value.quiet_from || !value.quiet_until);
  const set = (kind: string, part: { program?: boolean; system?: boolean }) => setDraft({ ...value, kinds: value.kinds.map((one) => (one.kind === kind ? { ...one, ...part } : one)) });
  const write = (next: NoticePreferences, done: () => void) =>
    save.mutate(next, {
      onSuccess: (saved) => {
        client.setQueryData(['notice_preferences_get', {}], saved);
        setDraft(undefined);
        done();
      },
    });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!draft || incomplete || save.isPending) return;
    const before = stored;
    write(draft, () => toastDone(t('common:saved'), () => write(before, () => undefined)));
  };
  return (
    <form className="col gap3" onSubmit={submit} noValidate>
      {save.isError && <ErrorState error={save.error} compact />}
      {value.kinds.length === 0 ? (
        <p className="q sm">{t('notice:noKinds')}</p>
      ) : (
        <table className="Mini NoticeKinds">
          <thead>
            <tr>
              <th scope="col">{t('notice:kind')}</th>
              <th scope="col">{t('notice:program')}</th>
              <th scope="col">{t('notice:system')}</th>
            </tr>
          </thead>
          <tbody>
            {value.kinds.map((one) => (
              <tr key={one.kind}>
                <th scope="row" className="m">{noticeKind(t, one.kind)}</th>
                {(['program', 'system'] as const).map((channel) => (
                  <td key={channel}>
                    <input type="checkbox" className="Check" aria-label={`${noticeKind(t, one.kind)}: ${t(`notice:${channel}`)}`} checked={one[channel]} onChange={(event) => set(one.kind, { [channel]: event.currentTarget.checked })} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {value.kinds.some((one) => one.system) && !desk() && <SystemPermission />}
      <CheckField label={t('notice:quiet')} help={t('notice:quietHelp')} checked={quiet} onChange={(on) => setDraft({ ...value, quiet_from: on ? '21:00' : null, quiet_until: on ? '06:00' : null })} />
      {quiet && (
        <div className="G2">
          <HourField label={t('notice:from')} value={value.quiet_from ?? ''} onChange={(quiet_from) => setDraft({ ...value, quiet_from })} />
          <HourField label={t('notice:until')} value={value.quiet_until ?? ''} onChange={(quiet_until) => setDraft({ ...value, quiet_until })} />
        </div>
      )}
      <div className="row">
        <Btn type="submit" tone="primary" busy={save.isPending} disabled={!draft}>
          {t('common:save')}
        </Btn>
        {draft && (
          <Btn tone="ghost" onClick={() => setDraft(undefined)}>
            {t('settings:discard')}
          </Btn>
        )}
      </div>
    </form>
  );
}

/** A browser shows the computer's own notices after its user's consent; said where it is missing or cannot be had. */
function SystemPermission() {
  const { t } = useTranslation();
  const able = typeof Notification !== 'undefined';
  const [state, setState] = useState(able ? Notification.permission : 'denied');
  if (state === 'granted') return null;
  const ask = () => void Notification.requestPermission().then(setState);
  return (
    <Banner tone="wait" actions={able && state === 'default' && <Btn size="sm" onClick={ask}>{t('notice:allow')}</Btn>}>
      {state === 'default' ? t('notice:allowHint') : t('notice:cannot')}
    </Banner>
  );
}
