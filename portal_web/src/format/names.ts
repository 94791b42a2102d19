import { locale } from './money';

/** Will write names one after another as a sentence does: `You and Ana Diaz`. */
export function listed(names: string[]): string {
  return new Intl.ListFormat(locale(), { type: 'conjunction' }).format(names);
}
