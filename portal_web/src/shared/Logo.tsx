import { useBootstrap } from './bootstrap';

export function Logo() {
  const { brand } = useBootstrap();
  return brand.logo_url ? (
    <img src={brand.logo_url} alt={brand.logo_alt} />
  ) : (
    <span>{brand.portal_name}</span>
  );
}
