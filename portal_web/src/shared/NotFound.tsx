import { useEffect } from 'preact/hooks';
import { pageReplaced } from '@/ui/arriving';
import { ButtonLink } from '@/ui/Button';
import { useTitle } from '@/ui/bits';
import { t } from '@/words/words';
import { PaymentsOff } from './PaymentsOff';

/**
 * One page for every path that is not there, a section that is off included. Where payments are off, it tells how to
 * pay whatever the path was: somebody whose pay page went away reads it, and no path tells that it was one.
 */
export function NotFound() {
  useTitle(t('not_found.title'));
  useEffect(() => pageReplaced.tell(), []);
  return (
    <div class="stack stack--loose">
      <h1>{t('not_found.title')}</h1>
      <p class="prose">{t('not_found.text')}</p>
      <PaymentsOff />
      <div>
        <ButtonLink kind="primary" href="/accounts">
          {t('not_found.action')}
        </ButtonLink>
      </div>
    </div>
  );
}
