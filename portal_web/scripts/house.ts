/** The house rules that no other tool knows: colours, sizes of files, who may import whom, no inline style. */
import { readdirSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const longest = 250;
const generated = new Set(['src/api/schema.d.ts']);
const mayNameColours = /^src\/styles\/tokens[^/]*\.css$/;
const colour =
  /#[0-9a-f]{3,8}\b(?![^{]*\{)|\b(?:rgba?|hsla?|oklch|oklab|lab|lch)\(|:\s*(?:white|red|green|blue|gr[ae]y)\b/i;
const mixing = /color-mix\(in oklab,[^;]*/g;

interface Layer {
  in: RegExp;
  mustNotImport: RegExp;
  because: string;
}

const layers: Layer[] = [
  {
    in: /^src\/(ui|format|words|api)\//,
    mustNotImport: /@\/(features|app|shared)\//,
    because: 'it is below them',
  },
  { in: /^src\/shared\//, mustNotImport: /@\/(features|app)\//, because: 'it is below them' },
  { in: /^src\/features\//, mustNotImport: /@\/app\//, because: 'it is below it' },
  { in: /^src\/wallet\//, mustNotImport: /@\//, because: 'the frame is a bundle of its own' },
];

export function problemsIn(path: string, text: string): string[] {
  const problems: string[] = [];
  const lines = text.split('\n');
  if (!generated.has(path) && lines.length - 1 > longest) {
    problems.push(`${path}: ${lines.length - 1} lines, ${longest} at most`);
  }
  if (path.startsWith('src/')) {
    lines.forEach((line, at) => {
      for (const problem of problemsOfLine(path, line)) problems.push(`${path}:${at + 1}: ${problem}`);
    });
  }
  return problems;
}

function problemsOfLine(path: string, line: string): string[] {
  const found: string[] = [];
  const bare = line.replace(mixing, '');
  const styled = /\.(css|tsx|ts)$/.test(path) && !mayNameColours.test(path) && !generated.has(path);
  if (styled && path.endsWith('.css') && colour.test(bare)) found.push('a colour outside the tokens');
  if (styled && !path.endsWith('.css') && /['"`](#[0-9a-f]{3,8}|rgba?\(|hsla?\()/i.test(bare)) {
    found.push('a colour outside the tokens');
  }
  if (/dangerouslySetInnerHTML|\.innerHTML|insertAdjacentHTML|\beval\(/.test(line)) {
    found.push('markup or code made from text');
  }
  const target = /from '([^']+)'/.exec(line)?.[1] ?? /import\('([^']+)'\)/.exec(line)?.[1];
  if (target) found.push(...problemsOfImport(path, target));
  return found;
}

function problemsOfImport(path: string, target: string): string[] {
  const found = layers
    .filter((layer) => layer.in.test(path) && layer.mustNotImport.test(target))
    .map((layer) => `imports ${target}: ${layer.because}`);
  const own = /^src\/features\/([^/]+)\//.exec(path)?.[1];
  const other = /^@\/features\/([^/]+)\//.exec(target)?.[1];
  if (own && (other ? other !== own : target.startsWith('../../'))) {
    found.push(`imports ${target}: features do not import each other`);
  }
  return found;
}

function filesIn(folder: string): string[] {
  return readdirSync(`${root}${folder}`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|css)$/.test(entry.name))
    .map((entry) => relative(root, `${entry.parentPath}/${entry.name}`));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = ['src', 'mock', 'scripts'].flatMap(filesIn);
  const problems = files.flatMap((path) => problemsIn(path, readFileSync(`${root}${path}`, 'utf8')));
  for (const problem of problems) console.error(problem);
  console.log(`${files.length} files read, ${problems.length} against the house rules`);
  process.exit(problems.length > 0 ? 1 : 0);
}
