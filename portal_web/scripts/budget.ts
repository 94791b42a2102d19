/** Fails where the first useful paint of the accounts page needs more script than its budget. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

interface Chunk {
  file: string;
  imports?: string[];
}

const budget = 100_000;
const aim = 45_000;
const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('manifest.json', dist), 'utf8')) as Record<string, Chunk>;

function reach(key: string, found: Set<string>): Set<string> {
  const chunk = manifest[key];
  if (!chunk) throw new Error(`The build has no ${key}.`);
  if (found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const next of chunk.imports ?? []) reach(next, found);
  return found;
}

const size = (file: string) => gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length;
const sum = (files: Set<string>) => [...files].reduce((total, file) => total + size(file), 0);

// The entry draws the accounts page by itself; the words of the largest language come with it.
const entry = reach('src/main.tsx', new Set());
const words = Math.max(
  ...['en', 'es'].map((language) => sum(reach(`src/words/${language}.json`, new Set()))),
);
const total = sum(entry) + words;
const wallet = sum(reach('src/wallet/main.ts', new Set()));

console.log(`accounts page: ${total} bytes of script, gzipped (budget ${budget}, aim ${aim})`);
console.log(`wallet frame: ${wallet} bytes of script, gzipped (budget 12000)`);
if (total > budget || wallet > 12_000) {
  console.error('The script budget is spent: load what the first page does not need later.');
  process.exit(1);
}
