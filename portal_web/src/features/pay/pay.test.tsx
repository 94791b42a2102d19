import type { RenderResult } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { textOf, visit } from '@/test/portal';

const civic = '00000000-0000-4000-8000-000000000001';

async function toReview(screen: RenderResult) {
  const user = userEvent.setup();
  await user.click(await screen.findByRole('button', { name: 'Continue' }));
  await user.click(await screen.findByRole('button', { name: 'Review payment' }));
  await screen.findByText('Check and confirm');
  return user;
}

describe('paying', () => {
  it('says on the review page what will happen and when', async () => {
    const { screen } = await visit(`/accounts/${civic}/pay`);

    await toReview(screen);

    expect(textOf(screen.getByRole('region', { name: 'What will happen' }))).toBe(
      'You pay$427.22To2022 Honda Civic, NA-204417FromChecking ••6789Debit dateTue, November 24' +
        'You can cancel untilMon, November 23 at 7:00 PM UTC (2:00 PM EST)' +
        'The payment stays pending until it has left your bank account, and a bank may still return it after that.',
    );
  });

  it('sends nothing until the terms are accepted', async () => {
    const { screen, sent } = await visit(`/accounts/${civic}/pay`);
    const user = await toReview(screen);

    await user.click(screen.getByRole('button', { name: 'Pay $427.22' }));

    expect(screen.getByText('Tick the box to accept the terms.').tagName).toBe('SPAN');
    expect(sent.filter(({ method, path }) => method === 'POST' && path === '/payments')).toEqual([]);
  });

  it('sends the same key again after a lost answer, so that one payment is made', async () => {
    const { screen, portal, sent } = await visit(`/accounts/${civic}/pay`);
    const user = await toReview(screen);
    const before = portal.payments.length;
    const online = globalThis.fetch;
    let lost = false;
    vi.stubGlobal('fetch', async (request: Request) => {
      const answer = await online(request);
      if (lost || !request.url.endsWith('/payments')) return answer;
      lost = true;
      throw new TypeError('Failed to fetch');
    });
    await user.click(screen.getByRole('checkbox'));
    await user.click(screen.getByRole('button', { name: 'Pay $427.22' }));
    await screen.findByText(/You seem to be offline/);

    await user.click(screen.getByRole('button', { name: 'Pay $427.22' }));

    await screen.findByText('Your payment is submitted and pending');
    const keys = sent
      .filter(({ method, path }) => method === 'POST' && path === '/payments')
      .map(({ key }) => key);
    expect(keys.length).toBe(2);
    expect(keys[0]).toBe(keys[1]);
    expect(portal.payments.length).toBe(before + 1);
  });

  it('shows the payment that a spent review has made', async () => {
    const { screen, portal } = await visit(`/accounts/${civic}/pay`);
    const user = await toReview(screen);
    const [review] = [...portal.reviews.keys()];
    portal.pay({ review_id: review, pay_again: [] }, 'another tab');
    await user.click(screen.getByRole('checkbox'));

    await user.click(screen.getByRole('button', { name: 'Pay $427.22' }));

    expect((await screen.findByText('This payment was already made')).tagName).toBe('P');
    expect(location.pathname).toBe(`/payments/${portal.payments[0]?.id}`);
  });

  it('keeps an amount that is too much and says what is left', async () => {
    const { screen } = await visit(`/accounts/${civic}/pay`);
    const user = userEvent.setup();
    await user.click(await screen.findByLabelText('Another amount'));
    await user.type(screen.getByLabelText('Amount'), '99999');

    await user.click(screen.getByRole('button', { name: 'Continue' }));

    expect(screen.getByText(/That is more than what is left/).textContent).toContain('($14,321.76)');
    expect(screen.getByLabelText('Amount')).toHaveProperty('value', '99999');
  });

  it('asks before a second payment while one is on its way', async () => {
    const { screen, portal } = await visit(`/accounts/${civic}/pay`);
    const user = await toReview(screen);
    await user.click(screen.getByRole('checkbox'));
    await user.click(screen.getByRole('button', { name: 'Pay $427.22' }));
    await screen.findByText('Your payment is submitted and pending');
    const count = portal.payments.length;

    await user.click(screen.getByRole('link', { name: 'Accounts' }));
    await user.click(await screen.findByRole('link', { name: 'Pay 2022 Honda Civic' }));
    await toReview(screen);

    expect(screen.getByText('A payment for this account is already on its way').tagName).toBe('P');
    await user.click(screen.getByLabelText(/I accept these terms/));
    await user.click(screen.getByRole('button', { name: 'Pay $427.22' }));
    expect(portal.payments.length).toBe(count);
  });

  it('sends the guard header with every request', async () => {
    const { screen, sent } = await visit(`/accounts/${civic}/pay`);

    await toReview(screen);

    expect(new Set(sent.map(({ guard }) => guard))).toEqual(new Set(['1']));
  });
});
