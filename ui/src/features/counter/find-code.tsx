import { Modal } from '@/components/modal';
import { Ban, CalendarPlus, LockOpen, Printer, Search, ShoppingBag, Undo2, Unplug } from 'lucide-react';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { Btn } from '@/components/button';
import { ErrorState, Skeleton } from '@/components/feedback';
import { TextField } from '@/components/field';
import { FactGrid, type Fact } from '@/components/layout';
import { useMay } from '@/components/me';
import { StatusPill } from '@/components/state';
import { Ago, CodeText, MoneyText, When } from '@/components/text';
import { VoucherCopies, VoucherHistory } from '@/components/voucher-history';
import { codeIn, scanMost } from '@/lib/code';
import { formatBytes, formatDuration, formatSpan } from '@/lib/format';
import { useOp, type VoucherView } from '@/ipc';
import { CodeAct, ExtendDialog, ReprintCode, type CodeActKind } from './code-acts';

/** A code in a customer's hand: what it is worth still, where it is used, and what can be done about it. */
export function FindCodeDialog({ shiftId, onSell, onClose }: { shiftId: number; onSell: (voucher: VoucherView) => void; onClose: () => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [code, setCode] = useState('');
  const [act, setAct] = useState<CodeActKind>();
  const found = useOp('voucher_find', { code }, { enabled: code !== '', keep: true });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wanted = codeIn(typed);
    setTyped(wanted);
    if (wanted === code) void found.refetch();
    else setCode(wanted);
  };
  return (
    <Modal opened onClose={onClose} closeOnEscape={act === undefined} title={t('counter:find')} size={720} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <div className="col gap4">
        <form className="row FindCode" onSubmit={submit}>
          <div className="grow"><TextField label={t('counter:findCode')} mono data-autofocus value={typed} onChange={setTyped} autoComplete="off" maxLength={scanMost} /></div>
          <Btn type="submit" tone="primary" icon={Search} disabled={typed.trim() === ''} busy={found.isFetching}>{t('counter:findNow')}</Btn>
        </form>
        {code !== '' && (found.error ? <ErrorState error={found.error} compact /> : found.data ? <Found key={found.data.row.voucher_id} voucher={found.data} shiftId={shiftId} act={act} onAct={setAct} onSell={onSell} /> : <Skeleton lines={6} />)}
      </div>
    </Modal>
  );
}

function Found({ voucher, shiftId, act, onAct, onSell }: {
  voucher: VoucherView; shiftId: number; act: CodeActKind | undefined; onAct: (kind: CodeActKind | undefined) => void; onSell: (voucher: VoucherView) => void;
}) {
  const { t } = useTranslation();
  const { row } = voucher;
  const close = () => onAct(undefined);
  return (
    <>
      <div className="row wrap">
        <h2 className="FoundCode"><CodeText code={row.code} /></h2>
        <StatusPill kind="voucher" state={row.status === 'available' && row.sold_at !== null ? 'sold' : row.status} />
        <span className="grow" />
        <span className="q">{row.plan_name}</span>
        <MoneyText amount={row.price_sell} />
      </div>
      <Acts voucher={voucher} onAct={onAct} onSell={onSell} />
      <FactGrid columns={3} facts={factsOf(voucher, t)} />
      <VoucherCopies voucher={voucher} />
      <Devices voucherId={row.voucher_id} />
      <section>
        <h3 className="h2">{t('voucher:events')}</h3>
        <VoucherHistory voucher={voucher} />
      </section>
      {act === 'extend' && <ExtendDialog voucher={voucher} onClose={close} />}
      {act === 'reprint' && <ReprintCode voucher={voucher} onClose={close} />}
      {act !== undefined && act !== 'extend' && act !== 'reprint' && <CodeAct kind={act} voucher={voucher} shiftId={shiftId} onClose={close} />}
    </>
  );
}

/** What is left of it, said before what was used of it. */
function factsOf(voucher: VoucherView, t: TFunction): Fact[] {
  const { row, usage_limit_s: time, data_limit_bytes: data } = voucher;
  const left = (limit: number | null, used: number, say: (value: number) => string): ReactNode =>
    limit === null ? t('common:unlimited') : <>{say(Math.max(0, limit - used))} <span className="q sm">{t('counter:leftOf', { limit: say(limit) })}</span></>;
  return [
    { label: t('counter:timeLeft'), value: left(time, voucher.uptime_s, formatDuration) },
    { label: t('counter:dataLeft'), value: left(data, voucher.bytes_used, formatBytes) },
    { label: t('voucher:expires'), value: row.expires_at ? <When at={row.expires_at} time /> : voucher.validity_s ? t('counter:life', { span: formatSpan(voucher.validity_s) }) : t('common:unlimited') },
    { label: t('voucher:firstLogin'), value: row.first_login_at ? <When at={row.first_login_at} time /> : <span className="q">{t('voucher:notFirst')}</span> },
    { label: t('voucher:lastSeen'), value: voucher.last_seen_at ? <Ago at={voucher.last_seen_at} /> : <span className="q">–</span> },
    ...(voucher.vendor_name === null ? [] : [{ label: t('counter:withVendor'), value: voucher.vendor_name }]),
    { label: t('counter:boundTo'), value: voucher.locked_mac ? <CodeText code={voucher.locked_mac} plain /> : <span className="q">{t('counter:boundToNone')}</span> },
  ];
}

function Acts({ voucher, onAct, onSell }: { voucher: VoucherView; onAct: (kind: CodeActKind) => void; onSell: (voucher: VoucherView) => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const { status, sold_at: soldAt } = voucher.row;
  // What is with a vendor is theirs to sell; it comes back first.
  const isOurs = status === 'available' && soldAt === null && voucher.vendor_name === null;
  const isOver = status === 'used' || status === 'expired' || status === 'void';
  return (
    <div className="row wrap" role="group" aria-label={t('counter:acts')}>
      {isOurs && <Btn size="sm" tone="primary" icon={ShoppingBag} onClick={() => onSell(voucher)}>{t('counter:sellThis')}</Btn>}
      {status !== 'void' && may('voucher.extend') && <Btn size="sm" icon={CalendarPlus} onClick={() => onAct('extend')}>{t('counter:extend')}</Btn>}
      {!isOver && voucher.locked_mac !== null && may('voucher.unlock') && <Btn size="sm" icon={LockOpen} onClick={() => onAct('unlock')}>{t('counter:unlock')}</Btn>}
      {status === 'active' && may('voucher.unlock') && <Btn size="sm" icon={Unplug} onClick={() => onAct('kick')}>{t('counter:kick')}</Btn>}
      {status === 'available' && may('voucher.print') && <Btn size="sm" icon={Printer} onClick={() => onAct('reprint')}>{t('counter:reprint')}</Btn>}
      {status === 'available' && soldAt !== null && may('sale.refund') && <Btn size="sm" icon={Undo2} onClick={() => onAct('refund')}>{t('counter:refund')}</Btn>}
      {isOurs && may('voucher.void') && <Btn size="sm" tone="danger" icon={Ban} onClick={() => onAct('void')}>{t('counter:withdraw')}</Btn>}
    </div>
  );
}

/** The devices it was used on, the newest session first. */
function Devices({ voucherId }: { voucherId: number }) {
  const { t } = useTranslation();
  const sessions = useOp('usage_session_list', { voucher_id: voucherId, page: { limit: 5 } });
  if (sessions.error && !sessions.data) return <ErrorState error={sessions.error} compact onRetry={() => void sessions.refetch()} />;
  if (!sessions.data || sessions.data.rows.length === 0) return null;
  return (
    <section>
      <h3 className="h2">{t('counter:devices')}</h3>
      <ul className="Rows">
        {sessions.data.rows.map((one) => (
          <li key={one.session_id}>
            <CodeText code={one.mac_address ?? '–'} plain />
            <span className="q sm grow cut">{one.router_name}</span>
            <span className="sm tn">{formatDuration(one.uptime_s)} · {formatBytes(one.bytes_in + one.bytes_out)}</span>
            {one.ended_at === null ? <span className="t-good sm">{t('counter:online')}</span> : <span className="q sm"><When at={one.ended_at} time /></span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
