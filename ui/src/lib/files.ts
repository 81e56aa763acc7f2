export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i += 1) bytes[i] = binary.codePointAt(i) ?? 0;
  return bytes;
}

/** The content of a file somebody chose. */
export async function readBase64(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  // In pieces: a call takes only so many arguments.
  for (let i = 0; i < bytes.length; i += 8192) binary += String.fromCodePoint(...bytes.subarray(i, i + 8192));
  return btoa(binary);
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCodePoint(byte)).join(''));
}

const mediaTypes: Record<string, string> = {
  csv: 'text/csv',
  json: 'application/json',
  pdf: 'application/pdf',
  txt: 'text/plain',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  zip: 'application/zip',
};

/** What a file is, by the end of its name. */
export function mediaTypeOf(name: string): string {
  return mediaTypes[name.slice(name.lastIndexOf('.') + 1).toLowerCase()] ?? 'application/octet-stream';
}

function blobUrl(blob: Blob): string {
  const url = URL.createObjectURL(blob);
  // Long enough for a slow printer dialogue, short enough not to keep every sheet in memory.
  setTimeout(() => URL.revokeObjectURL(url), 600_000);
  return url;
}

/** Hands a file to the browser, which puts it where its user's downloads go. */
export function downloadFile(name: string, blob: Blob): void {
  const link = document.createElement('a');
  link.href = blobUrl(blob);
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
  frame.src = blobUrl(new Blob([bytes], { type: 'application/pdf' }));
  document.body.append(frame);
}
