import { useTitle } from '@/ui/bits';
import { ErrorNotice } from '@/ui/Notice';
import { t } from '@/words/words';

/** Stands where the page would be when the server cannot be reached at all. */
export function Unreachable({ error }: { error: unknown }) {
  useTitle(t('unreachable.title'));
  return (
    <main class="app-main app-main--narrow stack" id="main" tabIndex={-1}>
      <h1>{t('unreachable.title')}</h1>
      <ErrorNotice error={error} onRetry={() => location.reload()} />
    </main>
  );
}
