import type { DataTableProps } from './data-table';

/** A list that stands in the order of time, the newest first: turned by its column's head, and kept in the address only while it is turned. */
export function byTime<Row>(column: string, desc: boolean | undefined, onSearch: (patch: { desc: boolean | undefined }) => void): Pick<DataTableProps<Row>, 'sort' | 'onSort'> {
  return { sort: { by: column, desc: desc ?? true }, onSort: (sort) => onSearch({ desc: sort.desc ? undefined : false }) };
}

/** How the operation is asked for it. */
export const inOrder = (desc: boolean | undefined) => (desc === undefined ? {} : { descending: desc });
