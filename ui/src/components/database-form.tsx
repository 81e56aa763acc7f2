import { useMutation } from '@tanstack/react-query';
import { ArrowRight, PlugZap } from 'lucide-react';
import { useEffect, useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '@/i18n/errors';
import type { DatabaseTest, FirstName, Input, IpcError, Output } from '@/ipc';
import { Btn } from './button';
import { addressOf, emptyServer, ServerFields, type ServerForm } from './database-fields';
import { DatabaseSteps } from './database-steps';
import { Banner, ErrorState } from './feedback';
import { Choice } from './field';
import { useDirty } from './unsaved-guard';

export type DatabaseCall = <N extends FirstName>(name: N, input: Input<N>) => Promise<Output<N>>;

/** What the form holds: where, and the server's address also while it is not chosen. */
export interface DatabaseDraft extends ServerForm {
  kind: 'embedded' | 'outside';
}

interface Props {
  call: DatabaseCall;
  onChosen: () => void;
  begin: 'embedded' | 'outside';
  /** An address typed earlier. */
  address?: ServerForm;
  /** Hears what is typed, to keep it but for the passwords; the same function at each render. */
  onDraft?: (draft: DatabaseDraft) => void;
  /** Said where a choice changes what is in use: nothing is moved. */
  warning?: ReactNode;
  head?: ReactNode;
  notice?: ReactNode;
  mainClass?: string;
  footer: (submit: ReactNode) => ReactNode;
}

/** Where the data are to be: here, or on a server that was tried from its name to what its database holds. */
export function DatabaseForm({ call, onChosen, begin, address = emptyServer, onDraft, warning, head, notice, mainClass, footer }: Props) {
  const { t } = useTranslation();
  const [kind, setKind] = useState(begin);
  const [server, setServer] = useState(address);
  useEffect(() => onDraft?.({ ...server, kind }), [onDraft, server, kind]);
  // The rest is kept; without a keeper the surroundings of the form ask.
  useDirty(onDraft !== undefined && (server.password !== '' || server.ownerPassword !== ''));
  const [tested, setTested] = useState<{ form: ServerForm; result: DatabaseTest }>();
  const test = useMutation<DatabaseTest, IpcError, ServerForm>({
    mutationFn: (form) => call('database_test', addressOf(form)),
    onSuccess: (result, form) => setTested({ form, result }),
  });
  const choose = useMutation<unknown, IpcError, Input<'database_choose'>>({ mutationFn: (input) => call('database_choose', input), onSuccess: onChosen });
  const outside = kind === 'outside';
  // What was typed since the test was not tested.
  const result = tested?.form === server ? tested.result : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (choose.isPending || test.isPending) return;
    if (!outside) choose.mutate({});
    else if (result?.is_usable) choose.mutate({ outside: addressOf(server) });
    else test.mutate(server);
  };
  const wrong = fieldErrors(test.error ?? choose.error, t);
  const failed = test.error?.code === 'input_invalid' ? choose.error : (test.error ?? choose.error);
  return (
    <form onSubmit={submit} noValidate>
      {head}
      <div className={mainClass}>
        <div className="Wiz-narrow Form">
          {notice}
          <Choice
            label={t('database:where')}
            columns={2}
            value={kind}
            onChange={setKind}
            options={[
              { value: 'embedded', title: t('database:here'), detail: t('database:hereDetail') },
              { value: 'outside', title: t('database:server'), detail: t('database:serverDetail') },
            ]}
          />
          {outside && <ServerFields form={server} onChange={(part) => setServer((before) => ({ ...before, ...part }))} wrong={wrong} call={call} />}
          {outside && (test.isPending || result) && <DatabaseSteps result={result} busy={test.isPending} />}
          {outside && result?.is_usable && result.contents && <Banner tone="good">{t(`database:contents.${result.contents}`)}</Banner>}
          {warning}
          {failed && <ErrorState error={failed} compact />}
        </div>
      </div>
      {footer(
        outside && !result?.is_usable ? (
          <Btn type="submit" tone="primary" icon={PlugZap} busy={test.isPending}>
            {t(result ? 'database:testAgain' : 'database:test')}
          </Btn>
        ) : (
          <Btn type="submit" tone="primary" icon={ArrowRight} hotkey="Enter" busy={choose.isPending} autoFocus>
            {t(outside ? 'database:useServer' : 'database:useHere')}
          </Btn>
        ),
      )}
    </form>
  );
}
