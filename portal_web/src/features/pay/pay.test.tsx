import { cleanup, type RenderResult } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { type Loan, refuse, textOf, usd, visit } from '@/test/portal';

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
    const unknown = await screen.findByText(/We did not get an answer/);
    expect(unknown.textContent).toBe(
      'We did not get an answer, so we do not know whether your payment went through. Look at your payments before you try again.',
    );
    expect(screen.queryByText('The payment was not confirmed')).toBeNull();
    expect(screen.getByRole('link', { name: 'Go to Payments' }).getAttribute('href')).toBe('/payments');

    await user.click(screen.getByRole('button', { name: 'Try again' }));

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

    expect(screen.getByText(/That is more than what is left/).textContent).toContain('($14,324.30)');
    expect(screen.getByLabelText('Amount')).toHaveProperty('value', '99999');
  });

  it('takes what closes the account on the day of the debit, as the server does', async () => {
    const { screen } = await visit(`/accounts/${civic}/pay`);
    const user = userEvent.setup();
    const hint = await screen.findByText(/^Any amount up to/);
    const limit = /\$[\d,.]+\d/.exec(hint.textContent ?? '')?.[0] ?? '';
    expect(textOf(hint)).toBe(`Any amount up to ${limit}, which pays the account off on Tue, November 24`);
    await user.click(screen.getByLabelText('Another amount'));
    await user.type(screen.getByLabelText('Amount'), limit);

    await toReview(screen);

    expect(screen.getByRole('button', { name: `Pay ${limit}` }).textContent).toBe(`Pay ${limit}`);
  });

  it('counts what is under way in the hint and in the limit', async () => {
    const { screen, portal } = await visit(`/accounts/${civic}/pay`);
    const before = await screen.findByText(/^Any amount up to/);
    const most = Number(/\$([\d,.]+\d)/.exec(before.textContent ?? '')?.[1]?.replaceAll(',', '') ?? 0);
    cleanup();
    portal.loan(civic)?.account.pending_payments.push({ ...portal.payments[0], amount: usd(50_00) } as never);
    const { screen: again } = await visit(`/accounts/${civic}/pay`, 'auto', { portal });
    const user = userEvent.setup();
    const left = (most - 50).toLocaleString('en-US', { style: 'currency', currency: 'USD' });

    const hint = await again.findByText(/^Any amount up to/);

    expect(textOf(hint)).toBe(
      `Any amount up to ${left}, which is what is left to pay off after the $50.00 already under way`,
    );
    await user.click(again.getByLabelText('Another amount'));
    await user.type(again.getByLabelText('Amount'), String(most));
    await user.click(again.getByRole('button', { name: 'Continue' }));
    expect((await again.findByText(/counting what is already under way/)).textContent).toContain(`(${left})`);
  });

  it('asks what is left again before it refuses an amount', async () => {
    const { screen, portal } = await visit(`/accounts/${civic}/pay`);
    const user = userEvent.setup();
    await user.click(await screen.findByLabelText('Another amount'));
    const { payoff } = (portal.loan(civic) as Loan).account;
    // The cut-off passes: one more day's interest is owed.
    payoff.amount = usd(payoff.amount.amount_minor + payoff.per_diem.amount_minor);
    const most = (payoff.amount.amount_minor + payoff.per_diem.amount_minor) / 100;
    await user.type(screen.getByLabelText('Amount'), most.toFixed(2));

    await user.click(screen.getByRole('button', { name: 'Continue' }));

    await screen.findByText('Where should it come from?');
  });

  it('says that a refused payment was not confirmed', async () => {
    const { screen, portal } = await visit(`/accounts/${civic}/pay`);
    const user = await toReview(screen);
    portal.pay = () =>
      refuse(422, 'method_not_usable', { message: 'This bank account can no longer be used.' });
    await user.click(screen.getByRole('checkbox'));

    await user.click(screen.getByRole('button', { name: 'Pay $427.22' }));

    expect((await screen.findByText('The payment was not confirmed')).tagName).toBe('P');
    expect(screen.queryByText(/We did not get an answer/)).toBeNull();
  });

  it('cannot tell after an error of the server whether the payment was made', async () => {
    const { screen, portal } = await visit(`/accounts/${civic}/pay`);
    const user = await toReview(screen);
    portal.pay = () => refuse(502, 'unavailable', { message: 'Bad gateway.' });
    await user.click(screen.getByRole('checkbox'));

    await user.click(screen.getByRole('button', { name: 'Pay $427.22' }));

    await screen.findByText(/We did not get an answer/);
    expect(screen.queryByText('The payment was not confirmed')).toBeNull();
  });

  it('keeps amount and method over a reload at each step, and asks for the review again', async () => {
    const { screen, portal, sent } = await visit(`/accounts/${civic}/pay`);
    const user = userEvent.setup();
    await user.click(await screen.findByLabelText('Another amount'));
    await user.type(screen.getByLabelText('Amount'), '40.00');
    await toReview(screen);
    const reviews = () => sent.filter(({ path }) => path === '/payments/reviews').length;
    const before = reviews();
    const kept = history.state;
    cleanup();

    const again = await visit(`/accounts/${civic}/pay`, 'auto', { portal, state: kept });

    await again.screen.findByText('Check and confirm');
    expect(again.screen.getByRole('button', { name: 'Pay $40.00' }).tagName).toBe('BUTTON');
    expect([before, again.sent.filter(({ path }) => path === '/payments/reviews').length]).toEqual([1, 1]);
    expect(portal.payments.filter(({ amount }) => amount.amount_minor === 40_00)).toEqual([]);
  });

  it('starts anew where the history holds what is no draft', async () => {
    const { screen } = await visit(`/accounts/${civic}/pay`, 'auto', { state: { pay: { step: 'review' } } });

    expect((await screen.findByText('How much would you like to pay?', { selector: 'h1' })).tagName).toBe(
      'H1',
    );
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
