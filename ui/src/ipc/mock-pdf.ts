import { codeOf } from './mock-data';

/** A small real PDF of cards, page after page: the shape of a sheet, for tests and pictures of the interface. */
export function mockSheet(columns: number, rows: number, cards = columns * rows): string {
  const mm = 72 / 25.4;
  const width = columns === 1 ? 65 : 210;
  const height = columns === 1 ? 100 : 297;
  const cardWidth = columns === 1 ? 48 : 195 / columns;
  const cardHeight = columns === 1 ? 84 : 280 / rows;
  const left = (width - cardWidth * columns) / 2;
  const top = (height - cardHeight * rows) / 2;
  const perPage = columns * rows;
  const pageCount = Math.max(1, Math.ceil(cards / perPage));
  const quiet = Math.max(5, Math.min(9, cardHeight / 4));
  const draw = (page: number): string => {
    const drawing: string[] = ['0.2 w', '0.83 G'];
    for (let i = 0; i < Math.min(perPage, cards - page * perPage); i += 1) {
      const x = (left + (i % columns) * cardWidth) * mm;
      const y = (height - top - (Math.floor(i / columns) + 1) * cardHeight) * mm;
      const at = (dx: number, dy: number) => `${(x + dx * mm).toFixed(2)} ${(y + dy * mm).toFixed(2)}`;
      const number = page * perPage + i + 1;
      const code = codeOf(number);
      drawing.push(
        `${x.toFixed(2)} ${y.toFixed(2)} ${(cardWidth * mm).toFixed(2)} ${(cardHeight * mm).toFixed(2)} re S`,
        `BT /F1 ${quiet.toFixed(1)} Tf ${at(3, cardHeight - 6)} Td (Sinar Desa Net) Tj ET`,
        `BT /F1 ${(quiet - 1).toFixed(1)} Tf ${at(cardWidth - 8, cardHeight - 6)} Td (${number}) Tj ET`,
        `BT /F2 ${columns > 3 ? 13 : 20} Tf ${at(3, cardHeight / 2 - 1)} Td (${code.slice(0, 3)} ${code.slice(3)}) Tj ET`,
        `BT /F1 ${quiet.toFixed(1)} Tf ${at(3, cardHeight / 2 - 8)} Td (1 Hari  Rp 5.000) Tj ET`,
        ...(columns > 3 ? [] : squares(at, cardWidth - 21, cardHeight / 2 - 9, number)),
      );
    }
    return drawing.join('\n');
  };
  const contents = Array.from({ length: pageCount }, (_, page) => draw(page));
  const pageIds = contents.map((_, i) => 5 + i * 2);
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${pageIds.map((id) => `${id} 0 R`).join(' ')}] /Count ${pageCount} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Courier-Bold >>',
    ...contents.flatMap((content, i) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${(width * mm).toFixed(2)} ${(height * mm).toFixed(2)}] /Contents ${6 + i * 2} 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>`,
      `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    ]),
  ];
  let file = '%PDF-1.4\n';
  const offsets: number[] = [];
  objects.forEach((object, i) => {
    offsets.push(file.length);
    file += `${i + 1} 0 obj\n${object}\nendobj\n`;
  });
  const start = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')}`;
  file += `trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF`;
  return btoa(file);
}

/** What stands in for a QR code: its three corners and a pattern of the number. It cannot be read. */
function squares(at: (dx: number, dy: number) => string, left: number, bottom: number, seed: number): string[] {
  const cell = 18 / 21;
  const points = (size: number) => ((size * 72) / 25.4).toFixed(2);
  const box = (column: number, row: number, size: number, grey: number) => `${grey} g ${at(left + column * cell, bottom + row * cell)} ${points(size * cell)} ${points(size * cell)} re f`;
  const corners = [[0, 0], [0, 14], [14, 14]].flatMap(([x = 0, y = 0]) => [box(x, y, 7, 0), box(x + 1, y + 1, 5, 1), box(x + 2, y + 2, 3, 0)]);
  const dots = Array.from({ length: 441 }, (_, i) => i).filter((i) => (i * 7 + seed * 13 + Math.floor(i / 21) * i) % 5 < 2);
  const inCorner = (x: number, y: number) => (x < 8 && (y < 8 || y > 12)) || (x > 12 && y > 12);
  return [...dots.map((i) => [i % 21, Math.floor(i / 21)] as const).filter(([x, y]) => !inCorner(x, y)).map(([x, y]) => box(x, y, 1.05, 0)), ...corners, '0 g'];
}
