import { fireEvent } from '@testing-library/preact';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { accountProblem, isRoutingNumber, looksLikeCard, problemsWith, routingProblem } from './checks';
import { startWallet } from './start';
import { wordsIn } from './words';

const words = wordsIn('en');
const parentOrigin = 'http://auto.localhost';

describe('the checks of a bank account', () => {
  it.each(['021000021', '011401533', '091000019'])('takes the routing number %s', (number) => {
    expect(isRoutingNumber(number)).toBe(true);
  });

  it.each(['021000022', '000000000', '990000005', '12345678', 'abcdefghi'])(
    'refuses the routing number %s',
    (number) => {
      expect(isRoutingNumber(number)).toBe(false);
    },
  );

  it('says how many digits a short routing number has', () => {
    expect(routingProblem('0210 0002', words)).toBe('A routing number has nine digits; this one has 8.');
  });

  it('refuses a card number in the account field with words', () => {
    expect(looksLikeCard('4242424242424242')).toBe(true);
    expect(accountProblem('4242 4242 4242 4242', '021000021', words)).toBe(words.accountIsCard);
  });

  it.each(['en', 'es'])('refuses the routing number in the account field with words (%s)', (language) => {
    const said = wordsIn(language);

    expect(accountProblem('0210-0002 1', '021000021', said)).toBe(said.accountIsRouting);
    expect(accountProblem('000123456', '021000021', said)).toBe('');
  });

  it('names every field that is missing', () => {
    const nothing = {
      holder_name: ' ',
      holder_type: 'person',
      account_type: 'checking',
      routing_number: '',
      account_number: '',
      account_number_again: '',
      authorised: false,
    };

    expect(Object.keys(problemsWith(nothing, words))).toEqual([
      'holder_name',
      'routing_number',
      'account_number',
      'authorised',
    ]);
  });
});

describe('the frame', () => {
  const said: unknown[][] = [];

  beforeEach(() => {
    said.length = 0;
    const root = document.createElement('div');
    root.id = 'wallet';
    Object.assign(root.dataset, { capture: 'c1', lenderName: 'Northline', parentOrigin });
    document.body.replaceChildren(root);
    vi.spyOn(window.parent, 'postMessage').mockImplementation((...words: unknown[]) => void said.push(words));
  });

  const open = () => {
    const root = document.getElementById('wallet') as HTMLElement;
    startWallet(root);
    return root;
  };

  const hear = (origin: string, secret = 's3cret') =>
    window.dispatchEvent(
      new MessageEvent('message', {
        origin,
        source: window.parent,
        data: { type: 'portico-wallet:secret', secret },
      }),
    );

  it('says that it is ready to its parent’s origin only', () => {
    open();

    expect(said).toEqual([[{ type: 'portico-wallet:ready' }, parentOrigin]]);
  });

  it('shows no form for a secret from another origin', () => {
    const root = open();
    hear('http://evil.localhost');

    expect(root.querySelector('form')).toBe(null);
  });

  it('sends the account without cookies and tells the parent no more than the last four', async () => {
    const fetched = vi.fn(async (_path: string, _init: RequestInit) =>
      Response.json({ method_id: 'm1', last4: '3456', label: 'Checking ••3456' }, { status: 201 }),
    );
    vi.stubGlobal('fetch', fetched);
    const root = open();
    hear(parentOrigin);
    const user = userEvent.setup();
    const type = (name: string, text: string) =>
      user.type(root.querySelector(`[name=${name}]`) as HTMLElement, text);
    await type('holder_name', 'Dana Whitfield');
    await type('routing_number', '021000021');
    await type('account_number', '000123456');
    await type('account_number_again', '000-123-456');
    await user.click(root.querySelector('[name=authorised]') as HTMLElement);
    fireEvent.submit(root.querySelector('form') as HTMLFormElement);

    await vi.waitFor(() => expect(said.at(-1)?.[0]).toHaveProperty('type', 'portico-wallet:done'));
    expect(said.at(-1)).toEqual([
      { type: 'portico-wallet:done', method_id: 'm1', last4: '3456', label: 'Checking ••3456' },
      parentOrigin,
    ]);
    const [path, init] = fetched.mock.calls[0] ?? [];
    expect([path, init?.credentials]).toEqual(['/frame/c1/bank-account', 'omit']);
    expect(JSON.parse(String(init?.body))).toEqual({
      secret: 's3cret',
      holder_name: 'Dana Whitfield',
      holder_type: 'person',
      account_type: 'checking',
      routing_number: '021000021',
      account_number: '000123456',
      account_number_again: '000123456',
      authorised: true,
    });
  });

  it('takes blame back while a person types, and moves nothing under a button that is pressed', async () => {
    const root = open();
    hear(parentOrigin);
    const user = userEvent.setup();
    const input = (name: string) => root.querySelector(`[name=${name}]`) as HTMLInputElement;
    const blame = () => document.getElementById('account_number_again-error')?.textContent;
    await user.type(input('account_number'), '000123456');
    await user.type(input('account_number_again'), '00012345');
    fireEvent.pointerDown(root.querySelector('[type=submit]') as HTMLElement);
    fireEvent.blur(input('account_number_again'));
    const pressed = blame();
    fireEvent.pointerUp(document);
    fireEvent.blur(input('account_number_again'));
    const left = blame();
    await user.type(input('account_number_again'), '6');

    expect([pressed, left, blame()]).toEqual(['', 'Error: The two account numbers differ.', '']);
  });
});
