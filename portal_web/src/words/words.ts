import { type Messages, setupI18n } from '@lingui/core';
import type catalogue from './en.json';

/** Every sentence of ours has a key; a key that is not in the catalogue does not compile. */
export type WordKey = keyof typeof catalogue;
export type WordValues = Record<string, string | number>;

const i18n = setupI18n();

const catalogues: Record<string, () => Promise<{ default: object }>> = {
  en: () => import('./en.json'),
  es: () => import('./es.json'),
};

/** Will load the catalogue of `language`, English where we have no other. */
export async function speak(language: string): Promise<void> {
  const known = language in catalogues ? language : 'en';
  const messages = (await catalogues[known]?.())?.default as Messages;
  i18n.loadAndActivate({ locale: known, messages });
}

export function language(): string {
  return i18n.locale || 'en';
}

/** Will name the language of the portal as its speakers do: `English`, `Español`. */
export function languageName(): string {
  const name = new Intl.DisplayNames([language()], { type: 'language' }).of(language()) ?? language();
  return name.charAt(0).toLocaleUpperCase(language()) + name.slice(1);
}

/** Will return the sentence for `key` with its values filled in. */
export function t(key: WordKey, values?: WordValues): string {
  return i18n._(key, values);
}
