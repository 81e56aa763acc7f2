import { useMemo, useState } from 'react';
import { PageStrip, SheetStrip } from '@/components/page-strip';
import { PdfPage, usePdf } from '@/components/pdf-preview';
import { call } from '@/ipc';
import { useQuery } from '@tanstack/react-query';
import { fromBase64 } from '@/lib/files';
import { Specimen } from './specimen';

const draft = { plan_id: 3, quantity: 200, router_ids: [], code: { mode: 'code' as const, alphabet: 'lower_digits' as const, length: 6, prefix: '' }, sheet: { preset: 'a4-24', qr: true } };

/** Paper as it is shown: a page of a real PDF, its strip of pages, and sheets that are not made yet. */
export function PaperSpecimens() {
  const [page, setPage] = useState(1);
  const sheet = useQuery({ queryKey: ['gallery-sheet'], queryFn: () => call('voucher_sheet_preview', draft), retry: false });
  const bytes = useMemo(() => (sheet.data ? fromBase64(sheet.data.content_base64) : undefined), [sheet.data]);
  const opened = usePdf(bytes);
  const pdf = sheet.isError ? { sheet: undefined, failure: sheet.error } : opened;
  const pages = pdf.sheet?.numPages ?? 1;
  return (
    <>
      <Specimen id="pdf" title="PdfPage, PageStrip">
        <div className="Sheets">
          <div className="Stage"><PdfPage pdf={pdf} page={page} width={254} label="Sheet" /></div>
          <PageStrip pdf={pdf} pages={pages} page={page} onPage={setPage} />
        </div>
      </Specimen>
      <Specimen id="sheets" title="SheetStrip: sheets to come; few, many">
        <div className="row wrap top">
          <SheetStrip sheets={3} columns={3} rows={8} lastCards={8} />
          <SheetStrip sheets={417} columns={4} rows={10} lastCards={16} />
        </div>
      </Specimen>
      <Specimen id="pdf-broken" title="PdfPage: cannot be opened"><PdfPage pdf={{ sheet: undefined, failure: { code: 'interface_fault', params: { name: 'InvalidPDFException' } } }} width={254} label="Sheet" /></Specimen>
    </>
  );
}
