import { Plus, Users } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { Btn } from '@/components/button';
import type { Column } from '@/components/data-table';
import { SearchBox } from '@/components/filters';
import { ListPage } from '@/components/list-page';
import { useMay } from '@/components/me';
import { roleWord } from '@/components/permissions';
import { PlainViews } from '@/components/saved-views';
import { State } from '@/components/state';
import { CodeText, When } from '@/components/text';
import { formatNumber } from '@/lib/format';
import { useOpPages, type UserRow, type UserSort } from '@/ipc';
import { UserDrawer } from './user-drawer';

export interface UserSearchState {
  search?: string | undefined;
  sort?: UserSort | undefined;
  desc?: boolean | undefined;
}

const nothing: UserSearchState = { search: undefined, sort: undefined, desc: undefined };
/** The columns that the program sorts by, and what it calls them. */
const sorts: Record<string, UserSort> = { name: 'name', username: 'username', seen: 'last_sign_in_at' };
const columnOf = (sort: UserSort) => Object.keys(sorts).find((column) => sorts[column] === sort) ?? 'name';

/** What a person's account is now: closed, locked out, waiting for their own password, or in use. */
function accountState(row: UserRow): string {
  if (!row.is_active) return 'inactive';
  if (row.locked_until !== null && new Date(row.locked_until) > new Date()) return 'locked';
  return row.must_change_password ? 'waiting' : 'active';
}

function columnsOf(t: TFunction): Column<UserRow>[] {
  return [
    { id: 'name', header: t('user:name'), width: 200, fixed: true, sortable: true, cell: (row) => <span className="m">{row.name}</span> },
    { id: 'username', header: t('user:username'), width: 150, sortable: true, cell: (row) => <CodeText code={row.username} plain /> },
    { id: 'role', header: t('user:role'), width: 130, cell: (row) => roleWord(t, row.role_code, row.role_name) },
    { id: 'status', header: t('common:status'), width: 150, cell: (row) => <State kind="record" state={accountState(row)} /> },
    { id: 'sessions', header: t('user:sessions'), width: 80, align: 'right', cell: (row) => (row.session_count > 0 ? formatNumber(row.session_count) : <span className="q">–</span>) },
    { id: 'phone', header: t('user:phone'), width: 150, cell: (row) => row.phone ?? <span className="q">–</span> },
    { id: 'seen', header: t('user:lastSignIn'), width: 150, sortable: true, cell: (row) => <When at={row.last_sign_in_at} time /> },
  ];
}

export function UserListScreen({ search, edit, onSearch, onEdit }: {
  search: UserSearchState; edit: number | 'new' | undefined; onSearch: (patch: Partial<UserSearchState>) => void; onEdit: (edit: number | 'new' | undefined) => void;
}) {
  const { t } = useTranslation();
  const may = useMay();
  const { search: text, sort, desc } = search;
  const list = useOpPages('user_list', { ...(text ? { search: text } : {}), ...(sort ? { sort } : {}), ...(desc === undefined ? {} : { descending: desc }) });
  const columns = useMemo(() => columnsOf(t), [t]);
  const setText = useCallback((typed: string) => onSearch({ search: typed || undefined }), [onSearch]);
  const add = may('user.edit') && (
    <Btn tone="primary" icon={Plus} hotkey="n" onClick={() => onEdit('new')}>
      {t('user:new')}
    </Btn>
  );
  return (
    <>
      <ListPage
        id="users"
        title={t('user:title')}
        detail={list.rows.length > 0 ? formatNumber(list.rows.length) : undefined}
        actions={add}
        above={<PlainViews id="users" search={search} nothing={nothing} onSearch={onSearch} />}
        search={<SearchBox value={text ?? ''} onChange={setText} placeholder={t('user:search')} />}
        filters={[]}
        values={{}}
        onFilter={() => undefined}
        columns={columns}
        list={list}
        rowId={userKey}
        sort={{ by: columnOf(sort ?? 'name'), desc: desc ?? false }}
        onSort={({ by, desc: down }) => onSearch({ sort: sorts[by], desc: down })}
        onOpen={may('user.edit') ? (row) => onEdit(row.user_id) : undefined}
        onClear={text ? () => onSearch(nothing) : undefined}
        empty={{ icon: Users, title: t('user:emptyTitle'), hint: t('user:emptyHint'), action: add }}
        totals={[{ label: t('user:users'), value: formatNumber(list.rows.length) }]}
      />
      <UserDrawer edit={edit} row={list.rows.find((row) => row.user_id === edit)} onClose={() => onEdit(undefined)} />
    </>
  );
}

const userKey = (row: UserRow) => String(row.user_id);
