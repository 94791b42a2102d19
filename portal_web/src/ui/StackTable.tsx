import type { ComponentChildren } from 'preact';

interface Column {
  label: string;
  num?: boolean;
}

interface StackTableProps {
  caption: string;
  columns: Column[];
  children: ComponentChildren;
}

/** A table that becomes blocks on a phone; the roles stay a table's for those who hear it. */
export function StackTable({ caption, columns, children }: StackTableProps) {
  return (
    <table class="table table--stack">
      <caption class="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.label} scope="col" class={column.num ? 'table__num' : undefined}>
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

interface CellProps {
  /** The column's name, shown beside the value on a phone. */
  label?: string;
  num?: boolean;
  /** On a phone: `lead` is the row's title, `side` stands beside it, `wide` is a line of its own under it. */
  place?: 'lead' | 'side' | 'wide';
  head?: boolean;
  children: ComponentChildren;
}

export function Cell({ label, num, place, head, children }: CellProps) {
  const classes = [num && 'table__num', place && `table__${place}`];
  const props = { class: classes.filter(Boolean).join(' ') || undefined, 'data-label': label };
  if (head) {
    return (
      <th scope="row" {...props}>
        <span>{children}</span>
      </th>
    );
  }
  return (
    <td {...props}>
      <span>{children}</span>
    </td>
  );
}
