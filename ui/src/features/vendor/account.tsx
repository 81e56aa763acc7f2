import { Link2Off } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toastError } from '@/components/dialog';
import { EmptyState, ErrorState, Skeleton } from '@/components/feedback';
import { Tabs } from '@/components/filters';
import { DetailHeader, FactGrid } from '@/components/layout';
import { useMe } from '@/components/me';
import { PdfDialog } from '@/components/pdf-dialog';
import { MoneyText } from '@/components/text';
import { formatNumber } from '@/lib/format';
import { useOp, useOpPages, useWrite, type Document, type ResellerAccount } from '@/ipc';
import { settlementColumns, stockColumns, transferColumns } from './columns';
import { dayBefore, SpanFields } from './statement';
import { Table } from './vendor-detail';
import { Balance, balanceText, termsText } from './words';

export type AccountTab = 'stock' | 'transfers' | 'settlements';

/** A reseller's own account: what they hold, what they owe, and nothing of anybody else. */
export function AccountScreen({ tab, onTab }: { tab: AccountTab; onTab: (tab: AccountTab) => void }) {
  const { t } = useTranslation();
  const account = useOp('reseller_account_get', {});
  if (account.error?.code === 'vendor_own_missing') return <EmptyState icon={Link2Off} title={t('vendor:accountMissing')}>{t('vendor:accountMissingHint')}</EmptyState>;
  if (account.isError && !account.data) return <ErrorState error={account.error} onRetry={() => void account.refetch()} />;
  if (!account.data) return <div className="Page"><Skeleton lines={8} height={18} /></div>;
  return <Account account={account.data} tab={tab} onTab={onTab} />;
}

function Account({ account, tab, onTab }: { account: ResellerAccount; tab: AccountTab; onTab: (tab: AccountTab) => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const zone = me.locations[0]?.time_zone ?? 'Asia/Jakarta';
  const [span, setSpan] = useState(() => ({ from: dayBefore(30, zone, new Date()), to: dayBefore(0, zone, new Date()) }));
  const [paper, setPaper] = useState<Document>();
  const render = useWrite('reseller_statement_render');
  return (
    <div className="ListBody">
      <DetailHeader title={account.name} detail={`${t(`vendor:modes.${account.mode}`)} · ${termsText(account, t)}`} />
      <div className="Summary col gap3">
        <FactGrid
          minimum={130}
          facts={[
            { label: t('vendor:balance'), value: <Balance amount={account.balance} /> },
            { label: t('common:status'), value: balanceText(account.balance, t) },
            { label: t('vendor:inHand'), value: t('vendor:codesOf', { count: account.in_hand }) },
            { label: t('vendor:toSettle'), value: account.to_settle === 0 ? '–' : <>{formatNumber(account.to_settle)} · <MoneyText amount={account.to_settle_amount} /></> },
          ]}
        />
        <SpanFields span={span} onChange={setSpan} busy={render.isPending} onPrint={() => render.mutate({ from_on: span.from, to_on: span.to }, { onSuccess: setPaper, onError: (error) => toastError(error, t) })} />
      </div>
      <Tabs label={t('vendor:parts')} tabs={(['stock', 'transfers', 'settlements'] as const).map((id) => ({ id, label: t(`vendor:part.${id}`) }))} value={tab} onChange={(id) => onTab(id as AccountTab)} />
      {tab === 'stock' && <Stock />}
      {tab === 'transfers' && <Transfers />}
      {tab === 'settlements' && <Settlements />}
      <PdfDialog document={paper} onClose={() => setPaper(undefined)} />
    </div>
  );
}

function Stock() {
  const { t } = useTranslation();
  const list = useOpPages('reseller_stock_list', {});
  return <Table id="reseller_stock" label={t('vendor:part.stock')} columns={useMemo(() => stockColumns(t), [t])} list={list} rowId={(row) => String(row.batch_id)} empty={t('vendor:noStock')} />;
}

function Transfers() {
  const { t } = useTranslation();
  const list = useOpPages('reseller_transfer_list', {});
  return <Table id="reseller_transfers" label={t('vendor:part.transfers')} columns={useMemo(() => transferColumns(t), [t])} list={list} rowId={(row) => String(row.vendor_transfer_id)} empty={t('vendor:noTransfers')} />;
}

function Settlements() {
  const { t } = useTranslation();
  const list = useOpPages('reseller_settlement_list', {});
  return <Table id="reseller_settlements" label={t('vendor:part.settlements')} columns={useMemo(() => settlementColumns(t), [t])} list={list} rowId={(row) => String(row.vendor_settlement_id)} empty={t('vendor:noSettlements')} />;
}
