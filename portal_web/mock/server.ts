/** Serves the built app with two lenders on two hosts and the wallet on a third, under the real policy. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname } from 'node:path';
import { lenders } from './lenders.ts';
import { MockPortal } from './portal.ts';

const port = Number(process.env.PORT ?? 8123);
const dist = new URL('../dist/', import.meta.url);
const walletOrigin = `http://wallet.localhost:${port}`;
const portals = new Map(
  lenders.map((lender) => [lender.host, new MockPortal(lender, () => new Date(), walletOrigin)]),
);
const kinds: Record<string, string> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};
const logo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 210 40"><path d="M4 34L18 6l7 14 4-7 9 21h-8l-3-7-4 7h-6l1-3-3-6-5 9z" fill="#e4572e"/><text x="48" y="28" font-family="Manrope,Arial,sans-serif" font-weight="800" font-size="24" fill="INK">Northline</text></svg>`;

const typefaces = new URL('../../branding/static/branding/fonts/', import.meta.url);

/** The faces that the branding package hosts, as a theme file declares them. */
const faces = readdirSync(typefaces)
  .filter((file) => file.endsWith('.woff2'))
  .map((file) => {
    const family = file
      .replace(/-[0-9a-f]+\.woff2$/, '')
      .replace(/(^|-)([a-z])/g, (_, dash, letter) => (dash ? ' ' : '') + letter.toUpperCase());
    return `@font-face{font-family:"${family}";font-weight:100 900;font-display:swap;src:url("/static/branding/fonts/${file}") format("woff2")}`;
  })
  .join('');

interface Chunk {
  file: string;
  css?: string[];
}

const manifest = (): Record<string, Chunk> =>
  JSON.parse(readFileSync(new URL('manifest.json', dist), 'utf8'));

function policy(frames: string, ancestors: string): string {
  return `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; frame-src ${frames}; form-action 'self'; base-uri 'none'; frame-ancestors ${ancestors}; object-src 'none'`;
}

function entry(name: string): string {
  const chunk = manifest()[name];
  const css = (chunk?.css ?? []).map((file) => `<link rel="stylesheet" href="/static/web/${file}">`).join('');
  return `${css}<script type="module" src="/static/web/${chunk?.file}"></script>`;
}

function shell(portal: MockPortal): string {
  const { lender } = portal;
  const data = JSON.stringify(portal.bootstrap()).replaceAll('<', '\\u003c');
  return `<!doctype html><html lang="${lender.bootstrap.language}" data-theme="light" ${lender.attributes}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${lender.bootstrap.brand.portal_name}</title><link rel="stylesheet" href="/theme/mock.css">${entry('src/main.tsx')}<script type="application/json" id="bootstrap">${data}</script></head><body><div id="app"></div></body></html>`;
}

function frame(capture: string): string {
  const parent = portals.values().next().value;
  return `<!doctype html><html lang="en" ${parent?.lender.attributes}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Bank account</title><link rel="stylesheet" href="/theme/mock.css">${entry('src/wallet/main.ts')}</head><body><div id="wallet" data-capture="${capture}" data-lender-name="${parent?.lender.bootstrap.lender.name}" data-parent-origin="http://auto.localhost:${port}"></div></body></html>`;
}

function send(
  response: ServerResponse,
  type: string,
  body: string | Buffer,
  headers: Record<string, string> = {},
): void {
  response.writeHead(200, { 'Content-Type': `${type}; charset=utf-8`, ...headers });
  response.end(body);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

async function api(
  portal: MockPortal,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const body = await bodyOf(request);
  const headers = new Headers(
    Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]),
  );
  const answer = await portal.handle(
    new Request(url, { method: request.method ?? 'GET', headers, ...(body ? { body } : {}) }),
  );
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(await answer.text());
}

async function wallet(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
  if (request.method === 'GET') {
    send(response, 'text/html', frame('c1'), {
      'Content-Security-Policy': policy("'none'", `http://auto.localhost:${port}`),
    });
    return;
  }
  const typed = JSON.parse(await bodyOf(request)) as {
    account_number: string;
    account_type: string;
    holder_name: string;
  };
  const portal = portals.get('auto.localhost');
  const last4 = typed.account_number.slice(-4);
  const label = `${typed.account_type === 'savings' ? 'Savings' : 'Checking'} ••${last4}`;
  const first = portal?.methods[0];
  const method_id = crypto.randomUUID();
  if (portal && first)
    portal.methods.push({
      ...first,
      id: method_id,
      label,
      last4,
      holder_name: typed.holder_name,
      bank_name: null,
    });
  response.writeHead(201, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ method_id, last4, label, path: url.pathname }));
}

createServer(async (request, response) => {
  const host = (request.headers.host ?? '').split(':')[0] ?? '';
  const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
  const portal = portals.get(host);
  if (url.pathname.startsWith('/static/')) {
    const own = url.pathname.startsWith('/static/web/');
    const name = url.pathname.replace(/^\/static\/(web|branding\/fonts)\//, '');
    const file = new URL(name, own ? dist : typefaces);
    if (!existsSync(file)) return response.writeHead(404).end();
    return send(response, kinds[extname(file.pathname)] ?? 'application/octet-stream', readFileSync(file));
  }
  if (url.pathname === '/theme/mock.css')
    return send(response, 'text/css', faces + ((portal?.lender ?? lenders[0])?.theme ?? ''));
  if (url.pathname.startsWith('/media/'))
    return send(response, 'image/svg+xml', logo.replace('INK', '#0d1b2f'));
  if (host === 'wallet.localhost') return wallet(request, response, url);
  if (!portal) return response.writeHead(404).end('No portal here.');
  if (url.pathname.startsWith('/api/v1/')) return api(portal, request, response, url);
  if (url.pathname === '/mock/reset') {
    portals.set(host, new MockPortal(portal.lender, () => new Date(), walletOrigin));
    return send(response, 'text/plain', 'done');
  }
  if (url.pathname === '/mock/payments') {
    portal.switchPayments(url.searchParams.get('on') === '1');
    return send(response, 'text/plain', 'done');
  }
  return send(response, 'text/html', shell(portal), {
    'Content-Security-Policy': policy(walletOrigin, "'none'"),
  });
}).listen(port, '127.0.0.1', () => {
  for (const { host } of lenders) console.log(`http://${host}:${port}  any email, password "right"`);
});
