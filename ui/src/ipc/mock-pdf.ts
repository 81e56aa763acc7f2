/** A small real PDF with a grid of cards: the shape of a sheet, for tests and pictures of the interface. */
export function mockSheet(columns: number, rows: number): string {
  const mm = 72 / 25.4;
  const width = columns === 1 ? 65 : 210;
  const height = columns === 1 ? 100 : 297;
  const cardWidth = columns === 1 ? 48 : 195 / columns;
  const cardHeight = columns === 1 ? 84 : 280 / rows;
  const left = (width - cardWidth * columns) / 2;
  const top = (height - cardHeight * rows) / 2;
  const drawing: string[] = ['0.2 w', '0.83 G'];
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const x = (left + column * cardWidth) * mm;
      const y = (height - top - (row + 1) * cardHeight) * mm;
      const at = (dx: number, dy: number) => `${(x + dx * mm).toFixed(2)} ${(y + dy * mm).toFixed(2)}`;
      drawing.push(
        `${x.toFixed(2)} ${y.toFixed(2)} ${(cardWidth * mm).toFixed(2)} ${(cardHeight * mm).toFixed(2)} re S`,
        `BT /F1 8 Tf ${at(3, cardHeight - 6)} Td (Sinar Desa Net) Tj ET`,
        `BT /F2 ${columns > 3 ? 13 : 20} Tf ${at(3, cardHeight / 2 - 1)} Td (sk7 m4q) Tj ET`,
        `BT /F1 9 Tf ${at(3, cardHeight / 2 - 8)} Td (1 Hari  Rp 5.000) Tj ET`,
        `0 g ${at(cardWidth - 22, cardHeight / 2 - 9)} ${(18 * mm).toFixed(2)} ${(18 * mm).toFixed(2)} re f`,
      );
    }
  }
  const content = drawing.join('\n');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${(width * mm).toFixed(2)} ${(height * mm).toFixed(2)}] /Contents 4 0 R /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>`,
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Courier-Bold >>',
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
