import { expect, it } from 'vitest';
import { readSearch, writeSearch } from './search';

it('reads back what it wrote', () => {
  const search = { status: 'returned', from: '2026-01-31' } as const;

  expect(readSearch(writeSearch(search))).toEqual(search);
});

it('leaves out of an address what no filter can hold', () => {
  expect(readSearch('?status=paid&account=1&from=yesterday&page=2&type=one_time')).toEqual({
    type: 'one_time',
  });
});

it('writes nothing where there is no filter', () => {
  expect(writeSearch({})).toBe('');
});
