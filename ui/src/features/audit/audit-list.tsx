import { History } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { byTime, inOrder } from '@/components/by-time';
import type { Column } from '@/components/data-table';
import { DayRange } from '@/components/day-range';
import type { FilterDef } from '@/components/filters';
import { ListPage } from '@/components/list-page';
import { useMay, useMe } from '@/components/me';
import { roleWord } from '@/components/permissions';
import { RowLink } from '@/components/row-link';
import { SavedViews } from '@/components/saved-views';
import { When } from '@/components/text';
import { formatNumber } from '@/lib/format';
import { useOp, useOpPages, type ActivityRow, type AuditRow, type Input, type Permission } from '@/ipc';
import { AuditDrawer } from './audit-drawer';
import { deedKinds, deedSentence, subjectLink, subjectWord } from './deeds';
import { auditKinds, auditSentence, kindWord, sourceWord, type Names } from './words';

export interface AuditFilter {
  view?: 'changes' | 'deeds' | undefined;
  person?: number | undefined;
  kind?: string | undefined;
  act?: 'update' | 'delete' | undefined;
  action?: string | undefined;
  row?: number | undefined;
  from?: string | undefined;
  to?: string | undefined;
  desc?: boolean | undefined;
  open?: number | undefined;
}

function auditColumns(t: TFunction, names: Names): Column<AuditRow>[] {
  return [
    { id: 'at', header: t('audit:when'), width: 120, fixed: true, sortable: true, cell: (row) => <When at={row.at} time /> },
    { id: 'who', header: t('audit:who'), width: 150, cell: (row) => row.user_name ?? <span className="q">{t('audit:program')}</span> },
    { id: 'what', header: t('audit:what'), width: 560, cell: (row) => <Sentence words={auditSentence(t, row, names)} /> },
    { id: 'via', header: t('audit:via'), width: 110, cell: (row) => sourceWord(t, row.source) },
  ];
}

type May = (permission: Permission | undefined) => boolean;

function deedColumns(t: TFunction, may: May): Column<ActivityRow>[] {
  return [
    { id: 'at', header: t('audit:when'), width: 120, fixed: true, sortable: true, cell: (row) => <When at={row.at} time /> },
    { id: 'who', header: t('audit:who'), width: 150, cell: (row) => row.user_name ?? <span className="q">{t('audit:program')}</span> },
    { id: 'what', header: t('audit:deed'), width: 440, cell: (row) => <Sentence words={deedSentence(t, row, may)} /> },
    { id: 'subject', header: t('audit:subject'), width: 220, cell: (row) => <Subject row={row} to={subjectLink(row, may)} t={t} /> },
    { id: 'via', header: t('audit:via'), width: 110, cell: (row) => sourceWord(t, row.source) },
  ];
}

/** A sentence that may be longer than its column. */
function Sentence({ words }: { words: string }) {
  return <span title={words}>{words}</span>;
}

function Subject({ row, to, t }: { row: ActivityRow; to: string | undefined; t: TFunction }) {
  const words = subjectWord(t, row);
  if (words === undefined) return <span className="q">–</span>;
  return to === undefined ? <Sentence words={words} /> : <RowLink to={to} className="Link">{words}</RowLink>;
}

/** Who changed what, from what to what; and who did what. Nobody can take a line away. */
export function AuditScreen({ filter, onFilter }: { filter: AuditFilter; onFilter: (part: Partial<AuditFilter>) => void }) {
  const { view = 'changes' } = filter;
  return view === 'changes' ? <Changes filter={filter} onFilter={onFilter} /> : <Deeds filter={filter} onFilter={onFilter} />;
}

/** What both lists are narrowed by: a person and days. */
function useCommon(filter: AuditFilter, onFilter: (part: Partial<AuditFilter>) => void) {
  const { t } = useTranslation();
  const may = useMay();
  const people = useOp('user_list', { page: { limit: 200 } }, { enabled: may('user.view') });
  const chosen = { ...(filter.person ? { user_id: filter.person } : {}), ...(filter.from ? { from_on: filter.from } : {}), ...(filter.to ? { to_on: filter.to } : {}), ...inOrder(filter.desc) };
  const person: FilterDef = { id: 'person', label: t('audit:who'), options: (people.data?.rows ?? []).map((row) => ({ value: String(row.user_id), label: row.name })) };
  const days = <DayRange from={filter.from} to={filter.to} onChange={onFilter} />;
  const tabs = (
    <SavedViews
      id="audit"
      label={t('audit:views')}
      tabs={[{ id: 'changes', label: t('audit:view.changes') }, { id: 'deeds', label: t('audit:view.deeds') }]}
      value={filter.view ?? 'changes'}
      onTab={(id) => onFilter({ view: id as 'changes' | 'deeds', kind: undefined, act: undefined, action: undefined, row: undefined, open: undefined })}
      search={{ ...filter, open: undefined }}
      onSearch={(view) => onFilter({ ...cleared, view: undefined, desc: undefined, open: undefined, ...view })}
    />
  );
  return { chosen, person, days, tabs };
}

/** What numbers in the trail are called, as far as this person may know. */
function useNames(): Names {
  const { t } = useTranslation();
  const may = useMay();
  const me = useMe();
  const roles = useOp('role_list', {}, { enabled: may('user.view') });
  const people = useOp('user_list', { page: { limit: 200 } }, { enabled: may('user.view') });
  return useMemo(() => {
    const person = new Map((people.data?.rows ?? []).map((row) => [row.user_id, row.name]));
    return {
      user_id: person, opened_by: person, closed_by: person, sold_by: person, voided_by: person,
      role_id: new Map((roles.data ?? []).map((role) => [role.role_id, roleWord(t, role.code, role.name)])),
      location_id: new Map(me.locations.map((place) => [place.location_id, place.name])),
    };
  }, [roles.data, people.data, me.locations, t]);
}

const cleared: Partial<AuditFilter> = { person: undefined, kind: undefined, act: undefined, action: undefined, row: undefined, from: undefined, to: undefined };
const narrowed = ({ person, kind, act, action, row, from, to }: AuditFilter) => [person, kind, act, action, row, from, to].some((one) => one !== undefined);

function Changes({ filter, onFilter }: { filter: AuditFilter; onFilter: (part: Partial<AuditFilter>) => void }) {
  const { t } = useTranslation();
  const { chosen, person, days, tabs } = useCommon(filter, onFilter);
  const asked = { ...chosen, ...(filter.kind ? { kind: filter.kind } : {}), ...(filter.act ? { act: filter.act } : {}), ...(filter.row ? { row_id: filter.row } : {}) } as Omit<Input<'audit_list'>, 'page'>;
  const list = useOpPages('audit_list', asked);
  const names = useNames();
  const columns = useMemo(() => auditColumns(t, names), [t, names]);
  const filters: FilterDef[] = [
    person,
    { id: 'kind', label: t('audit:kind'), options: auditKinds.map((value) => ({ value, label: kindWord(t, value) })) },
    { id: 'act', label: t('audit:act'), options: [{ value: 'update', label: t('audit:acts.update') }, { value: 'delete', label: t('audit:acts.delete') }] },
    ...(filter.row ? [{ id: 'row', label: t('audit:row'), options: [{ value: String(filter.row), label: `#${filter.row}` }] }] : []),
  ];
  const set = (id: string, value: string | undefined) => onFilter({ [id]: value !== undefined && (id === 'person' || id === 'row') ? Number(value) : value, ...(id === 'kind' ? { row: undefined } : {}) });
  return (
    <>
      <ListPage
        id="audit"
        title={t('audit:title')}
        above={tabs}
        search={days}
        filters={filters}
        values={{ person: filter.person === undefined ? undefined : String(filter.person), kind: filter.kind, act: filter.act, row: filter.row === undefined ? undefined : String(filter.row) }}
        onFilter={set}
        columns={columns}
        list={list}
        rowId={auditKey}
        {...byTime('at', filter.desc, onFilter)}
        onOpen={(row) => onFilter({ open: row.audit_id })}
        onClear={narrowed(filter) ? () => onFilter(cleared) : undefined}
        empty={{ icon: History, title: t('audit:emptyTitle'), hint: t('audit:emptyHint') }}
        totals={[{ label: t('common:shown'), value: formatNumber(list.rows.length) }]}
        note={t('audit:note')}
      />
      <AuditDrawer
        row={list.rows.find((row) => row.audit_id === filter.open)}
        names={names}
        onClose={() => onFilter({ open: undefined })}
        onHistory={(row) => onFilter({ ...cleared, kind: row.kind, row: row.row_id, open: undefined })}
      />
    </>
  );
}

function Deeds({ filter, onFilter }: { filter: AuditFilter; onFilter: (part: Partial<AuditFilter>) => void }) {
  const { t } = useTranslation();
  const { chosen, person, days, tabs } = useCommon(filter, onFilter);
  const asked = { ...chosen, ...(filter.kind ? { subject_kind: filter.kind } : {}), ...(filter.action ? { action: filter.action } : {}) } as Omit<Input<'activity_list'>, 'page'>;
  const list = useOpPages('activity_list', asked);
  const { permissions } = useMe();
  const may = useCallback<May>((permission) => permission === undefined || permissions.includes(permission), [permissions]);
  const columns = useMemo(() => deedColumns(t, may), [t, may]);
  const known = useMemo(() => knownDeeds(t), [t]);
  const filters: FilterDef[] = [
    person,
    { id: 'kind', label: t('audit:kind'), options: deedKinds.map((value) => ({ value, label: kindWord(t, value) })) },
    { id: 'action', label: t('audit:deed'), options: known },
  ];
  return (
    <ListPage
      id="deeds"
      title={t('audit:title')}
      above={tabs}
      search={days}
      filters={filters}
      values={{ person: filter.person === undefined ? undefined : String(filter.person), kind: filter.kind, action: filter.action }}
      onFilter={(id, value) => onFilter({ [id]: value !== undefined && id === 'person' ? Number(value) : value })}
      columns={columns}
      list={list}
      rowId={deedKey}
      {...byTime('at', filter.desc, onFilter)}
      onClear={narrowed(filter) ? () => onFilter(cleared) : undefined}
      empty={{ icon: History, title: t('audit:emptyTitle'), hint: t('audit:emptyHint') }}
      totals={[{ label: t('common:shown'), value: formatNumber(list.rows.length) }]}
      note={t('audit:note')}
    />
  );
}

/** Every deed that has a name, by that name. */
const knownDeeds = (t: TFunction) =>
  Object.entries(t('audit:actions', { returnObjects: true })).map(([value, label]) => ({ value, label })).sort((a, b) => a.label.localeCompare(b.label));

const auditKey = (row: AuditRow) => String(row.audit_id);
const deedKey = (row: ActivityRow) => String(row.activity_id);
