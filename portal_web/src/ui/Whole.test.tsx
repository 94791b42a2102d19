import { render } from '@testing-library/preact';
import { expect, it } from 'vitest';
import { Whole } from './Whole';

it('keeps account numbers, references and bank accounts whole, and every letter of the text', () => {
  const text = 'From Checking ••6789 for PL-50013, 2022 Ford F-150 Lariat: P-R8J2JJ (first-time payer).';

  const { container } = render(<Whole text={text} />);

  expect([...container.querySelectorAll('.whole')].map((part) => part.textContent)).toEqual([
    'Checking ••6789',
    'PL-50013',
    'F-150',
    'P-R8J2JJ',
  ]);
  expect(container.textContent).toBe(text);
});
