import { useEffect } from 'preact/hooks';
import { api, ask } from '@/api/client';
import { signedOut } from '@/api/signals';
import { useBootstrap } from '@/shared/bootstrap';
import { useSignOut } from '@/shared/signOut';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { t } from '@/words/words';
import { touch, useIdle } from './idle';

/** Warns before an idle session ends, and takes the person to the sign-in page once it has. */
export function IdleWatch() {
  const { idle } = useBootstrap();
  const signOut = useSignOut();
  const state = useIdle({ timeoutSeconds: idle.timeout_seconds, warnSeconds: idle.warn_seconds });
  const over = state.kind === 'over';
  useEffect(() => {
    if (!over) return;
    // The server gives a minute's grace, in which reading anything would wake the session up again: so end it.
    ask(api.POST('/api/v1/sign-out', { body: { everywhere: false } }))
      .catch(() => undefined)
      .finally(() => signedOut.tell());
  }, [over]);

  if (state.kind !== 'warning') return null;
  return (
    <Dialog title={t('idle.title')} onClose={touch}>
      <p>{t('idle.text')}</p>
      <p class="sum" role="timer">
        {t('idle.left', { seconds: state.secondsLeft })}
      </p>
      <div class="row">
        <Button kind="primary" onClick={touch}>
          {t('idle.stay')}
        </Button>
        <Button kind="quiet" onClick={() => signOut(false)}>
          {t('menu.log_out')}
        </Button>
      </div>
    </Dialog>
  );
}
