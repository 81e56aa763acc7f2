import { useTranslation } from 'react-i18next';
import { KeyHint } from '@/components/button';
import { useHotkey } from '@/lib/hotkeys';

export interface KeyAction {
  keys: string;
  label: string;
  run: () => void;
  enabled: boolean;
}

/** The keys of the counter along its foot: what is shown works, by key and by pointer, and the help lists the same. */
export function Keys({ actions }: { actions: KeyAction[] }) {
  const { t } = useTranslation();
  return (
    <div className="Keys" role="toolbar" aria-label={t('counter:keys')}>
      {actions.map((action) => <Key key={action.keys} action={action} />)}
      <span className="grow" />
      <span className="row sm q"><KeyHint keys="?" /> {t('counter:allKeys')}</span>
    </div>
  );
}

function Key({ action: { keys, label, run, enabled } }: { action: KeyAction }) {
  useHotkey(keys, label, run, { inFields: true, enabled });
  if (!enabled) return null;
  return (
    <button type="button" className="KeyBtn" aria-keyshortcuts={keys} onClick={run}>
      <KeyHint keys={keys} /> {label}
    </button>
  );
}
