import { createNotificationsStore, Notifications, showNotification } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { doneNote, errorNote, toastDone, toastError } from '@/components/dialog';
import { ExportForm } from '@/components/export-dialog';
import { Modal } from '@/components/modal';
import { i18next, languages } from '@/i18n';
import type { ExportRow } from '@/ipc';
import { failure, nothing, Picture, Specimen, told } from './specimen';

/** What floats above a page: as it looks, and opened by hand. */
export function FloatingSpecimens() {
  const { i18n } = useTranslation();
  return (
    <>
      <Specimen id="dialog" title="ConfirmDialog: a question" flush>
        <Picture>
          <ConfirmDialog opened onClose={nothing} title="Lepas RB-Ujung?" confirm="Lepas router" busy={false} error={undefined} onConfirm={nothing}>
            Kode yang sudah dipasang tetap berlaku di sana.
          </ConfirmDialog>
        </Picture>
      </Specimen>
      <Specimen id="dialog-refused" title="ConfirmDialog: dangerous, with a reason, refused" flush>
        <Picture>
          <ConfirmDialog opened onClose={nothing} title="Batalkan 12 voucher?" confirm="Batalkan voucher" tone="danger" reasonLabel="Alasan" busy={false} error={failure} onConfirm={nothing}>
            Kode yang belum dipakai tidak bisa dipakai lagi.
          </ConfirmDialog>
        </Picture>
      </Specimen>
      <ExportSpecimen />
      <Specimen id="toasts" title="Toasts: done, done with a way back, refused"><Toasts key={i18n.language} /></Specimen>
      <ByHand />
    </>
  );
}

const columns = ['code', 'plan', 'batch', 'status', 'price_sell'].map((id) => ({ id }));
const titles = { columns: [...columns, { id: 'created' }, { id: 'place' }].map(({ id }) => ({ id, title: id })) };
const files: ExportRow[] = [{
  export_id: 1, list: 'voucher_list', format: 'xlsx', file_name: 'voucher-2026-11-21-1432.xlsx', state: 'ready', rows_done: 1234, rows_total: 1234, bytes: 48_000, error_code: null,
  created_at: '2026-11-21T07:30:00Z', ready_at: '2026-11-21T07:31:00Z', opened_at: '2026-11-21T07:31:30Z', kept_until: '2026-11-24T07:30:00Z',
}];
const known = [...languages.map(({ value }) => told('export_columns_get', { list: 'voucher_list', locale: value }, titles)), told('export_list', {}, files)];
const chosen = new Set(['1', '2', '3']);

function ExportSpecimen() {
  return (
    <Specimen id="export-dialog" title="ExportForm: some columns, some rows, a file that is kept" flush>
      <Picture answers={known}>
        <Modal opened onClose={nothing} title={i18next.t('export:title', { name: 'Voucher' })} size={480} closeButtonProps={{ 'aria-label': i18next.t('common:close') }}>
          <ExportForm id="gallery-export" title="Voucher" question={{ name: 'voucher_list', input: {} }} columns={columns} selected={chosen} total={12_480} onClose={nothing} />
        </Modal>
      </Picture>
    </Specimen>
  );
}

/** Notes that stay: as they look while they are there. */
function Toasts() {
  const [store] = useState(() => {
    const made = createNotificationsStore();
    for (const note of [doneNote('Tersimpan'), doneNote('Pemasangan dijeda', nothing), errorNote(failure, i18next.t)]) showNotification({ ...note, autoClose: false }, made);
    return made;
  });
  return <Picture><Notifications store={store} withinPortal={false} /></Picture>;
}

/** The same, opened: for the keys, the cursor, and what goes by itself. */
function ByHand() {
  const [asked, setAsked] = useState(false);
  return (
    <Specimen id="floating" title="Dialog, toasts: to be tried">
      <div className="row wrap">
        <Btn onClick={() => setAsked(true)}>ConfirmDialog</Btn>
        <Btn onClick={() => toastDone('Tersimpan')}>Toast</Btn>
        <Btn onClick={() => toastDone('Pemasangan dijeda', nothing)}>Toast, undo</Btn>
        <Btn onClick={() => toastError(failure, i18next.t)}>Toast, error</Btn>
      </div>
      <ConfirmDialog opened={asked} onClose={() => setAsked(false)} title="Batalkan 12 voucher?" confirm="Batalkan voucher" tone="danger" reasonLabel="Alasan" busy={false} error={failure} onConfirm={() => setAsked(false)}>
        Kode yang belum dipakai tidak bisa dipakai lagi.
      </ConfirmDialog>
    </Specimen>
  );
}
