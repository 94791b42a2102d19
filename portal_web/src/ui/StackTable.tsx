import type { ComponentChildren } from 'preact';
import type { Money } from '@/api/types';
import { Amount } from './bits';

export interface Column<Row> {
  label: string;
  num?: boolean;
  head?: boolean;
  /** On a phone: `lead` is the row's title, `side` stands beside it, `wide` is a line of its own under it. */
  place?: 'lead' | 'side' | 'wide';
  cell: (row: Row) => ComponentChildren;
}

interface StackTableProps<Row> {
  caption: string;
  columns: Column<Row>[];
  rows: Row[];
  keyOf: (row: Row) => string | number;
}

/** Will return a column of amounts, aligned on the point. */
export function amounts<Row>(
  label: string,
  amount: (row: Row) => Money,
  place?: Column<Row>['place'],
): Column<Row> {
  return { label, num: true, ...(place ? { place } : {}), cell: (row) => <Amount value={amount(row)} /> };
}

/** A table that becomes blocks on a phone; the roles stay a table's for those who hear it. */
export function StackTable<Row>({ caption, columns, rows, keyOf }: StackTableProps<Row>) {
  return (
    <table class="table table--stack">
      <caption class="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ label, num }) => (
            <th key={label} scope="col" class={num ? 'table__num' : undefined}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map((column) => (
              <Cell key={column.label} column={column} row={row} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** On a phone a cell without a place of its own shows its column's name. */
function Cell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  const { label, num, head, place, cell } = column;
  const classes = [num && 'table__num', place && `table__${place}`].filter(Boolean).join(' ');
  const props = { class: classes || undefined, 'data-label': place ? undefined : label };
  const content = <span>{cell(row)}</span>;
  return head ? (
    <th scope="row" {...props}>
      {content}
    </th>
  ) : (
    <td {...props}>{content}</td>
  );
}
