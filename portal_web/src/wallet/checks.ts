import type { WalletWords } from './words';

export interface Typed {
  holder_name: string;
  holder_type: string;
  account_type: string;
  routing_number: string;
  account_number: string;
  account_number_again: string;
  authorised: boolean;
}

export type FieldName = keyof Typed;
export type Problems = Partial<Record<FieldName, string>>;

export const digitsOf = (text: string): string => text.replace(/[\s-]/g, '');

/** True where the nine digits satisfy the ABA checksum (weights 3, 7, 1). */
export function isRoutingNumber(text: string): boolean {
  // The first two digits name the Federal Reserve district: of a bank, a thrift, or for electronic payments.
  if (!/^(0[1-9]|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2])\d{7}$/.test(text)) return false;
  const weights = [3, 7, 1];
  const sum = [...text].reduce((total, digit, at) => total + Number(digit) * (weights[at % 3] ?? 0), 0);
  return sum % 10 === 0;
}

/** True where the digits begin and end as a card number does: 13 to 19 of them, with the Luhn checksum. */
export function looksLikeCard(text: string): boolean {
  if (!/^[2-6]\d{12,18}$/.test(text)) return false;
  const sum = [...text].reverse().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

export function routingProblem(text: string, words: WalletWords): string {
  const digits = digitsOf(text);
  if (!digits) return words.routingMissing;
  if (!/^\d+$/.test(digits)) return words.routingDigits;
  if (digits.length !== 9) return words.routingLength(digits.length);
  return isRoutingNumber(digits) ? '' : words.routingWrong;
}

export function accountProblem(text: string, routing: string, words: WalletWords): string {
  const digits = digitsOf(text);
  if (!digits) return words.accountMissing;
  if (digits === digitsOf(routing)) return words.accountIsRouting;
  if (!/^[0-9A-Za-z]+$/.test(digits)) return words.accountDigits;
  if (looksLikeCard(digits)) return words.accountIsCard;
  return digits.length < 4 || digits.length > 17 ? words.accountLength : '';
}

/** Will return what is wrong with each field, in the order in which they stand. */
export function problemsWith(typed: Typed, words: WalletWords): Problems {
  const problems: Problems = {};
  const note = (name: FieldName, sentence: string) => {
    if (sentence) problems[name] = sentence;
  };
  note('holder_name', typed.holder_name.trim() ? '' : words.nameMissing);
  note('routing_number', routingProblem(typed.routing_number, words));
  note('account_number', accountProblem(typed.account_number, typed.routing_number, words));
  if (!problems.account_number) {
    const same = digitsOf(typed.account_number) === digitsOf(typed.account_number_again);
    note('account_number_again', same ? '' : words.accountDiffers);
  }
  note('authorised', typed.authorised ? '' : words.authoriseMissing);
  return problems;
}
