import type { Money } from '../src/api/types.ts';

export const money = (amount: Money): string =>
  new Intl.NumberFormat('en-US', { style: 'currency', currency: amount.currency }).format(
    amount.amount_minor / 100,
  );
