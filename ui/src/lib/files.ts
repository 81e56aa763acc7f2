export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i += 1) bytes[i] = binary.codePointAt(i) ?? 0;
  return bytes;
}

function blobUrl(bytes: Uint8Array<ArrayBuffer>, type: string): string {
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  // Long enough for a slow printer dialogue, short enough not to keep every sheet in memory.
  setTimeout(() => URL.revokeObjectURL(url), 600_000);
  return url;
}

export function saveFile(bytes: Uint8Array<ArrayBuffer>, name: string, type: string): void {
  const link = document.createElement('a');
  link.href = blobUrl(bytes, type);
  link.download = name;
  link.click();
}

/** Prints the PDF itself, not a picture of it, through the viewer of the browser. */
export function printPdf(bytes: Uint8Array<ArrayBuffer>): void {
  document.querySelector('iframe[data-print]')?.remove();
  const frame = document.createElement('iframe');
  frame.dataset['print'] = '';
  frame.title = 'PDF';
  frame.style.cssText = 'position:fixed;width:0;height:0;border:0;visibility:hidden';
  frame.addEventListener('load', () => frame.contentWindow?.print());
  frame.src = blobUrl(bytes, 'application/pdf');
  document.body.append(frame);
}
