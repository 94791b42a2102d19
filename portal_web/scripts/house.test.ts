// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { problemsIn } from './house';

describe('the house rules', () => {
  it.each(['color: #fff;', 'background: rgb(1 2 3);', 'color: white;'])(
    'refuses %s outside the tokens',
    (line) => {
      expect(problemsIn('src/styles/card.css', line)).toEqual([
        'src/styles/card.css:1: a colour outside the tokens',
      ]);
    },
  );

  it('lets the tokens name colours', () => {
    expect(problemsIn('src/styles/tokens.css', '--p-brand: #fff;')).toEqual([]);
  });

  it('refuses a feature that imports another', () => {
    expect(problemsIn('src/features/pay/A.tsx', "import { B } from '@/features/profile/B';")).toEqual([
      'src/features/pay/A.tsx:1: imports @/features/profile/B: features do not import each other',
    ]);
  });

  it('refuses a file that is too long to read in one sitting', () => {
    expect(problemsIn('src/a.ts', '\n'.repeat(251))).toEqual(['src/a.ts: 251 lines, 250 at most']);
  });
});
