import { expect, it } from 'vitest';
import { visit } from '@/test/portal';

it('says that the first day is after the last, and shows no list for it', async () => {
  const { screen } = await visit('/payments?from=2026-11-20&to=2026-11-01');

  const said = await screen.findByText(/The first day is after the last/);

  expect(said.textContent).toBe('Error: The first day is after the last.');
  expect(screen.queryByRole('region', { name: 'Payment history' })).toBeNull();
  expect(screen.queryByText('No payment matches')).toBeNull();
});

it('drops from the address what is no filter', async () => {
  const { screen } = await visit('/payments?status=paid&type=one_time');

  await screen.findByRole('region', { name: 'Payment history' });

  expect(location.search).toBe('?type=one_time');
});
