import { Modal } from './modal';
import { ChevronLeft, ChevronRight, Download, Printer } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { toastDone, toastError } from '@/components/dialog';
import { ScrollRegion } from '@/components/layout';
import { PageStrip } from '@/components/page-strip';
import { PdfPage, usePdf } from '@/components/pdf-preview';
import { fromBase64, printPdf } from '@/lib/files';
import { paper, saveFile, type Document } from '@/ipc';

/** The finished paper: look at it, print it, keep it. */
export function PdfDialog({ document, onClose }: { document: Document | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal opened={document !== undefined} onClose={onClose} title={document?.file_name ?? ''} size={document && document.pages > 1 ? 760 : 620} closeButtonProps={{ 'aria-label': t('common:close') }}>
      {document && <Paper document={document} />}
    </Modal>
  );
}

function Paper({ document }: { document: Document }) {
  const { t } = useTranslation();
  const [page, setPage] = useState(1);
  const bytes = useMemo(() => fromBase64(document.content_base64), [document]);
  const pdf = usePdf(bytes);
  const { pages } = document;
  // In the window the system's viewer prints and the system's folder keeps; a browser does both itself.
  const system = paper();
  const print = () => (system ? void system.open(document).catch((error: unknown) => toastError(error, t)) : printPdf(bytes));
  const save = () =>
    system
      ? void system.save(document).then((name) => toastDone(t('batch:fileSaved', { name })), (error: unknown) => toastError(error, t))
      : void saveFile(document.file_name, bytes).catch((error: unknown) => toastError(error, t));
  return (
    <div className="col gap3">
      <div className="row">
        <Btn tone="primary" icon={Printer} data-autofocus onClick={print}>
          {t('common:print')}
        </Btn>
        <Btn icon={Download} onClick={save}>
          {t('batch:saveFile')}
        </Btn>
        <span className="grow" />
        {pages > 1 && (
          <>
            <span className="sm q tn">{t('batch:page', { page, pages })}</span>
            <Btn iconOnly icon={ChevronLeft} disabled={page <= 1} onClick={() => setPage(page - 1)}>{t('batch:previousPage')}</Btn>
            <Btn iconOnly icon={ChevronRight} disabled={page >= pages} onClick={() => setPage(page + 1)}>{t('batch:nextPage')}</Btn>
          </>
        )}
      </div>
      <div className="Sheets tall">
        <ScrollRegion className="Stage" label={t('batch:page', { page, pages })}>
          <PdfPage pdf={pdf} page={page} width={440} label={t('common:page', { page })} />
        </ScrollRegion>
        {pages > 1 && <PageStrip pdf={pdf} pages={pages} page={page} onPage={setPage} />}
      </div>
    </div>
  );
}
