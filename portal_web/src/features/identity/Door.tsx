import type { ComponentChildren } from 'preact';
import { useBootstrap } from '@/shared/bootstrap';
import { Help, LegalLinks } from '@/shared/Footer';
import { hasLogoFor, Logo } from '@/shared/Logo';

/** The page before signing in: the lender at one side, one form at the other. */
export function Door({ children }: { children: ComponentChildren }) {
  const { brand } = useBootstrap();
  const hasLogo = brand.logo_url !== null || brand.logo_on_dark_url !== null;
  // A logo that is not drawn for the picture stands on the header's colour instead.
  const onHeader = hasLogo && !hasLogoFor(brand, 'hero');
  return (
    <div class="door">
      <header class={`door__side${brand.hero_url ? ' door__side--picture' : ''}`}>
        <p class={`door__brand${onHeader ? ' door__brand--logo' : ''}`}>
          <Logo place={onHeader ? 'header' : 'hero'} />
        </p>
        <div class="door__words">
          <p class="door__title">{brand.sign_in_title}</p>
          <p class="door__text">{brand.sign_in_text}</p>
        </div>
      </header>
      <main class="door__main" id="main" tabIndex={-1}>
        <div class="door__form">{children}</div>
        <footer class="door__foot">
          <Help />
          <LegalLinks />
        </footer>
      </main>
    </div>
  );
}
