const key = 'portico.return';

/** Will keep the path for after signing in; in this tab only. */
export function rememberReturn(path: string): void {
  sessionStorage.setItem(key, path);
}

/** Will give the remembered path once, and only one of our own pages; else the accounts page. */
export function takeReturn(): string {
  const path = sessionStorage.getItem(key) ?? '';
  sessionStorage.removeItem(key);
  return /^\/(accounts|payments|payment-methods|profile)(\/|$)/.test(path) ? path : '/accounts';
}
