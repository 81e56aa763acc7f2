import { Activity, Ban, CircleCheck, Network, Unplug } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { Btn } from '@/components/button';
import { DataTable, type Column } from '@/components/data-table';
import { EmptyState } from '@/components/feedback';
import { Icon } from '@/components/icon';
import { useSorted } from '@/components/sorted';
import { CodeText } from '@/components/text';
import { formatBytes, formatNumber } from '@/lib/format';
import type { RouterInterface } from '@/ipc';

const linkOf = (row: RouterInterface) => (row.is_disabled ? 'disabled' : row.is_running ? 'running' : 'down');
const looks = { disabled: ['off', Ban], running: ['good', CircleCheck], down: ['off', Unplug] } as const;

function InterfaceState({ row }: { row: RouterInterface }) {
  const { t } = useTranslation();
  const link = linkOf(row);
  const [meaning, icon] = looks[link];
  return (
    <span className={`State ${meaning}`}>
      <Icon as={icon} size={14} />
      {t(`router:link.${link}`)}
    </span>
  );
}

function columnsOf(t: TFunction, onChoose: (name: string) => void): Column<RouterInterface>[] {
  return [
    {
      id: 'name', header: t('router:name'), width: 148, fixed: true, sortBy: (row) => row.name,
      cell: (row) => (
        <>
          <CodeText code={row.name} plain /> {row.comment && <span className="q">{row.comment}</span>}
        </>
      ),
    },
    { id: 'kind', header: t('router:kind'), width: 60, sortBy: (row) => row.kind, cell: (row) => <span className="q2">{row.kind}</span> },
    { id: 'state', header: t('router:state'), width: 146, sortBy: (row) => t(`router:link.${linkOf(row)}`), cell: (row) => <InterfaceState row={row} /> },
    { id: 'mac', header: t('router:mac'), width: 152, sortBy: (row) => row.mac_address, cell: (row) => (row.mac_address ? <span className="q2"><CodeText code={row.mac_address} plain /></span> : <span className="q">–</span>) },
    { id: 'rx', header: t('router:received'), width: 74, align: 'right', sortBy: (row) => row.rx_bytes, cell: (row) => formatBytes(row.rx_bytes) },
    { id: 'tx', header: t('router:sent'), width: 74, align: 'right', sortBy: (row) => row.tx_bytes, cell: (row) => formatBytes(row.tx_bytes) },
    { id: 'downs', header: t('router:linkDowns'), width: 58, align: 'right', sortBy: (row) => row.link_downs, cell: (row) => <span title={row.last_link_down ?? undefined}>{formatNumber(row.link_downs)}</span> },
    {
      id: 'look', header: t('router:traffic.title'), width: 70, fixed: true, align: 'right',
      cell: (row) => <Btn key={row.name} tone="ghost" size="sm" iconOnly icon={Activity} onClick={() => onChoose(row.name)}>{t('router:lookAt', { name: row.name })}</Btn>,
    },
  ];
}

export function InterfaceTable({ rows, text, loading, error, updatedAt, onRetry, onChoose }: {
  rows: RouterInterface[] | undefined; text: string; loading: boolean; error: unknown; updatedAt: number; onRetry: () => void; onChoose: (name: string) => void;
}) {
  const { t } = useTranslation();
  const columns = useMemo(() => columnsOf(t, onChoose), [t, onChoose]);
  const wanted = text.trim().toLowerCase();
  const shown = useMemo(
    () => (rows ?? []).filter((row) => !wanted || [row.name, row.comment, row.kind, row.mac_address].some((part) => part?.toLowerCase().includes(wanted))),
    [rows, wanted],
  );
  const order = useSorted('interfaces', columns, shown);
  return (
    <DataTable
      id="interfaces"
      label={t('router:tabs.interfaces')}
      columns={columns}
      {...order}
      rowId={nameOf}
      total={shown.length}
      loading={loading}
      error={error}
      updatedAt={updatedAt}
      onRetry={onRetry}
      onOpen={(row) => onChoose(row.name)}
      empty={<EmptyState icon={Network} title={t(wanted ? 'common:noMatch' : 'router:traffic.none')} />}
    />
  );
}

const nameOf = (row: RouterInterface) => row.name;
