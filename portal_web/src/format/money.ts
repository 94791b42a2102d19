import type { Money } from '@/api/types';
import { language } from '@/words/words';

const region: Record<string, string> = { en: 'en-US', es: 'es-US' };

export function locale(): string {
  return region[language()] ?? 'en-US';
}

const formatters = new Map<string, Intl.NumberFormat>();

function formatter(currency: string): Intl.NumberFormat {
  const key = `${locale()} ${currency}`;
  let found = formatters.get(key);
  if (!found) {
    found = new Intl.NumberFormat(locale(), { style: 'currency', currency });
    formatters.set(key, found);
  }
  return found;
}

/** How many digits the currency has after its point: 2 for USD, 0 for JPY. */
export function minorDigits(currency: string): number {
  return formatter(currency).resolvedOptions().maximumFractionDigits ?? 2;
}

export function currencySign(currency: string): string {
  return (
    formatter(currency)
      .formatToParts(0)
      .find((part) => part.type === 'currency')?.value ?? currency
  );
}

/** Will write an amount for people: `$1,234.50`. */
export function money(amount: Money): string {
  return formatter(amount.currency).format(amount.amount_minor / 10 ** minorDigits(amount.currency));
}

/** Will write an amount as a person would type it: `1234.50`. */
export function moneyTyped(amount: Money): string {
  const digits = minorDigits(amount.currency);
  const text = String(amount.amount_minor).padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/**
 * Will read what a person typed as an amount, or return null when it is none.
 * Integer arithmetic only: the digits are read, never a float.
 */
export function readMoney(typed: string, currency: string): Money | null {
  const digits = minorDigits(currency);
  const text = typed.replace(/[\s$]/g, '').replace(currencySign(currency), '');
  // A comma parts thousands and nothing else: "12,50" may be meant as 12.50 and is not read as 1,250.
  const found = /^(\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(?:\.(\d*))?$/.exec(text);
  const [, whole = '', fraction = ''] = found ?? [];
  if (!found || fraction.length > digits) return null;
  const minor = Number(`${whole.replaceAll(',', '')}${fraction.padEnd(digits, '0')}`);
  return { amount_minor: minor, currency };
}

export function plus(...amounts: [Money, ...Money[]]): Money {
  const [first] = amounts;
  return {
    amount_minor: amounts.reduce((sum, amount) => sum + amount.amount_minor, 0),
    currency: first.currency,
  };
}

/** Will write a percent from its decimal string: `6.490` becomes `6.49%`. */
export function percent(rate: string): string {
  return new Intl.NumberFormat(locale(), {
    style: 'percent',
    minimumFractionDigits: 2,
    maximumFractionDigits: 3,
  }).format(Number(rate) / 100);
}
