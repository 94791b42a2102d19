import { ButtonLink } from '@/ui/Button';
import { useTitle } from '@/ui/bits';
import { t } from '@/words/words';

/** One page for every path that is not there, a section that is off included. */
export function NotFound() {
  useTitle(t('not_found.title'));
  return (
    <div class="stack stack--loose">
      <h1>{t('not_found.title')}</h1>
      <p class="prose">{t('not_found.text')}</p>
      <div>
        <ButtonLink kind="primary" href="/accounts">
          {t('not_found.action')}
        </ButtonLink>
      </div>
    </div>
  );
}
