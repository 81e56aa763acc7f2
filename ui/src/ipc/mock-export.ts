import type { Input, Output } from './client';
import type { ExportRow, OperationName, SavedView } from './contract.gen';
import { IpcError } from './error';
import * as data from './mock-data';

// Lists as files, and views of lists, of the made-up shop.

type Handlers = { [N in OperationName]: (input: Input<N>) => Output<N> | Promise<Output<N>> };
type Exports = Pick<
  Handlers,
  'export_list' | 'export_columns_get' | 'export_create' | 'export_cancel' | 'export_remove' | 'export_open' | 'export_part_get' | 'saved_view_list' | 'saved_view_create' | 'saved_view_share' | 'saved_view_remove'
>;

/** The columns of the vouchers' files; any other list has the two every list could have. */
const voucherColumns = [
  ['code', 'Kode'], ['plan', 'Paket'], ['batch', 'Batch'], ['batch.number', 'Nomor'], ['status', 'Status'], ['router', 'Di router'], ['router.reason', 'Alasan'], ['router.seen', 'Terakhir dilihat'],
  ['printed', 'Dicetak'], ['sold', 'Terjual'], ['first_login', 'Pertama dipakai'], ['first_login.exact', 'Waktu pasti'], ['expires_at', 'Kedaluwarsa'], ['price_sell', 'Harga jual'], ['place', 'Lokasi'], ['created', 'Dibuat'],
].map(([id, title]) => ({ id: id ?? '', title: title ?? '' }));

export function exportHandlers(): Exports {
  let files: ExportRow[] = [];
  let views: { screen: string; view: SavedView }[] = [];
  let next = 1;
  const file = (id: number) => {
    const found = files.find((row) => row.export_id === id);
    if (!found) throw new IpcError({ code: 'export_not_found', incident: '3e1f' });
    return found;
  };
  const change = (id: number, part: Partial<ExportRow>) => {
    file(id);
    files = files.map((row) => (row.export_id === id ? { ...row, ...part } : row));
    return structuredClone(file(id));
  };
  return {
    export_list: () => {
      const told = structuredClone(files);
      // Each look finds it further: waiting, half, whole.
      files = files.map((row) => (row.state === 'waiting' ? { ...row, state: 'running', rows_done: 500, rows_total: 1234 } : row.state === 'running' ? { ...row, state: 'ready', rows_done: 1234, bytes: 18, ready_at: data.ago(0) } : row));
      return told;
    },
    export_columns_get: ({ list }) => ({ columns: list === 'voucher_list' ? voucherColumns : [{ id: 'name', title: 'Nama' }, { id: 'created', title: 'Dibuat' }] }),
    export_create: (input) => {
      const row: ExportRow = {
        export_id: next, list: input.list, format: input.format, file_name: `voucher-2026-11-21-1432.${input.format}`, state: 'waiting', rows_done: 0, rows_total: null, bytes: null, error_code: null,
        created_at: data.ago(0), ready_at: null, opened_at: null, kept_until: data.ago(-3 * 24 * 60),
      };
      next += 1;
      files = [row, ...files];
      return structuredClone(row);
    },
    export_cancel: ({ export_id }) => change(export_id, { state: 'cancelled' }),
    export_remove: ({ export_id }) => {
      file(export_id);
      files = files.filter((row) => row.export_id !== export_id);
      return { done: true };
    },
    export_open: ({ export_id }) => {
      const { file_name } = change(export_id, { opened_at: data.ago(0) });
      return { file_name, media_type: 'text/csv; charset=utf-8', bytes: 18, parts: 2 };
    },
    export_part_get: ({ number }) => ({ content_base64: btoa(number === 0 ? '"Kode"\r\n"' : 'sk7m4q"\r\n') }),
    saved_view_list: ({ screen }) => structuredClone(views.filter((one) => one.screen === screen).map((one) => one.view)),
    saved_view_create: ({ screen, name, search, is_shared }) => {
      const view: SavedView = { saved_view_id: next, name, search, is_shared: is_shared ?? false, is_own: true, owner_name: 'Hendra', problem: null };
      next += 1;
      views = [...views, { screen, view }];
      return structuredClone(view);
    },
    saved_view_share: ({ saved_view_id, is_shared }) => {
      const found = views.find(({ view }) => view.saved_view_id === saved_view_id);
      if (!found) throw new IpcError({ code: 'saved_view_not_found', incident: '3e20' });
      found.view = { ...found.view, is_shared };
      return structuredClone(found.view);
    },
    saved_view_remove: ({ saved_view_id }) => {
      views = views.filter(({ view }) => view.saved_view_id !== saved_view_id);
      return { done: true };
    },
  };
}
