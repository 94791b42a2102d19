import type { Brand } from '@/api/types';
import { useBootstrap } from './bootstrap';

export type Place = 'header' | 'hero';
type Ground = 'light' | 'dark' | 'scheme';

/** Will tell whether the ground at `place` is light, dark, or as light as the reader's colour scheme. */
export function groundAt(brand: Brand, place: Place): Ground {
  const ground = brand.attributes[`data-${place}-ground`];
  return ground === 'dark' || ground === 'scheme' ? ground : 'light';
}

/** True where the lender has drawn a logo for the ground at `place`. */
export function hasLogoFor(brand: Brand, place: Place): boolean {
  return groundAt(brand, place) === 'light' ? brand.logo_url !== null : brand.logo_on_dark_url !== null;
}

/** The lender's logo as drawn for the ground it stands on, else its name in its own type. */
export function Logo({ place }: { place: Place }) {
  const { brand } = useBootstrap();
  const light = brand.logo_url ?? brand.logo_on_dark_url;
  const dark = brand.logo_on_dark_url ?? brand.logo_url;
  if (!light || !dark) return <span>{brand.portal_name}</span>;
  const ground = groundAt(brand, place);
  return (
    <picture>
      {ground === 'scheme' && <source srcset={dark} media="(prefers-color-scheme: dark)" />}
      <img src={ground === 'dark' ? dark : light} alt={brand.logo_alt || brand.portal_name} />
    </picture>
  );
}
