import { readdirSync, readFileSync } from 'node:fs';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { describe, expect, it } from 'vitest';

const read = (language: string): Record<string, string> =>
  JSON.parse(readFileSync(`src/words/${language}.json`, 'utf8'));
const en = read('en');
const es = read('es');

/** The names of the values that a message takes, its plural branches included. */
function valuesOf(message: unknown, found = new Set<string>()): Set<string> {
  if (!Array.isArray(message)) return found;
  for (const token of message) {
    if (!Array.isArray(token)) continue;
    found.add(String(token[0]));
    for (const branch of Object.values(token[2] ?? {})) valuesOf(branch, found);
  }
  return found;
}

describe('the catalogues', () => {
  it('has every string in both languages and in the same order', () => {
    expect(Object.keys(es)).toEqual(Object.keys(en));
  });

  it('leaves no string empty', () => {
    const empty = [...Object.entries(en), ...Object.entries(es)].filter(([, text]) => !text.trim());

    expect(empty).toEqual([]);
  });

  it.each(Object.keys(en))('takes the same values in both languages: %s', (key) => {
    const [english, spanish] = [en[key] ?? '', es[key] ?? ''].map((text) => valuesOf(compileMessage(text)));

    expect([...(spanish ?? [])].sort()).toEqual([...(english ?? [])].sort());
  });

  it('has no string that no page says', () => {
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.tsx?$/.test(name),
    );
    const source = files.map((name) => readFileSync(`src/${name}`, 'utf8')).join('\n');
    const made = /^(tab|holder|schedule|expired|wallet|field|pay\.choice)\./;

    const unsaid = Object.keys(en).filter((key) => !made.test(key) && !source.includes(`'${key}'`));

    expect(unsaid).toEqual([]);
  });
});
