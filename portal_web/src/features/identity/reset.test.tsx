import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { visit } from '@/test/portal';

const signedOut = { signedIn: false };

it('says at once that a link no longer works, and offers a new one', async () => {
  const { screen, sent } = await visit('/reset-password#used', 'auto', signedOut);

  const another = await screen.findByRole('link', { name: 'Ask for a new link' });

  expect(another.getAttribute('href')).toBe('/forgot-password');
  expect(screen.queryByLabelText('New password')).toBeNull();
  expect(sent.map(({ path }) => path)).toEqual(['/bootstrap', '/password/reset/look']);
});

it('shows the form for a link that works', async () => {
  const { screen } = await visit('/reset-password#good', 'auto', signedOut);
  const user = userEvent.setup();

  await user.type(await screen.findByLabelText('New password'), 'a quite different battery');

  expect(screen.getByRole('button', { name: 'Save and sign in' }).tagName).toBe('BUTTON');
});
