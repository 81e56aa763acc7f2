import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState, Skeleton } from './feedback';

const pointsPerMillimetre = 72 / 25.4;

async function loadPdfJs() {
  const [pdf, worker] = await Promise.all([import('pdfjs-dist'), import('pdfjs-dist/build/pdf.worker.min.mjs?url')]);
  pdf.GlobalWorkerOptions.workerSrc = worker.default;
  return pdf;
}

export interface Pdf {
  sheet: PDFDocumentProxy | undefined;
  failure: unknown;
}

/** Opens a PDF once for everything that shows it; the same bytes that are printed (pdf.js is loaded with the first). */
export function usePdf(data: Uint8Array | undefined): Pdf {
  const [opened, setOpened] = useState<Pdf & { of?: Uint8Array }>({ sheet: undefined, failure: undefined });
  useEffect(() => {
    if (!data) return;
    let stopped = false;
    let release = () => {};
    const open = async () => {
      const pdf = await loadPdfJs();
      if (stopped) return;
      // pdf.js hands the buffer to its worker: it gets a copy.
      const task = pdf.getDocument({ data: data.slice(), isEvalSupported: false });
      release = () => void task.destroy();
      const sheet = await task.promise;
      if (!stopped) setOpened({ sheet, failure: undefined, of: data });
    };
    open().catch((failure: unknown) => {
      if (!stopped) setOpened({ sheet: undefined, failure, of: data });
    });
    return () => {
      stopped = true;
      release();
    };
  }, [data]);
  // What was opened for other bytes has been let go of and cannot be drawn any more.
  return opened.of === data ? opened : { sheet: undefined, failure: undefined };
}

export interface PdfPageProps {
  pdf: Pdf;
  page?: number;
  /** Width on the screen in CSS pixels; the height follows the paper. */
  width: number;
  /** What it is for those who do not see it; absent where a word beside it says so. */
  label?: string;
  /** Shows one part of the page only, in millimetres from its top left: one card out of a sheet. */
  crop?: { x: number; y: number; width: number; height: number };
}

/** A page of an open PDF. What was drawn last stays until the next is drawn. */
export function PdfPage({ pdf, page = 1, width, label, crop }: PdfPageProps) {
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [failure, setFailure] = useState<unknown>();
  const [drawn, setDrawn] = useState(false);
  const { x, y, width: cropWidth, height: cropHeight } = crop ?? {};
  const { sheet } = pdf;

  useEffect(() => {
    if (!sheet) return;
    let stopped = false;
    const draw = async () => {
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
    };
  }, [sheet, page, width, x, y, cropWidth, cropHeight]);

  const broken = pdf.failure ?? failure;
  // Where a word beside it says what it is, the page that is shown large says what is wrong.
  if (broken) return label ? <ErrorState error={broken} compact /> : null;
  return (
    <div className="Paper" aria-busy={!drawn}>
      <canvas ref={canvas} {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })} hidden={!sheet && !drawn} />
      {!drawn && (
        <div className="Paper-wait" style={{ width, height: crop ? (width * crop.height) / crop.width : width * 1.414 }}>
          {width > 100 && <Skeleton lines={5} />}
          {label && <span className="sr">{t('common:loading')}</span>}
        </div>
      )}
    </div>
  );
}
