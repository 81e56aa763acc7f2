import { Check, Plus, SearchX, ShieldCheck } from 'lucide-react';
import { Fragment, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { EmptyState, ErrorState, Skeleton } from '@/components/feedback';
import { SearchBox } from '@/components/filters';
import { Icon } from '@/components/icon';
import { PageHead } from '@/components/layout';
import { useMay } from '@/components/me';
import { areaWord, permissionsByArea, permissionWords, roleWord } from '@/components/permissions';
import { formatNumber } from '@/lib/format';
import { useOp, type Permission, type PermissionRow, type RoleRow } from '@/ipc';
import { RoleDrawer } from './role-drawer';
import { WhoDrawer } from './who-drawer';

export type RoleOpen = number | 'new';

/** Who may do what: permissions down, roles across. A role opens to be changed, a permission to see who has it. */
export function RoleScreen({ open, who, search, onOpen, onWho, onSearch }: {
  open: RoleOpen | undefined; who: string | undefined; search: string; onOpen: (open: RoleOpen | undefined) => void; onWho: (who: string | undefined) => void; onSearch: (search: string) => void;
}) {
  const { t } = useTranslation();
  const may = useMay();
  const roles = useOp('role_list', {});
  const permissions = useOp('permission_list', {});
  const failed = roles.error ?? permissions.error;
  const again = useCallback(() => {
    void roles.refetch();
    void permissions.refetch();
  }, [roles, permissions]);
  const active = roles.data?.filter((role) => role.is_active) ?? [];
  const idle = roles.data?.filter((role) => !role.is_active) ?? [];
  return (
    <div className="ListBody">
      <div className="ListHead">
        <PageHead
          title={t('access:title')}
          detail={roles.data && formatNumber(active.length)}
          actions={
            <>
              <SearchBox value={search} onChange={onSearch} placeholder={t('access:find')} />
              {may('user.edit') && (
                <Btn tone="primary" icon={Plus} hotkey="n" onClick={() => onOpen('new')}>
                  {t('access:newRole')}
                </Btn>
              )}
            </>
          }
        />
        <p className="Help">{t('access:hint')}</p>
      </div>
      {roles.data && permissions.data ? (
        <Matrix roles={[...active, ...idle]} permissions={permissions.data} search={search} onRole={(role) => onOpen(role.role_id)} onPermission={onWho} onClear={() => onSearch('')} />
      ) : failed ? (
        <ErrorState error={failed} onRetry={again} />
      ) : (
        <div className="Page"><Skeleton lines={10} height={18} /></div>
      )}
      {roles.data && permissions.data && (
        <>
          <RoleDrawer open={open} roles={roles.data} permissions={permissions.data} onClose={() => onOpen(undefined)} onOpen={onOpen} />
          <WhoDrawer permission={permissions.data.find((row) => row.permission === who)?.permission} roles={roles.data} onClose={() => onWho(undefined)} onRole={(id) => onOpen(id)} />
        </>
      )}
    </div>
  );
}

function Matrix({ roles, permissions, search, onRole, onPermission, onClear }: {
  roles: RoleRow[]; permissions: PermissionRow[]; search: string; onRole: (role: RoleRow) => void; onPermission: (permission: Permission) => void; onClear: () => void;
}) {
  const { t } = useTranslation();
  const areas = permissionsByArea(t, permissions, search);
  if (areas.length === 0) {
    return (
      <EmptyState icon={SearchX} title={t('common:noMatch')} actions={<Btn onClick={onClear}>{t('common:clearFilters')}</Btn>}>
        {t('common:noMatchHint')}
      </EmptyState>
    );
  }
  return (
    <div className="MatrixWrap scrolls" role="region" aria-label={t('access:title')}>
      <table className="Matrix">
        <thead>
          <tr>
            <th scope="col">{t('access:permission')}</th>
            {roles.map((role) => (
              <th scope="col" key={role.role_id} className={role.is_active ? '' : 'idle'}>
                <button type="button" onClick={() => onRole(role)}>
                  <span className="cut">{roleWord(t, role.code, role.name)}</span>
                  <span className="sm q nw">{role.is_active ? t('access:people', { count: role.user_count }) : t('access:inactive')}</span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {areas.map(([area, rows]) => (
            <Fragment key={area}>
              <tr className="area">
                <th scope="rowgroup" colSpan={roles.length + 1}>{areaWord(t, area)}</th>
              </tr>
              {rows.map(({ permission }) => {
                const { can, means } = permissionWords(t, permission);
                return (
                  <tr key={permission}>
                    <th scope="row">
                      <button type="button" onClick={() => onPermission(permission)} title={permission}>
                        <b className="m">{can}</b>
                        <span className="sm q">{means}</span>
                      </button>
                    </th>
                    {roles.map((role) => {
                      const has = role.is_super || role.permissions.includes(permission);
                      return (
                        <td key={role.role_id} className={role.is_active ? '' : 'idle'}>
                          {has ? (
                            <>
                              <Icon as={role.is_super ? ShieldCheck : Check} className="t-good" />
                              <span className="sr">{t('access:may')}</span>
                            </>
                          ) : (
                            <>
                              <span className="q" aria-hidden="true">·</span>
                              <span className="sr">{t('access:mayNot')}</span>
                            </>
                          )}
                        </td>
                      );
                    })}
                  </tr>
                );
              })}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}
