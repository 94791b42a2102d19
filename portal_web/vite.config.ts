import { fileURLToPath } from 'node:url';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** Compiles the ICU catalogues while building, so that no parser is shipped to the browser. */
function words(): Plugin {
  return {
    name: 'portico-words',
    enforce: 'pre',
    transform(code, id) {
      if (!/\/words\/[a-z]{2}\.json$/.test(id)) return null;
      const catalogue = JSON.parse(code) as Record<string, string>;
      const compiled = Object.entries(catalogue).map(([key, text]) => [key, compileMessage(text)]);
      return { code: JSON.stringify(Object.fromEntries(compiled)), map: null };
    },
  };
}

export default defineConfig({
  base: '/static/web/',
  plugins: [words()],
  publicDir: false,
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    manifest: 'manifest.json',
    // The content security policy allows no data: images or fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        app: 'src/main.tsx',
        wallet: 'src/wallet/main.ts',
        console: 'src/styles/console.css',
      },
    },
  },
  test: {
    environment: 'happy-dom',
    setupFiles: ['src/test/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}', 'scripts/*.test.ts'],
    restoreMocks: true,
  },
});
