import { Calculator, HandCoins, PackageCheck, PackageOpen, Undo2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { ChangedMeanwhile, useFill } from '@/components/changed-meanwhile';
import { useScreenName } from '@/components/crumbs';
import { DataTable } from '@/components/data-table';
import { toastDone } from '@/components/dialog';
import { EmptyState, ErrorState, Skeleton } from '@/components/feedback';
import { Tabs } from '@/components/filters';
import { DetailHeader, FactGrid } from '@/components/layout';
import { useMay, useMe } from '@/components/me';
import { useSorted } from '@/components/sorted';
import { StatusPill } from '@/components/state';
import { MoneyText } from '@/components/text';
import { formatNumber } from '@/lib/format';
import { useOp, useOpPages, type VendorSettlementRow, type VendorView } from '@/ipc';
import { settlementColumns, stockColumns, transferColumns } from './columns';
import { PayDialog } from './pay-dialog';
import { People } from './people';
import { SettleDialog } from './settle-dialog';
import { StatementTab } from './statement';
import { TransferDialog } from './transfer-dialog';
import { VendorForm } from './vendor-form';
import { VoidDialog } from './void-dialog';
import { Balance, balanceText, isZero, termsText } from './words';

export type VendorTab = 'stock' | 'transfers' | 'settlements' | 'statement' | 'data';

export function VendorNewScreen({ onDone, onCancel }: { onDone: (vendor: VendorView) => void; onCancel: () => void }) {
  const { t } = useTranslation();
  return (
    <VendorForm
      head={<DetailHeader title={t('vendor:new')} />}
      onSaved={(vendor) => {
        toastDone(t('vendor:saved', { name: vendor.row.name }));
        onDone(vendor);
      }}
      actions={(busy) => (
        <footer className="Wiz-foot">
          <span className="grow" />
          <Btn tone="ghost" hotkey="Escape" hotkeyInFields onClick={onCancel}>{t('common:cancel')}</Btn>
          <Btn type="submit" tone="primary" hotkey="Enter" busy={busy}>{t('vendor:create')}</Btn>
        </footer>
      )}
    />
  );
}

export function VendorDetailScreen({ vendorId, tab, onTab }: { vendorId: number; tab: VendorTab; onTab: (tab: VendorTab) => void }) {
  const vendor = useOp('vendor_get', { vendor_id: vendorId });
  useScreenName(vendor.data?.row.name);
  if (vendor.isError && !vendor.data) return <ErrorState error={vendor.error} onRetry={() => void vendor.refetch()} />;
  if (!vendor.data) return <div className="Page"><Skeleton lines={8} height={18} /></div>;
  return <Vendor vendor={vendor.data} tab={tab} onTab={onTab} />;
}

type Dialog = 'hand_over' | 'return' | 'pay' | 'settle' | undefined;

function Vendor({ vendor, tab, onTab }: { vendor: VendorView; tab: VendorTab; onTab: (tab: VendorTab) => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const me = useMe();
  const [dialog, setDialog] = useState<Dialog>();
  const { row } = vendor;
  const zone = me.locations.find((place) => place.location_id === row.location_id)?.time_zone ?? 'Asia/Jakarta';
  const tabs: VendorTab[] = ['stock', 'transfers', 'settlements', 'statement', ...(may('vendor.edit') ? (['data'] as const) : [])];
  const close = () => setDialog(undefined);
  return (
    <div className="ListBody">
      <DetailHeader
        title={row.name}
        states={<StatusPill kind="record" state={row.is_active ? 'active' : 'inactive'} />}
        detail={`${t(`vendor:modes.${row.mode}`)} · ${termsText(row, t)}`}
        actions={
          may('vendor.settle') && (
            <>
              {row.in_hand > 0 && <Btn icon={Undo2} hotkey="r" onClick={() => setDialog('return')}>{t('vendor:takeBack')}</Btn>}
              <Btn icon={HandCoins} hotkey="t" onClick={() => setDialog('pay')}>{t('vendor:topUp')}</Btn>
              {(row.mode === 'consignment' || row.to_settle > 0) && <Btn icon={Calculator} hotkey="h" onClick={() => setDialog('settle')}>{t('vendor:settle')}</Btn>}
              {row.is_active && <Btn tone="primary" icon={PackageOpen} hotkey="n" onClick={() => setDialog('hand_over')}>{t('vendor:handOver')}</Btn>}
            </>
          )
        }
      />
      <div className="Summary">
        <FactGrid
          minimum={130}
          facts={[
            { label: t('vendor:balance'), value: <span title={balanceText(row.balance, t)}><Balance amount={row.balance} /></span> },
            { label: t('vendor:inHand'), value: t('vendor:codesOf', { count: row.in_hand }) },
            { label: t('vendor:toSettle'), value: row.to_settle === 0 ? '–' : <>{formatNumber(row.to_settle)} · <MoneyText amount={row.to_settle_amount} /></> },
            { label: t('vendor:contact'), value: [row.contact_person, row.phone].filter(Boolean).join(' · ') || '–' },
          ]}
        />
      </div>
      <Tabs label={t('vendor:parts')} tabs={tabs.map((id) => ({ id, label: t(`vendor:part.${id}`) }))} value={tab} onChange={(id) => onTab(id as VendorTab)} />
      {tab === 'stock' && <StockTab vendorId={row.vendor_id} />}
      {tab === 'transfers' && <TransfersTab vendorId={row.vendor_id} />}
      {tab === 'settlements' && <SettlementsTab vendorId={row.vendor_id} />}
      {tab === 'statement' && <StatementTab vendorId={row.vendor_id} timeZone={zone} />}
      {tab === 'data' && may('vendor.edit') && <DataTab vendor={vendor} />}
      {(dialog === 'hand_over' || dialog === 'return') && <TransferDialog vendor={row} kind={dialog} onClose={close} />}
      {dialog === 'pay' && <PayDialog vendor={row} onClose={close} />}
      {dialog === 'settle' && <SettleDialog vendor={row} onClose={close} />}
    </div>
  );
}

function StockTab({ vendorId }: { vendorId: number }) {
  const { t } = useTranslation();
  const list = useOpPages('vendor_stock_list', { vendor_id: vendorId, in_hand_only: false });
  return <Table id="vendor_stock" label={t('vendor:part.stock')} columns={useMemo(() => stockColumns(t), [t])} list={list} rowId={(row) => String(row.batch_id)} empty={t('vendor:noStock')} />;
}

function TransfersTab({ vendorId }: { vendorId: number }) {
  const { t } = useTranslation();
  const list = useOpPages('vendor_transfer_list', { vendor_id: vendorId });
  return <Table id="vendor_transfers" label={t('vendor:part.transfers')} columns={useMemo(() => transferColumns(t), [t])} list={list} rowId={(row) => String(row.vendor_transfer_id)} empty={t('vendor:noTransfers')} />;
}

function SettlementsTab({ vendorId }: { vendorId: number }) {
  const { t } = useTranslation();
  const list = useOpPages('vendor_settlement_list', { vendor_id: vendorId });
  const [voiding, setVoiding] = useState<VendorSettlementRow>();
  const mayVoid = useMay()('vendor.edit');
  const columns = useMemo(() => {
    const all = settlementColumns(t);
    if (!mayVoid) return all;
    const isOpen = (row: VendorSettlementRow) => !isZero(row.paid_amount) && row.reverses_number === null && row.reversed_by_number === null;
    return [...all, {
      id: 'void', header: '', width: 60,
      cell: (row: VendorSettlementRow) => isOpen(row) && <Btn key={row.vendor_settlement_id} tone="ghost" size="sm" iconOnly icon={Undo2} onClick={() => setVoiding(row)}>{t('vendor:voidOf', { number: row.document_number })}</Btn>,
    }];
  }, [t, mayVoid]);
  return (
    <>
      <Table id="vendor_settlements" label={t('vendor:part.settlements')} columns={columns} list={list} rowId={(row) => String(row.vendor_settlement_id)} empty={t('vendor:noSettlements')} />
      {voiding && <VoidDialog payment={voiding} onClose={() => setVoiding(undefined)} />}
    </>
  );
}

/** A list inside a detail: the table and its empty sentence. */
export function Table<Row>({ id, label, columns, list, rowId, empty }: {
  id: string; label: string; columns: Parameters<typeof DataTable<Row>>[0]['columns'];
  list: { rows: Row[]; hasNextPage: boolean; fetchNextPage: () => unknown; isPending: boolean; readsOn: boolean; error: unknown; refetch: () => unknown; dataUpdatedAt: number };
  rowId: (row: Row) => string; empty: string;
}) {
  const order = useSorted(id, columns, list.rows, { list });
  return (
    <DataTable
      id={id}
      label={label}
      columns={columns}
      {...order}
      rowId={rowId}
      hasMore={list.hasNextPage}
      onMore={() => void list.fetchNextPage()}
      loading={list.isPending || list.readsOn}
      error={list.error}
      onRetry={() => void list.refetch()}
      updatedAt={list.dataUpdatedAt}
      empty={<EmptyState icon={PackageCheck} title={empty}>{null}</EmptyState>}
    />
  );
}

function DataTab({ vendor }: { vendor: VendorView }) {
  const { t } = useTranslation();
  const latest = useMemo(() => ({ version: vendor.row.version, vendor }), [vendor]);
  const fill = useFill(latest);
  return (
    <div className="Split">
      <VendorForm
        key={fill.row.version}
        stored={fill.row.vendor}
        onTouch={fill.touch}
        head={<ChangedMeanwhile fill={fill} />}
        onSaved={(saved) => toastDone(t('vendor:saved', { name: saved.row.name }))}
        actions={(busy, changed) => (
          <footer className="Wiz-foot">
            <span className="grow" />
            <Btn type="submit" tone="primary" busy={busy} disabled={!changed}>{t('common:save')}</Btn>
          </footer>
        )}
      />
      <People vendor={vendor} />
    </div>
  );
}
