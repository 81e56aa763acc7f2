import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState, Skeleton } from './feedback';

export interface PdfPreviewProps {
  /** The PDF itself: the same bytes that are printed. */
  data: Uint8Array | undefined;
  page?: number;
  /** Width on the screen in CSS pixels; the height follows the paper. */
  width: number;
  label: string;
  /** Shows one part of the page only, in millimetres from its top left: one card out of a sheet. */
  crop?: { x: number; y: number; width: number; height: number };
  onPages?: (pages: number) => void;
}

const pointsPerMillimetre = 72 / 25.4;

async function loadPdfJs() {
  const [pdf, worker] = await Promise.all([import('pdfjs-dist'), import('pdfjs-dist/build/pdf.worker.min.mjs?url')]);
  pdf.GlobalWorkerOptions.workerSrc = worker.default;
  return pdf;
}

/** A page of a real PDF, drawn by pdf.js (loaded only when the first preview is shown). */
export function PdfPreview({ data, page = 1, width, label, crop, onPages }: PdfPreviewProps) {
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [failure, setFailure] = useState<unknown>();
  const [drawn, setDrawn] = useState(false);
  const { x, y, width: cropWidth, height: cropHeight } = crop ?? {};

  useEffect(() => {
    if (!data) return;
    let stopped = false;
    let release = () => {};
    const draw = async () => {
      const pdf = await loadPdfJs();
      // pdf.js hands the buffer to its worker: it gets a copy.
      const task = pdf.getDocument({ data: data.slice(), isEvalSupported: false });
      release = () => void task.destroy();
      const sheet = await task.promise;
      if (stopped) return;
      onPages?.(sheet.numPages);
      const paper = await sheet.getPage(Math.min(page, sheet.numPages));
      const base = paper.getViewport({ scale: 1 });
      const shownWidth = cropWidth === undefined ? base.width : cropWidth * pointsPerMillimetre;
      const shownHeight = cropHeight === undefined ? base.height : cropHeight * pointsPerMillimetre;
      const scale = (width / shownWidth) * Math.max(1, window.devicePixelRatio || 1);
      const viewport = paper.getViewport({
        scale,
        offsetX: -(x ?? 0) * pointsPerMillimetre * scale,
        offsetY: -(y ?? 0) * pointsPerMillimetre * scale,
      });
      const element = canvas.current;
      if (!element || stopped) return;
      element.width = Math.round(shownWidth * scale);
      element.height = Math.round(shownHeight * scale);
      element.style.width = `${width}px`;
      element.style.height = `${(width * shownHeight) / shownWidth}px`;
      await paper.render({ canvas: element, viewport, background: '#ffffff' }).promise;
      if (!stopped) {
        setFailure(undefined);
        setDrawn(true);
      }
    };
    draw().catch((error: unknown) => {
      if (!stopped) setFailure(error);
    });
    return () => {
      stopped = true;
      release();
    };
  }, [data, page, width, x, y, cropWidth, cropHeight, onPages]);

  if (failure) return <ErrorState error={failure} compact />;
  return (
    <div className="Paper" aria-busy={!drawn}>
      <canvas ref={canvas} role="img" aria-label={label} hidden={!data} />
      {!drawn && (
        <div className="Paper-wait" style={{ width, height: crop ? (width * crop.height) / crop.width : width * 1.414 }}>
          <Skeleton lines={5} />
          <span className="sr">{t('common:loading')}</span>
        </div>
      )}
    </div>
  );
}
