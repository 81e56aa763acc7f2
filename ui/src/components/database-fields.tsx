import { useMutation } from '@tanstack/react-query';
import { FileKey, ScrollText, X } from 'lucide-react';
import { useRef, type ChangeEvent, type ClipboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { DatabaseOutside, DatabaseScriptText, IpcError } from '@/ipc';
import { Btn } from './button';
import type { DatabaseCall } from './database-form';
import { Code, ErrorState } from './feedback';
import { CheckField, Field, NumberField, PasswordField, Seg, SelectField, TextField } from './field';

export interface ServerForm {
  url: string;
  host: string;
  port: number | null;
  database: string;
  tls: string;
  certificate: string;
  by: 'script' | 'password';
  joins: boolean;
  user: string;
  password: string;
  ownerUser: string;
  ownerPassword: string;
}

export const emptyServer: ServerForm = {
  url: '', host: '', port: 5432, database: 'simpul', tls: 'verify-full', certificate: '', by: 'script', joins: false, user: '', password: '', ownerUser: '', ownerPassword: '',
};

const modes = ['verify-full', 'verify-ca', 'require', 'disable'] as const;

/** What the program is asked to try. */
export function addressOf(form: ServerForm): DatabaseOutside {
  const login = { by: 'password' as const, user: form.user, password: form.password, ...(form.ownerUser.trim() ? { owner_user: form.ownerUser, owner_password: form.ownerPassword } : {}) };
  return {
    host: form.host.trim(),
    port: form.port ?? 0,
    database: form.database.trim(),
    tls: form.tls,
    ...(form.certificate ? { certificate: form.certificate } : {}),
    logins: form.by === 'script' ? { by: 'script', joins: form.joins } : login,
  };
}

/** The parts of `postgresql://user:password@host:port/database?sslmode=…`; what it does not name stays. */
function partsOf(text: string): Partial<ServerForm> | undefined {
  const address = text.trim();
  if (!/^postgres(ql)?:\/\//.test(address)) return undefined;
  let url: URL;
  try {
    url = new URL(address.replace(/^postgres(ql)?:/, 'http:'));
  } catch {
    return undefined;
  }
  const plain = (part: string) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  };
  const mode = modes.find((one) => one === url.searchParams.get('sslmode'));
  return {
    ...(url.hostname ? { host: plain(url.hostname).replaceAll(/[[\]]/g, '') } : {}),
    // 80 is what the borrowed scheme leaves out.
    ...(url.port ? { port: Number(url.port) } : /:80(\/|$|\?)/.test(address.split('@').pop() ?? '') ? { port: 80 } : {}),
    ...(url.pathname.length > 1 ? { database: plain(url.pathname.slice(1)) } : {}),
    ...(url.username ? { by: 'password', user: plain(url.username), password: plain(url.password) } : {}),
    ...(mode ? { tls: mode } : {}),
  };
}

interface Props {
  form: ServerForm;
  onChange: (part: Partial<ServerForm>) => void;
  wrong: Record<string, string>;
  call: DatabaseCall;
}

/** Address, protection and logins of the owner's server. */
export function ServerFields({ form, onChange, wrong, call }: Props) {
  const { t } = useTranslation();
  // The whole address holds a password: it is taken apart and not kept.
  const taken = (url: string) => {
    const parts = partsOf(url);
    if (parts) onChange({ ...parts, url: '' });
    return parts !== undefined;
  };
  const pasted = (event: ClipboardEvent<HTMLInputElement>) => {
    if (taken(event.clipboardData.getData('text'))) event.preventDefault();
  };
  return (
    <>
      <TextField label={t('database:url')} help={t('database:urlHelp')} mono autoComplete="off" placeholder="postgresql://" value={form.url} onPaste={pasted} onBlur={() => void taken(form.url)} onChange={(url) => onChange({ url })} />
      <div className="G2">
        <TextField label={t('database:host')} mono autoComplete="off" placeholder="db.contoh.net" value={form.host} error={wrong['host']} onChange={(host) => onChange({ host })} />
        <NumberField label={t('database:port')} value={form.port} error={wrong['port']} onChange={(port) => onChange({ port })} />
      </div>
      <div className="G2">
        <TextField label={t('database:name')} mono autoComplete="off" value={form.database} error={wrong['database']} onChange={(database) => onChange({ database })} />
        <SelectField label={t('database:tls')} value={form.tls} error={wrong['tls']} onChange={(tls) => onChange({ tls })} options={modes.map((value) => ({ value, label: t(`database:tlsModes.${value}`) }))} />
      </div>
      {form.tls.startsWith('verify') && <Certificate form={form} onChange={onChange} wrong={wrong['certificate']} />}
      <div className="Field">
        <p className="m">{t('database:logins')}</p>
        <div className="row">
          <Seg
            label={t('database:logins')}
            value={form.by}
            onChange={(by) => onChange({ by })}
            options={[
              { value: 'script', label: t('database:byScript') },
              { value: 'password', label: t('database:byPassword') },
            ]}
          />
        </div>
        <p className="Help">{t(form.by === 'script' ? 'database:scriptHelp' : 'database:ownHelp')}</p>
      </div>
      {form.by === 'script' ? <Script form={form} onChange={onChange} call={call} /> : <Logins form={form} onChange={onChange} wrong={wrong} />}
    </>
  );
}

function Certificate({ form, onChange, wrong }: { form: ServerForm; onChange: Props['onChange']; wrong: string | undefined }) {
  const { t } = useTranslation();
  const picker = useRef<HTMLInputElement>(null);
  const picked = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.currentTarget.files?.[0];
    event.currentTarget.value = '';
    if (file) onChange({ certificate: await file.text() });
  };
  return (
    <Field label={t('database:certificate')} help={t('database:certificateHelp')} error={wrong}>
      {(wires) => (
        <div className="row">
          <input ref={picker} type="file" accept=".pem,.crt,.cer" hidden aria-label={t('database:certificate')} onChange={(event) => void picked(event)} />
          <Btn size="sm" icon={FileKey} id={wires.id} onClick={() => picker.current?.click()}>
            {t(form.certificate ? 'database:certificateOther' : 'database:certificatePick')}
          </Btn>
          {form.certificate && (
            <Btn size="sm" tone="ghost" icon={X} onClick={() => onChange({ certificate: '' })}>
              {t('database:certificateDrop')}
            </Btn>
          )}
        </div>
      )}
    </Field>
  );
}

/** For the server's administrator; the logins it makes are known here already and typed by nobody. */
function Script({ form, onChange, call }: { form: ServerForm; onChange: Props['onChange']; call: DatabaseCall }) {
  const { t } = useTranslation();
  const make = useMutation<DatabaseScriptText, IpcError, { database: string; joins: boolean }>({ mutationFn: (input) => call('database_script', input) });
  const made = make.variables?.database === form.database && make.variables.joins === form.joins ? make.data : undefined;
  return (
    <>
      <CheckField label={t('database:joins')} help={t('database:joinsHelp')} checked={form.joins} onChange={(joins) => onChange({ joins })} />
      {made ? (
        <>
          <Code label={t('database:scriptCopy')}>{made.script}</Code>
          <p className="Help">{t('database:scriptThen', { role: made.role })}</p>
        </>
      ) : (
        <div>
          <Btn icon={ScrollText} busy={make.isPending} onClick={() => make.mutate({ database: form.database.trim(), joins: form.joins })}>
            {t('database:scriptMake')}
          </Btn>
        </div>
      )}
      {make.isError && <ErrorState error={make.error} compact />}
    </>
  );
}

function Logins({ form, onChange, wrong }: Omit<Props, 'call'>) {
  const { t } = useTranslation();
  return (
    <>
      <div className="G2">
        <TextField label={t('database:user')} mono autoComplete="off" value={form.user} error={wrong['user']} onChange={(user) => onChange({ user })} />
        <PasswordField label={t('database:password')} autoComplete="off" value={form.password} onChange={(password) => onChange({ password })} />
      </div>
      <div className="G2">
        <TextField label={t('database:ownerUser')} help={t('database:ownerHelp')} mono autoComplete="off" value={form.ownerUser} error={wrong['owner_user']} onChange={(ownerUser) => onChange({ ownerUser })} />
        <PasswordField label={t('database:ownerPassword')} autoComplete="off" value={form.ownerPassword} onChange={(ownerPassword) => onChange({ ownerPassword })} />
      </div>
    </>
  );
}
