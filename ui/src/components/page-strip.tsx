import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { PdfPage, type Pdf } from './pdf-preview';

const thumbWidth = 56;

/** The pages of a PDF in small, beside the one that is shown; each is drawn when it comes into sight. */
export function PageStrip({ pdf, pages, page, onPage }: { pdf: Pdf; pages: number; page: number; onPage: (page: number) => void }) {
  const { t } = useTranslation();
  const strip = useRef<HTMLOListElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, number> = { ArrowDown: page + 2, ArrowUp: page - 2, ArrowRight: page + 1, ArrowLeft: page - 1, Home: 1, End: pages };
    const to = moves[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = Math.max(1, Math.min(pages, to));
    onPage(next);
    strip.current?.querySelectorAll('button')[next - 1]?.focus();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- arrows move between its buttons
    <ol className="PageStrip" ref={strip} aria-label={t('common:pages')} onKeyDown={onKeyDown}>
      {Array.from({ length: pages }, (_, i) => (
        <li key={`page-${i + 1}`}>
          <button type="button" className={i + 1 === page ? 'on' : ''} aria-current={i + 1 === page ? 'page' : undefined} tabIndex={i + 1 === page ? 0 : -1} aria-label={t('common:page', { page: i + 1 })} onClick={() => onPage(i + 1)}>
            <Thumb pdf={pdf} page={i + 1} />
            <span className="tn" aria-hidden="true">{i + 1}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}

function Thumb({ pdf, page }: { pdf: Pdf; page: number }) {
  const place = useRef<HTMLSpanElement>(null);
  const [seen, setSeen] = useState(() => typeof IntersectionObserver === 'undefined');
  useEffect(() => {
    const element = place.current;
    if (!element || seen) return;
    const observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && setSeen(true), { rootMargin: '200px' });
    observer.observe(element);
    return () => observer.disconnect();
  }, [seen]);
  return (
    <span className="Thumb" ref={place} style={{ minHeight: thumbWidth * 1.2 }}>
      {seen && <PdfPage pdf={pdf} page={page} width={thumbWidth} />}
    </span>
  );
}

/** Sheets that are not made yet: how many there will be and how full the last one is, drawn as grids. */
export function SheetStrip({ sheets, columns, rows, lastCards }: { sheets: number; columns: number; rows: number; lastCards: number }) {
  const { t } = useTranslation();
  const most = 8;
  const shown = sheets > most + 1 ? most - 1 : sheets;
  const numbers = Array.from({ length: shown }, (_, i) => i + 1);
  if (shown < sheets) numbers.push(sheets);
  return (
    <ol className="PageStrip still" aria-label={t('common:pages')}>
      {numbers.map((number, i) => (
        <li key={`sheet-${number}`} className={number === 1 ? 'on' : ''}>
          {i > 0 && number > (numbers[i - 1] ?? 0) + 1 && <span className="gap" aria-hidden="true">…</span>}
          <Grid columns={columns} rows={rows} cards={number === sheets ? lastCards : columns * rows} />
          <span className="tn">{number}</span>
        </li>
      ))}
    </ol>
  );
}

function Grid({ columns, rows, cards }: { columns: number; rows: number; cards: number }) {
  const [width, height, edge] = [36, 50, 3];
  const cell = { width: (width - 2 * edge) / columns, height: (height - 2 * edge) / rows };
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} className="Thumb" aria-hidden="true">
      {Array.from({ length: cards }, (_, i) => (
        <rect key={`card-${i + 1}`} x={edge + (i % columns) * cell.width + 0.5} y={edge + Math.floor(i / columns) * cell.height + 0.5} width={Math.max(1, cell.width - 1)} height={Math.max(1, cell.height - 1)} fill="#c6ccc8" />
      ))}
    </svg>
  );
}
