type Child = Node | string;
type Attributes = Record<string, string | boolean>;

/** Will make an element with attributes and children; text is only ever text. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, '');
    else if (value !== false) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

export interface FieldParts {
  box: HTMLElement;
  input: HTMLInputElement;
  /** Will show what is wrong, or clear it where the sentence is empty. */
  show: (problem: string) => void;
  /** Will say that what was typed is right. */
  praise: (words: string) => void;
}

export interface FieldWish {
  name: string;
  label: string;
  hint?: string;
  error: string;
  attributes?: Attributes;
}

export function field({ name, label, hint, error, attributes = {} }: FieldWish): FieldParts {
  const input = make('input', { id: name, name, ...attributes });
  const problem = make('span', { class: 'field__error', id: `${name}-error`, hidden: true });
  const good = make('span', { class: 'field__good', role: 'status' });
  const hintId = hint ? `${name}-hint` : '';
  const box = make('div', { class: 'field' }, make('label', { class: 'field__label', for: name }, label));
  if (hint) box.append(make('span', { class: 'field__hint', id: hintId }, hint));
  box.append(input, problem, good);
  const describe = (ids: string[]) => {
    const text = ids.filter(Boolean).join(' ');
    if (text) input.setAttribute('aria-describedby', text);
    else input.removeAttribute('aria-describedby');
  };
  describe([hintId]);
  return {
    box,
    input,
    show(sentence) {
      box.classList.toggle('field--invalid', sentence !== '');
      input.toggleAttribute('aria-invalid', false);
      if (sentence) input.setAttribute('aria-invalid', 'true');
      problem.hidden = sentence === '';
      const prefix = make('span', { class: 'visually-hidden' }, `${error} `);
      problem.replaceChildren(...(sentence ? [make('span', {}, prefix, sentence)] : []));
      describe([hintId, sentence ? `${name}-error` : '']);
    },
    praise(words) {
      good.textContent = words;
    },
  };
}

export interface Option {
  value: string;
  label: string;
}

export function choice(name: string, legend: string, options: Option[]): HTMLFieldSetElement {
  const boxes = options.map(({ value, label }, at) =>
    make(
      'label',
      { class: 'option' },
      make('input', { type: 'radio', name, value, checked: at === 0 }),
      make('span', { class: 'option__title' }, label),
    ),
  );
  return make(
    'fieldset',
    { class: 'field' },
    make('legend', { class: 'field__label' }, legend),
    make('div', { class: 'pair' }, ...boxes),
  );
}
