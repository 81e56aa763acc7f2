import { Clipboard, RotateCw } from 'lucide-react';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { Code, ErrorState } from '@/components/feedback';
import { CheckField, PasswordField, SelectField, TextField } from '@/components/field';
import { useWrite, type RouterAddress, type RouterTestReport, type RouterTransport, type RouterView } from '@/ipc';
import { Summary, TestSteps } from './test-steps';

export interface ConnectForm {
  name: string;
  host: string;
  port: string;
  transport: RouterTransport;
  username: string;
  password: string;
  dnsName: string;
  /** The router itself ends codes while no program runs. */
  expiryFallback: boolean;
}

export const emptyConnect: ConnectForm = { name: '', host: '', port: '8729', transport: 'tls', username: 'simpul', password: '', dnsName: '', expiryFallback: false };

/** A stored router, to be changed: its password is never read back. */
export function connectOf({ name, host, port, transport, username, hotspot_dns_name, expiry_fallback }: RouterView): ConnectForm {
  return { name, host, port: String(port), transport, username, password: '', dnsName: hotspot_dns_name ?? '', expiryFallback: expiry_fallback === 'on' };
}

const standardPorts: Record<RouterTransport, string> = { tls: '8729', plain: '8728' };

export function addressOf(form: ConnectForm): RouterAddress {
  return {
    host: form.host.trim(), port: Number(form.port), transport: form.transport, username: form.username.trim(), ...(form.password ? { password: form.password } : {}),
  };
}

export function connectProblems(form: ConnectForm, stored: boolean): Partial<Record<keyof ConnectForm, 'required' | 'port'>> {
  const port = Number(form.port);
  return {
    ...(form.name.trim() ? {} : { name: 'required' as const }),
    ...(form.host.trim() ? {} : { host: 'required' as const }),
    ...(form.username.trim() ? {} : { username: 'required' as const }),
    ...(form.password || stored ? {} : { password: 'required' as const }),
    ...(Number.isInteger(port) && port >= 1 && port <= 65_535 ? {} : { port: 'port' as const }),
  };
}

export interface RouterConnectProps {
  form: ConnectForm;
  onChange: (part: Partial<ConnectForm>) => void;
  locationId: number;
  /** A stored router is changed instead of a new one made. */
  stored?: RouterView | undefined;
  onSaved: (router: RouterView) => void;
  /** Where the buttons of the screen live; gets the save button. */
  footer: (save: ReactNode) => ReactNode;
}

/** Commands to paste, the address, seven tests in order; the failing one opens with its cause and remedy. */
export function RouterConnect({ form, onChange, locationId, stored, onSaved, footer }: RouterConnectProps) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  const [forgetPin, setForgetPin] = useState(false);
  const test = useWrite('router_test');
  const script = useWrite('router_setup_script');
  const create = useWrite('router_create');
  const update = useWrite('router_update');
  const saving = create.isPending || update.isPending;
  const problems = connectProblems(form, stored !== undefined);
  const wrong = (field: keyof ConnectForm) => (shown && problems[field] ? (problems[field] === 'port' ? '1–65535' : t('common:required')) : undefined);
  // A changed certificate is taken only by somebody's own word: it may be a reset router, or another one in between.
  const pinned = stored?.tls_pin != null && stored.transport === 'tls' && form.transport === 'tls';
  const fallback = { expiry_fallback: form.expiryFallback ? ('on' as const) : ('off' as const) };
  const complete = Object.keys(problems).filter((field) => field !== 'name').length === 0;

  // The name the hotspot itself gives is the one that phones open: it need not be typed.
  const takeLoginName = ({ steps }: RouterTestReport) => {
    const found = steps.find((step) => step.step === 'hotspot' && step.status === 'passed')?.found;
    if (found && !form.dnsName.trim()) onChange({ dnsName: found });
  };
  const runTest = (forget = forgetPin) => {
    setShown(true);
    if (!complete || test.isPending) return;
    // What is pinned stands in the way of a certificate that is to be accepted: then the test looks at the address alone.
    const known = stored && !(forget && form.password) ? { router_id: stored.router_id } : {};
    test.mutate({ address: addressOf(form), ...known, ...fallback }, { onSuccess: takeLoginName });
  };
  const save = () => {
    setShown(true);
    if (Object.keys(problems).length > 0 || saving) return;
    const dns = form.dnsName.trim() ? { hotspot_dns_name: form.dnsName.trim() } : {};
    const common = { name: form.name.trim(), address: addressOf(form), ...dns, ...fallback };
    // What the form does not show stays as it is: an absent server would mean every server.
    const server = stored?.hotspot_server ? { hotspot_server: stored.hotspot_server } : {};
    if (stored) update.mutate({ ...common, ...server, router_id: stored.router_id, version: stored.version, forget_pin: pinned && forgetPin }, { onSuccess: onSaved });
    else create.mutate({ ...common, location_id: locationId }, { onSuccess: onSaved });
  };
  const passed = test.data?.passed ?? false;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (passed) save();
    else runTest();
  };
  const trust = () => {
    setForgetPin(true);
    if (form.password) runTest(true);
  };
  const setTransport = (transport: RouterTransport) =>
    onChange({ transport, ...(form.port === standardPorts[form.transport] ? { port: standardPorts[transport] } : {}) });
  const makeScript = () =>
    script.mutate({ username: form.username.trim() || 'simpul', transport: form.transport, ...fallback }, { onSuccess: (made) => onChange({ password: made.password }) });

  return (
    <form className="form" onSubmit={onSubmit} noValidate>
      <div className="Wiz-main">
        <div className="RouterSetup">
          <section className="FormCol">
            <h2 className="h2">{t('router:step1')}</h2>
            <p className="sm q2">{t('router:step1Hint')}</p>
            {script.data ? (
              <Code label={t('common:copyCommand')}>{script.data.script}</Code>
            ) : (
              <div className="row">
                <Btn icon={Clipboard} onClick={makeScript} busy={script.isPending}>
                  {t('router:makeScript')}
                </Btn>
              </div>
            )}
            {script.isError && <ErrorState error={script.error} compact />}
            <h2 className="h2 spaced-top">{t('router:step2')}</h2>
            <div className="G2">
              <TextField label={t('router:name')} value={form.name} error={wrong('name')} autoFocus onChange={(name) => onChange({ name })} />
              <TextField label={t('router:dns')} value={form.dnsName} mono placeholder="sdn.net" onChange={(dnsName) => onChange({ dnsName })} />
            </div>
            <div className="Addr">
              <TextField label={t('router:host')} mono value={form.host} error={wrong('host')} placeholder="10.10.0.1" onChange={(host) => onChange({ host })} />
              <TextField label={t('router:port')} mono inputMode="numeric" value={form.port} error={wrong('port')} onChange={(port) => onChange({ port })} />
              <SelectField
                label={t('router:transport')}
                value={form.transport}
                options={[{ value: 'tls', label: 'TLS' }, { value: 'plain', label: t('router:plain') }]}
                onChange={(value) => setTransport(value as RouterTransport)}
              />
            </div>
            <div className="G2">
              <TextField label={t('router:user')} mono value={form.username} error={wrong('username')} autoComplete="off" onChange={(username) => onChange({ username })} />
              <PasswordField label={t('router:password')} value={form.password} error={wrong('password')} help={stored ? t('router:keepPassword') : undefined} autoComplete="new-password" onChange={(password) => onChange({ password })} />
            </div>
            {pinned && <CheckField label={t('router:forgetPin')} help={t('router:forgetPinHelp')} checked={forgetPin} onChange={setForgetPin} />}
            <CheckField label={t('router:fallback.label')} help={t('router:fallback.help')} checked={form.expiryFallback} onChange={(expiryFallback) => onChange({ expiryFallback })} />
            <p className="Help">{t('router:hostHelp')}. {t('router:dnsHelp')}.</p>
          </section>
          <section className="TestCol">
            <div className="row">
              <h2 className="h2 grow">{t('router:step3')}</h2>
              <Summary report={test.data} />
            </div>
            <TestSteps report={test.data} onRetry={() => runTest()} busy={test.isPending} {...(pinned ? { trust: { isTrusted: forgetPin, needsPassword: !form.password, onTrust: trust } } : {})} />
            {test.isError && <ErrorState error={test.error} compact onRetry={() => runTest()} />}
            {(create.error ?? update.error) && <ErrorState error={create.error ?? update.error} compact />}
            {!test.data && (
              <div className="row spaced-top">
                <Btn tone="primary" type="submit" icon={RotateCw} busy={test.isPending}>
                  {t('router:test')}
                </Btn>
              </div>
            )}
          </section>
        </div>
      </div>
      {footer(
        <Btn tone={passed ? 'primary' : 'default'} busy={saving} onClick={save} disabled={!test.data && !stored}>
          {passed || !test.data ? t('router:save') : t('router:saveAnyway')}
        </Btn>,
      )}
    </form>
  );
}
