import { Pencil, Plus, Printer, Ruler } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { toastDone, toastError } from '@/components/dialog';
import { ErrorState, Skeleton } from '@/components/feedback';
import { useMay, useMe } from '@/components/me';
import { Modal } from '@/components/modal';
import { State } from '@/components/state';
import { fromBase64, printPdf } from '@/lib/files';
import { call, paper, useOp, useWrite, type PrinterView } from '@/ipc';
import { PrinterForm } from './printer-form';
import { SettingsSection } from './section';

/** Printers that are used without asking: what each prints, and a page to try it by. */
export function PrinterSection() {
  const { t } = useTranslation();
  const may = useMay();
  const me = useMe();
  const list = useOp('printer_list', { include_inactive: true, page: { limit: 200 } }, { enabled: may('voucher.print') });
  const [open, setOpen] = useState<PrinterView | 'new'>();
  const [asking, setAsking] = useState(false);
  const manage = may('printer.manage');
  const place = (id: number) => (me.locations.length > 1 ? me.locations.find((one) => one.location_id === id)?.name : undefined);
  if (!may('voucher.print')) return null;
  return (
    <SettingsSection id="printers">
      {list.isError && !list.data && <ErrorState error={list.error} compact onRetry={() => void list.refetch()} />}
      {list.isPending && <Skeleton lines={2} />}
      {list.data?.rows.length === 0 && <p className="q sm">{t('printing:none')}</p>}
      <ul className="Rows tall">
        {list.data?.rows.map((row) => (
          <li key={row.printer_id}>
            <span className="grow cut">
              <b className="m">{row.name}</b> <span className="q2 sm">{t(`printing:loads.${row.paper}`)}</span>
              <span className="sm q cut block">{[place(row.location_id), row.cash_drawer_name && t('printing:atDrawerName', { name: row.cash_drawer_name }), row.target, row.prints.map((one) => t(`printing:templates.${one}`)).join(', ')].filter(Boolean).join(' · ')}</span>
            </span>
            {!row.is_active && <State kind="record" state="inactive" />}
            {manage && row.is_active && <TestBtn row={row} />}
            {manage && row.paper === 'sheet' && <RulerBtn row={row} />}
            {manage && (
              <Btn tone="ghost" size="sm" icon={Pencil} aria-label={`${t('common:edit')} ${row.name}`} onClick={() => setOpen(row)}>
                {t('common:edit')}
              </Btn>
            )}
          </li>
        ))}
      </ul>
      {manage && list.data && (
        <div className="row">
          <Btn size="sm" icon={Plus} onClick={() => setOpen('new')}>{t('printing:add')}</Btn>
        </div>
      )}
      <Modal opened={open !== undefined} closeOnEscape={!asking} onClose={() => setOpen(undefined)} size={520} title={t(open === 'new' ? 'printing:add' : 'printing:edit')} closeButtonProps={{ 'aria-label': t('common:close') }}>
        {open !== undefined && <PrinterForm row={open === 'new' ? undefined : open} others={list.data?.rows ?? []} onAsk={setAsking} onDone={() => setOpen(undefined)} />}
      </Modal>
    </SettingsSection>
  );
}

function TestBtn({ row }: { row: PrinterView }) {
  const { t } = useTranslation();
  const test = useWrite('printer_test');
  const go = () => test.mutate({ printer_id: row.printer_id }, { onSuccess: (sent) => toastDone(t('printing:tested', { name: sent.printer_name })), onError: (error) => toastError(error, t) });
  return (
    <Btn tone="ghost" size="sm" icon={Printer} busy={test.isPending} aria-label={`${t('printing:test')} ${row.name}`} onClick={go}>
      {t('printing:test')}
    </Btn>
  );
}

/** A sheet of rulers as a PDF: what it is off by is the printer's offset. */
function RulerBtn({ row }: { row: PrinterView }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const go = async () => {
    setBusy(true);
    try {
      const page = await call('printer_ruler_render', { printer_id: row.printer_id });
      const system = paper();
      if (system) await system.open(page);
      else printPdf(fromBase64(page.content_base64));
    } catch (error) {
      toastError(error, t);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Btn tone="ghost" size="sm" icon={Ruler} busy={busy} aria-label={t('printing:rulerOf', { name: row.name })} onClick={() => void go()}>
      {t('printing:ruler')}
    </Btn>
  );
}
