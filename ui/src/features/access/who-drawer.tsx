import { Drawer } from '@/components/modal';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ErrorState, Skeleton } from '@/components/feedback';
import { permissionWords, roleWord } from '@/components/permissions';
import { useOp, type Permission, type RoleRow } from '@/ipc';

/** Who has one permission: by their role, or by name. */
export function WhoDrawer({ permission, roles, onClose, onRole }: { permission: Permission | undefined; roles: RoleRow[]; onClose: () => void; onRole: (id: number) => void }) {
  const { t } = useTranslation();
  return (
    <Drawer opened={permission !== undefined} onClose={onClose} title={permission ? permissionWords(t, permission).can : ''} closeButtonProps={{ 'aria-label': t('common:close') }}>
      {permission && <Who permission={permission} roles={roles} onRole={onRole} />}
    </Drawer>
  );
}

function Who({ permission, roles, onRole }: { permission: Permission; roles: RoleRow[]; onRole: (id: number) => void }) {
  const { t } = useTranslation();
  const people = useOp('user_list', { page: { limit: 200 } });
  const holding = roles.filter((role) => role.is_active && (role.is_super || role.permissions.includes(permission)));
  const byRole = new Map(holding.map((role) => [role.role_id, role]));
  const having = people.data?.rows.filter((row) => row.is_active && (byRole.has(row.role_id) || row.grants.includes(permission))) ?? [];
  return (
    <div className="col gap3">
      <p className="q2">{permissionWords(t, permission).means}</p>
      <div>
        <h3 className="h2">{t('access:byRole')}</h3>
        {holding.length === 0 && <p className="q sm">{t('access:noRole')}</p>}
        <ul className="Rows">
          {holding.map((role) => (
            <li key={role.role_id}>
              <button type="button" className="Link grow cut" onClick={() => onRole(role.role_id)}>{roleWord(t, role.code, role.name)}</button>
              <span className="q sm nw">{t('access:people', { count: role.user_count })}</span>
            </li>
          ))}
        </ul>
      </div>
      <div>
        <h3 className="h2">{t('access:byPerson')}</h3>
        {people.isError && !people.data && <ErrorState error={people.error} compact onRetry={() => void people.refetch()} />}
        {people.isPending && <Skeleton lines={3} />}
        {people.data && having.length === 0 && <p className="q sm">{t('access:nobody')}</p>}
        <ul className="Rows">
          {having.map((row) => (
            <li key={row.user_id}>
              <Link className="Link grow cut" to="/users" search={{ edit: row.user_id }}>{row.name}</Link>
              <span className="q sm nw">{byRole.has(row.role_id) ? roleWord(t, row.role_code, row.role_name) : t('access:granted')}</span>
            </li>
          ))}
        </ul>
      </div>
      <p className="q sm"><span className="CodeText">{permission}</span></p>
    </div>
  );
}
