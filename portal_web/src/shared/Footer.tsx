import { t } from '@/words/words';
import { useBootstrap } from './bootstrap';

/** Help stands at the same place on every page. */
export function Footer() {
  const { brand } = useBootstrap();
  return (
    <footer class="app-footer">
      <div class="app-footer__inner">
        <div class="stack stack--tight">
          <Help />
          {brand.footer_text && <p>{brand.footer_text}</p>}
        </div>
        <LegalLinks />
      </div>
    </footer>
  );
}

export function Help() {
  const { brand } = useBootstrap();
  return (
    <p class="help">
      <span>
        {t('help.lead')} <a href={`mailto:${brand.support_email}`}>{brand.support_email}</a>
      </span>{' '}
      {brand.support_phone && (
        <a href={`tel:${brand.support_phone.replace(/[^\d+]/g, '')}`}>{brand.support_phone}</a>
      )}{' '}
      {brand.support_hours && <span>{brand.support_hours}</span>}
    </p>
  );
}

export function LegalLinks() {
  const { brand } = useBootstrap();
  return (
    <div class="app-footer__links">
      {brand.legal.map((link) => (
        <a key={link.url} href={link.url} rel="noopener">
          {link.label}
        </a>
      ))}
    </div>
  );
}
