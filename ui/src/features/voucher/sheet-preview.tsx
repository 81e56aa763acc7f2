import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '@/components/feedback';
import { ScrollRegion } from '@/components/layout';
import { SheetStrip } from '@/components/page-strip';
import { PdfPage, usePdf } from '@/components/pdf-preview';
import { fromBase64 } from '@/lib/files';
import { formatDecimal } from '@/lib/format';
import { useOp, type SheetPreset, type VoucherBatchDraft } from '@/ipc';

const papers: Record<string, { width: number; height: number }> = { A4: { width: 210, height: 297 }, F4: { width: 215, height: 330 }, Letter: { width: 215.9, height: 279.4 } };
const cardWidthOnScreen = 369;

/** Where the first card lies on its sheet: the grid is centred on the paper. */
export function firstCard(preset: SheetPreset): { x: number; y: number; width: number; height: number } | undefined {
  const paper = papers[preset.paper];
  if (!paper) return undefined;
  const { columns, rows, card_width_mm: width, card_height_mm: height } = preset;
  return { x: (paper.width - columns * width) / 2, y: (paper.height - rows * height) / 2, width, height };
}

/** The card and the sheet, cut out of the PDF that will be printed: one draft, one truth. */
export function SheetPreview({ draft, preset, sheets, lastCards }: { draft: VoucherBatchDraft | undefined; preset: SheetPreset | undefined; sheets: number | undefined; lastCards: number | undefined }) {
  const { t } = useTranslation();
  // The paper does not change with the note or the routers, so neither asks for it anew.
  const question = useMemo(() => (draft ? { ...draft, router_ids: [], notes: undefined } : undefined), [draft]);
  const sheet = useOp('voucher_sheet_preview', question ?? noDraft, { enabled: question !== undefined, keep: true });
  const bytes = useMemo(() => (sheet.data ? fromBase64(sheet.data.content_base64) : undefined), [sheet.data]);
  const pdf = usePdf(bytes);
  const count = sheets ?? sheet.data?.pages ?? 1;
  const perSheet = preset ? preset.columns * preset.rows : 1;
  const crop = preset ? firstCard(preset) : undefined;
  if (!draft && !bytes) return <div className="Prev"><p className="q sm">{t('batch:noPreview')}</p></div>;
  if (sheet.isError && !bytes) return <div className="Prev"><ErrorState error={sheet.error} compact onRetry={() => void sheet.refetch()} /></div>;
  return (
    // It scrolls where the window is low, so the arrow keys must reach it.
    <ScrollRegion className="Prev" label={t('batch:sheetOf', { count })}>
      {crop && (
        <>
          <div className="row">
            <h2 className="h2 grow">{t('batch:cardPreview')}</h2>
            <span className="sm q">
              {t('batch:cardSize', { width: formatDecimal(crop.width), height: formatDecimal(crop.height), zoom: Math.round((cardWidthOnScreen / (crop.width * (96 / 25.4))) * 100) })}
            </span>
          </div>
          <div className="Stage">
            <PdfPage pdf={pdf} width={cardWidthOnScreen} crop={crop} label={t('batch:cardLabel')} />
          </div>
        </>
      )}
      <div className="row">
        <h2 className="h2 grow">{t('batch:sheetOf', { count })}</h2>
        <span className="sm q">{t('batch:exampleCodes')}</span>
      </div>
      <div className="Sheets">
        <div className="Stage">
          <PdfPage pdf={pdf} width={254} label={t('batch:sheetLabel')} />
        </div>
        {preset && count > 1 && perSheet > 1 && <SheetStrip sheets={count} columns={preset.columns} rows={preset.rows} lastCards={lastCards ?? perSheet} />}
      </div>
    </ScrollRegion>
  );
}

const noDraft: VoucherBatchDraft = {
  plan_id: 0, quantity: 1, router_ids: [], code: { mode: 'code', alphabet: 'lower', length: 6, prefix: '' }, sheet: { preset: '', qr: false },
};
