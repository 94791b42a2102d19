import {
  accountProblem,
  digitsOf,
  type FieldName,
  type Problems,
  problemsWith,
  routingProblem,
  type Typed,
} from './checks';
import { choice, field, make } from './dom';
import type { WalletWords } from './words';

export interface Form {
  element: HTMLFormElement;
  onSend: (send: (typed: Typed) => Promise<void>) => void;
  onCancel: (cancel: () => void) => void;
  refuse: (problems: Problems, message: string) => void;
}

// Password managers and browsers are told to keep these out of what they remember.
const secretive = { autocomplete: 'off', inputmode: 'numeric', spellcheck: 'false', maxlength: '24' };

function fieldsIn(words: WalletWords) {
  const { error } = words;
  return {
    holder_name: field({
      name: 'holder_name',
      label: words.name,
      error,
      attributes: { autocomplete: 'name' },
    }),
    routing_number: field({
      name: 'routing_number',
      label: words.routing,
      hint: words.routingHint,
      error,
      attributes: secretive,
    }),
    account_number: field({
      name: 'account_number',
      label: words.account,
      hint: words.accountHint,
      error,
      attributes: secretive,
    }),
    account_number_again: field({
      name: 'account_number_again',
      label: words.again,
      error,
      attributes: secretive,
    }),
  };
}

type Fields = ReturnType<typeof fieldsIn>;

/**
 * While a person types: praise what is right and take blame back at once; blame only once they have left the field.
 * Not while a button is pressed: a sentence that came or went then would move the button from under the click.
 */
function watch(fields: Fields, words: WalletWords, form: HTMLElement): void {
  const { holder_name: name, routing_number: routing } = fields;
  const { account_number: account, account_number_again: again } = fields;
  const checks = [
    [name, () => (name.input.value.trim() ? '' : words.nameMissing)],
    [routing, () => routingProblem(routing.input.value, words)],
    [account, () => accountProblem(account.input.value, routing.input.value, words)],
    [
      again,
      () => (digitsOf(again.input.value) === digitsOf(account.input.value) ? '' : words.accountDiffers),
    ],
  ] as const;
  let pressing = false;
  form.addEventListener('pointerdown', ({ target }) => {
    pressing = target instanceof Element && target.closest('button') !== null;
  });
  for (const end of ['pointerup', 'pointercancel']) {
    document.addEventListener(end, () => {
      pressing = false;
    });
  }
  for (const [part, check] of checks) {
    part.input.addEventListener('input', () => {
      if (!check()) part.show('');
    });
    part.input.addEventListener('blur', () => {
      if (part.input.value && !pressing) part.show(check());
    });
  }
  routing.input.addEventListener('input', () => {
    const wrong = routingProblem(routing.input.value, words);
    routing.praise(wrong ? '' : words.routingGood);
    if (wrong && digitsOf(routing.input.value).length >= 9) routing.show(wrong);
  });
}

function consent(words: WalletWords, lender: string) {
  const tick = make('input', { type: 'checkbox', name: 'authorised', id: 'authorised' });
  const problem = make('span', { class: 'field__error', id: 'authorised-error', hidden: true });
  const label = make(
    'label',
    { class: 'check statement', for: 'authorised' },
    tick,
    make('span', {}, words.authorise(lender)),
  );
  const show = (sentence: string) => {
    problem.hidden = sentence === '';
    problem.textContent = sentence;
    if (sentence) tick.setAttribute('aria-invalid', 'true');
    else tick.removeAttribute('aria-invalid');
    tick.setAttribute('aria-describedby', sentence ? 'authorised-error' : '');
  };
  tick.addEventListener('change', () => show(''));
  return { box: make('div', { class: 'field' }, label, problem), input: tick, show };
}

function read(form: HTMLFormElement): Typed {
  const found = new FormData(form);
  const text = (name: FieldName) => String(found.get(name) ?? '');
  return {
    holder_name: text('holder_name'),
    holder_type: text('holder_type'),
    account_type: text('account_type'),
    routing_number: text('routing_number'),
    account_number: text('account_number'),
    account_number_again: text('account_number_again'),
    authorised: found.has('authorised'),
  };
}

export function buildForm(words: WalletWords, lender: string): Form {
  const fields = fieldsIn(words);
  const tick = consent(words, lender);
  const general = make('div', { class: 'wallet__error', role: 'alert', hidden: true });
  const save = make('button', { class: 'btn btn--primary', type: 'submit' }, words.save);
  const cancel = make('button', { class: 'btn btn--quiet', type: 'button' }, words.cancel);
  const element = make(
    'form',
    { class: 'form', novalidate: true, autocomplete: 'off' },
    general,
    fields.holder_name.box,
    choice('holder_type', words.holder, [
      { value: 'person', label: words.person },
      { value: 'business', label: words.business },
    ]),
    choice('account_type', words.kind, [
      { value: 'checking', label: words.checking },
      { value: 'savings', label: words.savings },
    ]),
    fields.routing_number.box,
    fields.account_number.box,
    fields.account_number_again.box,
    tick.box,
    make('div', { class: 'form__actions' }, save, cancel),
  );
  watch(fields, words, element);
  const shown = { ...fields, authorised: tick };
  const refuse = (problems: Problems, message: string) => {
    for (const [name, part] of Object.entries(shown)) part.show(problems[name as FieldName] ?? '');
    general.hidden = message === '';
    general.textContent = message;
    const first = Object.entries(shown).find(([name]) => problems[name as FieldName]);
    first?.[1].input.focus();
  };
  let sending = false;
  return {
    element,
    refuse,
    onCancel: (act) => cancel.addEventListener('click', act),
    onSend: (act) =>
      element.addEventListener('submit', async (event) => {
        event.preventDefault();
        if (sending) return;
        const typed = read(element);
        const problems = problemsWith(typed, words);
        refuse(problems, '');
        if (Object.keys(problems).length > 0) return;
        sending = true;
        save.setAttribute('aria-disabled', 'true');
        save.textContent = words.saving;
        await act(typed);
        sending = false;
        save.removeAttribute('aria-disabled');
        save.textContent = words.save;
      }),
  };
}
