import { Modal } from './modal';
import { Download } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { currentLanguage } from '@/i18n';
import { useOp, useWrite } from '@/ipc';
import { Btn } from './button';
import { toastDone } from './dialog';
import { KeptFiles } from './export-cards';
import { ErrorState } from './feedback';
import { CheckField, Seg } from './field';
import { useTablePreferences } from './table-preferences';

/** The question a list asks, as its operation takes it. */
export interface ListQuestion {
  name: string;
  input: object;
  /** Where the screen itself narrows what was read: the ids of the rows that are left. */
  only?: number[];
}

export interface ExportProps {
  /** The key of the table's hidden columns. */
  id: string;
  title: string;
  question: ListQuestion;
  columns: { id: string; fixed?: boolean }[];
  selected?: ReadonlySet<string> | undefined;
  /** How many rows the question has, where known. */
  total?: number | undefined;
}

/** Rows that can be chosen by hand for one file. */
const mostSelected = 10_000;

/** The button of a list that takes it along as a file. */
export function ExportButton(props: ExportProps) {
  'use memo';
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Btn tone="ghost" size="sm" icon={Download} hotkey="e" onClick={() => setOpened(true)}>
        {t('export:button')}
      </Btn>
      <Modal opened={opened} onClose={() => setOpened(false)} title={t('export:title', { name: props.title })} size={480} closeButtonProps={{ 'aria-label': t('common:close') }}>
        {opened && <ExportForm {...props} onClose={() => setOpened(false)} />}
      </Modal>
    </>
  );
}

/** What is asked before a list is taken along: which file, which columns, which rows. */
export function ExportForm({ id, question, columns, selected, total, onClose }: ExportProps & { onClose: () => void }) {
  const { t } = useTranslation();
  const locale = currentLanguage();
  const { hidden } = useTablePreferences(id);
  const known = useOp('export_columns_get', { list: question.name, locale });
  const create = useWrite('export_create');
  const [format, setFormat] = useState<'xlsx' | 'csv'>('xlsx');
  const [which, setWhich] = useState<'shown' | 'all'>('shown');
  const chosen = selected?.size ?? 0;
  const [rows, setRows] = useState<'all' | 'selected'>(chosen > 0 ? 'selected' : 'all');
  const [separator, setSeparator] = useState<'semicolon' | 'comma'>(locale === 'id' ? 'semicolon' : 'comma');
  const [mark, setMark] = useState(true);

  const all = known.data?.columns ?? [];
  const onScreen = new Set(columns.filter((column) => column.fixed || !hidden.includes(column.id)).map((column) => column.id));
  // What stands before a dot is the column of the screen that a value belongs to.
  const shown = all.filter((column) => onScreen.has(column.id.split('.')[0] ?? column.id));
  const only = rows === 'selected' ? [...(selected ?? [])].map(Number) : question.only;
  const tooMany = (only?.length ?? 0) > mostSelected;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    // A list may stand inside a form of its screen, which is not what is sent here.
    event.stopPropagation();
    if (tooMany || !known.data) return;
    create.mutate(
      {
        list: question.name, input: question.input as Record<string, unknown>, format, locale,
        ...(which === 'shown' && shown.length > 0 ? { columns: shown.map((column) => column.id) } : {}),
        ...(only ? { only } : {}),
        ...(format === 'csv' ? { separator, with_mark: mark } : {}),
      },
      {
        onSuccess: (file) => {
          toastDone(t('export:started', { name: file.file_name }));
          onClose();
        },
      },
    );
  };

  if (known.error) return <ErrorState error={known.error} compact onRetry={() => void known.refetch()} />;
  return (
    <form onSubmit={submit} className="col gap3">
      <Part label={t('export:format')} hint={t(format === 'xlsx' ? 'export:xlsxHint' : 'export:csvHint')}>
        <Seg label={t('export:format')} value={format} onChange={setFormat} options={[{ value: 'xlsx', label: t('export:xlsx') }, { value: 'csv', label: t('export:csv') }]} />
      </Part>
      {format === 'csv' && (
        <Part label={t('export:separator')}>
          <Seg
            label={t('export:separator')}
            value={separator}
            onChange={setSeparator}
            options={[{ value: 'semicolon', label: t('export:semicolon') }, { value: 'comma', label: t('export:comma') }]}
          />
          <CheckField label={t('export:mark')} checked={mark} onChange={setMark} />
        </Part>
      )}
      {shown.length > 0 && shown.length < all.length && (
        <Part label={t('export:columns')}>
          <Seg
            label={t('export:columns')}
            value={which}
            onChange={setWhich}
            options={[{ value: 'shown', label: t('export:columnsShown', { count: shown.length }) }, { value: 'all', label: t('export:columnsAll', { count: all.length }) }]}
          />
        </Part>
      )}
      {chosen > 0 && (
        <Part label={t('export:rows')} hint={tooMany ? t('export:tooMany', { max: mostSelected }) : undefined}>
          <Seg
            label={t('export:rows')}
            value={rows}
            onChange={setRows}
            options={[
              { value: 'all', label: total === undefined ? t('export:rowsAll') : t('export:rowsAllCount', { count: total }) },
              { value: 'selected', label: t('export:rowsSelected', { count: chosen }) },
            ]}
          />
        </Part>
      )}
      <p className="q sm">{t('export:keeps')}</p>
      <KeptFiles />
      {Boolean(create.error) && <ErrorState error={create.error} compact />}
      <div className="Dialog-foot">
        <Btn tone="ghost" onClick={onClose}>{t('common:cancel')}</Btn>
        <Btn type="submit" tone="primary" busy={create.isPending || known.isPending} disabled={tooMany} data-autofocus>{t('export:make')}</Btn>
      </div>
    </form>
  );
}

/** A choice with its name above and, where it needs one, a word below. */
function Part({ label, hint, children }: { label: string; hint?: string | undefined; children: React.ReactNode }) {
  return (
    <div className="Field">
      <span className="q2">{label}</span>
      {children}
      {hint && <p className="Help">{hint}</p>}
    </div>
  );
}
