import { Modal } from '@/components/modal';
import { Activity } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { ErrorState } from '@/components/feedback';
import { NumberField, SelectField, TextField } from '@/components/field';
import { FactGrid } from '@/components/layout';
import { CodeText } from '@/components/text';
import { formatDecimal } from '@/lib/format';
import { useWrite, type RouterInterface, type RouterPinged } from '@/ipc';

const ms = (microseconds: number | null) => (microseconds === null ? '–' : `${formatDecimal(microseconds / 1000)} ms`);

/** A ping that the router itself sends: is it the line, or the customer's end? */
export function PingDialog({ routerId, routerName, interfaces, onClose }: { routerId: number; routerName: string; interfaces: RouterInterface[]; onClose: () => void }) {
  const { t } = useTranslation();
  const ping = useWrite('router_ping');
  const [address, setAddress] = useState('8.8.8.8');
  const [count, setCount] = useState<number | null>(4);
  const [size, setSize] = useState<number | null>(null);
  const [through, setThrough] = useState('');
  const [shown, setShown] = useState(false);
  const wrong = {
    address: address.trim() === '' ? t('common:required') : undefined,
    count: count === null || count < 1 || count > 10 ? '1–10' : undefined,
    size: size !== null && (size < 28 || size > 1500) ? '28–1500' : undefined,
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setShown(true);
    if (wrong.address || wrong.count || wrong.size || count === null || ping.isPending) return;
    ping.mutate({ router_id: routerId, address: address.trim(), count, ...(size === null ? {} : { size }), ...(through ? { interface: through } : {}) });
  };
  return (
    <Modal opened onClose={onClose} title={t('router:ping.title', { router: routerName })} size={520} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <form className="col gap3" onSubmit={submit} noValidate>
        <div className="PingForm">
          <TextField data-autofocus label={t('router:ping.address')} mono value={address} error={shown && wrong.address} onChange={setAddress} />
          <NumberField label={t('router:ping.count')} value={count} error={shown && wrong.count} onChange={setCount} />
          <NumberField label={t('router:ping.size')} value={size} unit="byte" placeholder="56" error={shown && wrong.size} onChange={setSize} />
          <SelectField
            label={t('router:traffic.interface')}
            value={through}
            onChange={setThrough}
            options={[{ value: '', label: t('router:ping.any') }, ...interfaces.map(({ name }) => ({ value: name, label: name }))]}
          />
        </div>
        <div className="row">
          <Btn type="submit" tone="primary" icon={Activity} busy={ping.isPending}>{t('router:ping.send')}</Btn>
          {ping.isPending && <span className="sm q" role="status">{t('router:ping.waiting', { seconds: count ?? 0 })}</span>}
        </div>
        {ping.isError && <ErrorState error={ping.error} compact />}
        {ping.data && <Answers result={ping.data} />}
      </form>
    </Modal>
  );
}

function Answers({ result }: { result: RouterPinged }) {
  const { t } = useTranslation();
  const tone = result.received === 0 ? 't-bad m' : result.loss_percent > 0 ? 't-warn m' : '';
  return (
    <div className="col gap3" role="status">
      <FactGrid
        columns={4}
        facts={[
          { label: t('router:ping.answered'), value: <span className={tone}>{t('router:ping.of', { received: result.received, sent: result.sent })}</span> },
          { label: t('router:ping.loss'), value: <span className={tone}>{result.loss_percent} %</span> },
          { label: t('router:ping.average'), value: ms(result.avg_us) },
          { label: t('router:ping.span'), value: result.min_us === null ? undefined : `${formatDecimal(result.min_us / 1000)} – ${ms(result.max_us)}` },
        ]}
      />
      <table className="DataTable flat" data-density="compact">
        <thead>
          <tr>
            <th scope="col" className="num">#</th>
            <th scope="col">{t('router:ping.from')}</th>
            <th scope="col" className="num">{t('router:ping.time')}</th>
            <th scope="col" className="num">TTL</th>
            <th scope="col" className="num">{t('router:ping.size')}</th>
          </tr>
        </thead>
        <tbody>
          {result.replies.map((reply) => (
            <tr key={reply.seq}>
              <td className="num q">{reply.seq + 1}</td>
              <td>{reply.status ? <span className="t-bad">{t(`router:ping.states.${reply.status}` as 'router:ping.states.timeout', { defaultValue: reply.status })}</span> : <CodeText code={reply.host ?? ''} plain />}</td>
              <td className="num">{ms(reply.time_us)}</td>
              <td className="num">{reply.ttl ?? '–'}</td>
              <td className="num">{reply.size ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
