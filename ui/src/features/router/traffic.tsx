import { ChevronDown, Pause, Play, RefreshCw } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { EmptyState, ErrorState, Skeleton } from '@/components/feedback';
import { Seg } from '@/components/field';
import { Icon } from '@/components/icon';
import { describeError } from '@/i18n/errors';
import { formatRate } from '@/lib/format';
import { readPreference, writePreference } from '@/lib/preferences';
import { call, type RouterInterface } from '@/ipc';
import { mergeTraffic, trafficSeconds, useFollow, type Held } from './feed';
import { axisOf, TrafficChart, type TrafficPoint } from './traffic-chart';
import type { TrafficSample } from '@/ipc';

/** Which way is down: on the internet's side what comes in, on the customers' side what goes out. */
export type Side = 'internet' | 'customers';

const uplinkKinds = /^(pppoe-out|l2tp-out|sstp-out|ovpn-out|pptp-out|lte)/;
const uplinkWords = /wan|isp|inet|internet|uplink|indihome|biznet|starlink|iconnet|myrepublic/i;

/** A guess from kind, name and note; ether1 is the internet's in MikroTik's own default set-up. A person may say otherwise. */
export function guessSide(one: Pick<RouterInterface, 'name' | 'kind' | 'comment'>): Side {
  return uplinkKinds.test(one.kind) || uplinkWords.test(`${one.name} ${one.comment ?? ''}`) || one.name === 'ether1' ? 'internet' : 'customers';
}

/** The one to look at first: what was chosen last, else the busiest running one towards the internet. */
export function firstInterface(all: RouterInterface[], chosen: string | null): RouterInterface | undefined {
  const bytes = (one: RouterInterface) => one.rx_bytes + one.tx_bytes;
  const running = all.filter((one) => one.is_running && !one.is_disabled).sort((a, b) => bytes(b) - bytes(a));
  return all.find((one) => one.name === chosen) ?? running.find((one) => guessSide(one) === 'internet') ?? running[0] ?? all[0];
}

export function pointOf(sample: TrafficSample, side: Side): TrafficPoint {
  const [down, up] = side === 'internet' ? [sample.rx_bps, sample.tx_bps] : [sample.tx_bps, sample.rx_bps];
  return { at: new Date(sample.at).getTime(), down, up };
}

/** What passes now, the last two minutes of one interface; it stops while nobody looks. */
export function TrafficSection({ routerId, interfaces, chosen, onChoose, error, onRetry }: {
  routerId: number; interfaces: RouterInterface[] | undefined; chosen: string | null; onChoose: (name: string) => void; error: unknown; onRetry: () => void;
}) {
  const { t } = useTranslation();
  if (!interfaces) return <section className="TrafficBox">{error ? <ErrorState error={error} compact onRetry={onRetry} /> : <Skeleton lines={6} height={18} />}</section>;
  const one = firstInterface(interfaces, chosen);
  if (!one) return <EmptyState icon={RefreshCw} title={t('router:traffic.none')} />;
  return <Traffic key={`${routerId}/${one.name}`} routerId={routerId} one={one} interfaces={interfaces} onChoose={onChoose} />;
}

function Traffic({ routerId, one, interfaces, onChoose }: { routerId: number; one: RouterInterface; interfaces: RouterInterface[]; onChoose: (name: string) => void }) {
  const { t } = useTranslation();
  const key = `router.${routerId}.side.${one.name}`;
  const [side, setSide] = useState<Side>(() => (readPreference(key) as Side | null) ?? guessSide(one));
  const [paused, setPaused] = useState(false);
  const ask = (held: Held<TrafficSample> | undefined) => {
    const after = held?.rows.at(-1)?.seq;
    return call('router_traffic_get', { router_id: routerId, interfaces: [one.name], ...(after === undefined ? {} : { after }) }).then((answer) => mergeTraffic(held, answer, one.name));
  };
  const { data, error } = useFollow(ask, 1000, paused);
  const points = useMemo(() => {
    const all = (data?.rows ?? []).map((sample) => pointOf(sample, side));
    const from = (all.at(-1)?.at ?? 0) - trafficSeconds * 1000;
    return all.filter((point) => point.at > from);
  }, [data, side]);
  const now = points.at(-1);
  const axis = axisOf(Math.max(...points.flatMap((point) => [point.down, point.up]), 0));
  const rate = (value: number | undefined) => (value === undefined ? '–' : formatRate(value));
  const changeSide = (next: Side) => {
    writePreference(key, next);
    setSide(next);
  };
  return (
    <section className="TrafficBox">
      <div className="row TrafficHead">
        <h2 className="h2">{t('router:traffic.title')}</h2>
        <span className="Pick">
          <select aria-label={t('router:traffic.interface')} value={one.name} onChange={(event) => onChoose(event.currentTarget.value)}>
            {interfaces.map((each) => (
              <option key={each.name} value={each.name} title={each.comment ?? undefined}>
                {each.name}
              </option>
            ))}
          </select>
          <Icon as={ChevronDown} size={12} />
        </span>
        <span className="sm q nw">{t('router:traffic.unit', { unit: axis.unit })}</span>
        <span className="grow" />
        <span className="Leg"><i className="s1" />{t('router:traffic.down')} <b>{rate(now?.down)}</b></span>
        <span className="Leg"><i className="s3" />{t('router:traffic.up')} <b>{rate(now?.up)}</b></span>
        <Seg label={t('router:traffic.side')} value={side} onChange={changeSide} options={[{ value: 'internet', label: t('router:traffic.internet') }, { value: 'customers', label: t('router:traffic.customers') }]} />
        <Btn size="sm" tone="ghost" iconOnly icon={paused ? Play : Pause} aria-pressed={paused} onClick={() => setPaused(!paused)}>
          {t(paused ? 'router:traffic.resume' : 'router:traffic.pause')}
        </Btn>
      </div>
      {points.length > 0 ? (
        <TrafficChart
          points={points}
          stale={paused || Boolean(error)}
          label={t('router:traffic.label', { name: one.name, down: rate(now?.down), up: rate(now?.up) })}
        />
      ) : error ? (
        <ErrorState error={error} compact />
      ) : (
        <div className="Traffic waiting">
          <p className="sm q" role="status">{t('router:traffic.waiting')}</p>
        </div>
      )}
      {points.length > 0 && Boolean(error) && (
        <p className="Stale" role="status">{t('router:traffic.stale', { reason: describeError(error, t).title })}</p>
      )}
    </section>
  );
}
