import type { ComponentChildren } from 'preact';
import { Link } from 'wouter-preact';
import { useBootstrap } from '@/shared/bootstrap';
import { Footer } from '@/shared/Footer';
import { Logo } from '@/shared/Logo';
import { t, type WordKey } from '@/words/words';
import { IdleWatch } from './IdleWatch';
import { NameMenu } from './NameMenu';

interface NavItem {
  href: string;
  label: WordKey;
  section?: string;
}

const items: NavItem[] = [
  { href: '/accounts', label: 'nav.accounts' },
  { href: '/payments', label: 'nav.payments', section: 'payments' },
  { href: '/payment-methods', label: 'nav.methods', section: 'payments' },
];

function isWithin(path: string, href: string): boolean {
  return path === href || path.startsWith(`${href}/`);
}

export function Shell({ path, children }: { path: string; children: ComponentChildren }) {
  const { sections } = useBootstrap();
  const offered = items.filter((item) => !item.section || sections.includes(item.section));
  return (
    <div class="app">
      <a class="skip-link" href="#main">
        {t('nav.skip')}
      </a>
      <header class="app-header">
        <div class="app-header__inner">
          <Link href="/accounts" class="app-header__brand">
            <Logo place="header" />
          </Link>
          <nav class="app-nav" aria-label={t('nav.label')}>
            <ul class="app-nav__list">
              {offered.map((item) => (
                <li key={item.href}>
                  <Link
                    href={item.href}
                    class="app-nav__link"
                    aria-current={isWithin(path, item.href) ? 'page' : undefined}
                  >
                    {t(item.label)}
                  </Link>
                </li>
              ))}
            </ul>
          </nav>
          <NameMenu />
        </div>
      </header>
      <main class="app-main" id="main" tabIndex={-1}>
        {children}
      </main>
      <Footer />
      <IdleWatch />
    </div>
  );
}
