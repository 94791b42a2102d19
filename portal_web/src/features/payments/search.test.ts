import { expect, it } from 'vitest';
import { isBackwards, readSearch, writeSearch } from './search';

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

it('reads a held payment, which the history has too', () => {
  expect(readSearch('?status=held')).toEqual({ status: 'held' });
});

it('knows days in the wrong order, and one day alone as right', () => {
  const days = ([from, to]: [string, string]) => isBackwards({ from, to });

  expect([days(['2026-11-02', '2026-11-01']), days(['2026-11-01', '2026-11-01'])]).toEqual([true, false]);
  expect([isBackwards({ from: '2026-11-02' }), isBackwards({})]).toEqual([false, false]);
});
