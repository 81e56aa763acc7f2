import { Drawer } from '@/components/modal';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { FactGrid } from '@/components/layout';
import { permissionWords } from '@/components/permissions';
import { formatExact } from '@/lib/format';
import type { AuditChange, AuditRow } from '@/ipc';
import { auditSentence, fieldWord, kindWord, listChange, sourceWord, valueWord, type Names } from './words';

/** One change, whole: every field with what it was and what it became. */
export function AuditDrawer({ row, names, onClose, onHistory }: { row: AuditRow | undefined; names: Names; onClose: () => void; onHistory: (row: AuditRow) => void }) {
  const { t } = useTranslation();
  return (
    <Drawer opened={row !== undefined} onClose={onClose} size={560} title={row ? `${kindWord(t, row.kind)} ${row.subject ?? `#${row.row_id}`}` : ''} closeButtonProps={{ 'aria-label': t('common:close') }}>
      {row && (
        <div className="col gap4">
          <p>
            <b className="m">{row.user_name ?? t('audit:program')}</b> {auditSentence(t, row, names)}
          </p>
          <FactGrid
            columns={2}
            facts={[
              { label: t('audit:when'), value: formatExact(row.at) },
              { label: t('audit:via'), value: sourceWord(t, row.source) },
            ]}
          />
          <table className="Mini Changes">
            <thead>
              <tr>
                <th scope="col">{t('audit:field')}</th>
                <th scope="col">{t('audit:old')}</th>
                <th scope="col">{t('audit:new')}</th>
              </tr>
            </thead>
            <tbody>
              {row.changes.map((change) => (
                <ChangeRow key={change.field} kind={row.kind} change={change} names={names} />
              ))}
            </tbody>
          </table>
          <div className="row">
            <Btn onClick={() => onHistory(row)}>{t('audit:history')}</Btn>
          </div>
        </div>
      )}
    </Drawer>
  );
}

function ChangeRow({ kind, change, names }: { kind: string; change: AuditChange; names: Names }) {
  const { t } = useTranslation();
  const list = change.is_secret ? undefined : listChange(change);
  const words = (values: string[]) => values.map((value) => (change.field === 'permissions' ? permissionWords(t, value).can : value)).join(', ') || '–';
  return (
    <tr>
      <th scope="row" className="m">{fieldWord(t, change.field)}</th>
      {change.is_secret ? (
        <td colSpan={2} className="q">{t('audit:secret')}</td>
      ) : (
        <>
          <td className="q2">{list ? (list.gone.length > 0 ? `− ${words(list.gone)}` : '–') : valueWord(t, { kind, field: change.field }, change.old, names)}</td>
          <td>{list ? (list.added.length > 0 ? `+ ${words(list.added)}` : '–') : valueWord(t, { kind, field: change.field }, change.new, names)}</td>
        </>
      )}
    </tr>
  );
}
