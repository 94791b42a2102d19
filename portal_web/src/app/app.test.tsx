import { waitFor } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { textOf, visit } from '@/test/portal';
import { idleState } from './idle';

const times = { timeoutSeconds: 900, warnSeconds: 60 };

describe('the accounts page', () => {
  it('shows what is due, when, the balance and the payments left of each account', async () => {
    const { screen } = await visit('/accounts');

    const card = (await screen.findByText('2022 Honda Civic')).closest('article');

    expect(textOf(card)).toBe(
      '2022 Honda CivicCurrentAmount due$427.22Due dateFri, December 4PayAccount IDNA-204417Balance$14,291.27Remaining payments37',
    );
  });

  it('shows another lender nothing to pay with, and that lender’s own words instead', async () => {
    const { screen } = await visit('/accounts', 'equip');

    await screen.findByText('CNC milling center');

    expect(screen.queryByText('Pay')).toBe(null);
    expect(screen.queryByText('Payments')).toBe(null);
    expect(screen.getByText(/You receive an invoice ten days before/).tagName).toBe('P');
  });

  it.each(['/payments', '/payment-methods', '/payment-methods/new'])(
    'answers %s like an unknown page where payments are off',
    async (path) => {
      const { screen } = await visit(path, 'equip');

      expect((await screen.findByRole('heading', { level: 1 })).textContent).toBe('There is no such page');
    },
  );

  it('leads from each account that is owed to the lender’s words on how to pay, where payments are off', async () => {
    const { screen } = await visit('/accounts', 'equip');
    await screen.findByText('CNC milling center');

    const links = screen.getAllByRole('link', { name: 'How to pay' });

    const words = screen.getByRole('region', { name: 'How to pay' });
    expect(links.map((link) => link.getAttribute('href'))).toEqual([`#${words.id}`, `#${words.id}`]);
    expect(words.tabIndex).toBe(-1);
  });

  it('leads nowhere from an account that is paid off, nor while payments are on', async () => {
    const { screen, portal } = await visit('/accounts');
    const user = userEvent.setup();
    await screen.findByText('2022 Honda Civic');
    expect(screen.queryByText('How to pay')).toBe(null);
    portal.switchPayments(false);

    await user.click(screen.getByRole('link', { name: 'Accounts' }));

    const links = await screen.findAllByRole('link', { name: 'How to pay' });
    expect(links.map((link) => link.closest('article')?.querySelector('h2')?.textContent)).toEqual([
      '2022 Honda Civic',
      '2019 Ford F-150',
    ]);
  });
});

describe('the page for paths that are not there', () => {
  it.each([
    ['equip', '/payments'],
    ['equip', '/nowhere'],
    ['equip', '/accounts/none'],
  ])('shows at %s’s %s the lender’s words on how to pay, as at any path', async (slug, path) => {
    const { screen } = await visit(path, slug);

    await screen.findByText('There is no such page');

    const words = screen.getByRole('region', { name: 'How to pay' });
    expect(words.textContent).toContain('You receive an invoice ten days before each due date.');
    expect(words.textContent).not.toContain('Northline');
  });

  it('says nothing on how to pay while payments are on', async () => {
    const { screen } = await visit('/nowhere');

    await screen.findByText('There is no such page');

    expect(screen.queryByText('How to pay')).toBe(null);
  });

  it('is announced in the place of the pay page that was open', async () => {
    const { screen, portal } = await visit('/accounts');
    const user = userEvent.setup();
    const announced = () => screen.container.querySelector('[aria-live]')?.textContent;
    await user.click(await screen.findByRole('link', { name: 'Pay 2022 Honda Civic' }));
    await waitFor(() => expect(announced()).toBe('Make a payment · Northline Auto'));
    portal.switchPayments(false);

    await user.click(screen.getByRole('button', { name: 'Continue' }));

    await screen.findByText('There is no such page');
    await waitFor(() => expect(announced()).toBe('There is no such page · Northline Auto'));
    expect(document.title).toBe('There is no such page · Northline Auto');
    expect(document.activeElement?.id).toBe('main');
    expect(screen.getByRole('region', { name: 'How to pay' }).textContent).toContain('PO Box 210, Portland');
  });

  it('is left to the browser to read when it is the first page', async () => {
    const { screen } = await visit('/nowhere');
    await screen.findByText('There is no such page');

    await new Promise((resolve) => setTimeout(resolve, 150));

    expect(screen.container.querySelector('[aria-live]')?.textContent).toBe('');
    expect(document.activeElement).toBe(document.body);
  });
});

describe('an open page', () => {
  it('learns at its next click that payments were switched off', async () => {
    const { screen, portal } = await visit('/accounts');
    const user = userEvent.setup();
    await screen.findByText('2022 Honda Civic');
    portal.switchPayments(false);

    await user.click(screen.getByRole('link', { name: 'Payments' }));

    expect((await screen.findByText('There is no such page')).tagName).toBe('H1');
    expect(screen.queryByRole('link', { name: 'Payments' })).toBe(null);
    expect(screen.queryByRole('link', { name: 'Payment methods' })).toBe(null);
  });

  it('learns it as well from a click on the page that it shows', async () => {
    const { screen, portal } = await visit('/accounts');
    const user = userEvent.setup();
    await screen.findByText('2022 Honda Civic');
    portal.switchPayments(false);

    await user.click(screen.getByRole('link', { name: 'Accounts' }));

    await waitFor(() => expect(screen.queryByRole('link', { name: 'Payments' })).toBe(null));
    expect(screen.queryByRole('link', { name: /^Pay / })).toBe(null);
  });

  it('goes to the sign-in page when the session has ended, and back after signing in', async () => {
    const { screen, portal } = await visit('/accounts');
    const user = userEvent.setup();
    await screen.findByText('2022 Honda Civic');
    portal.signedIn = false;

    await user.click(screen.getByRole('link', { name: 'Payments' }));
    await user.type(await screen.findByLabelText('Email'), 'dana@example.com');
    await user.type(screen.getByLabelText('Password'), 'right');
    await user.click(screen.getByRole('button', { name: 'Sign in' }));

    await screen.findByText('Payment methods');
    expect(location.pathname).toBe('/payments');
  });
});

describe('signing in', () => {
  it('keeps what was typed when the password is wrong', async () => {
    const { screen } = await visit('/sign-in', 'auto', { signedIn: false });
    const user = userEvent.setup();
    await user.type(await screen.findByLabelText('Email'), 'dana@example.com');
    await user.type(screen.getByLabelText('Password'), 'wrong');

    await user.click(screen.getByRole('button', { name: 'Sign in' }));

    expect((await screen.findByRole('alert')).textContent).toContain('do not match');
    expect(screen.getByLabelText('Email')).toHaveProperty('value', 'dana@example.com');
  });
});

describe('the idle time', () => {
  it.each([
    [0, { kind: 'active' }],
    [839, { kind: 'active' }],
    [840, { kind: 'warning', secondsLeft: 60 }],
    [899, { kind: 'warning', secondsLeft: 1 }],
    [900, { kind: 'over' }],
  ])('stands after %i seconds as it should', (seconds, state) => {
    expect(idleState(1_000, 1_000 + seconds * 1000, times)).toEqual(state);
  });
});
