import { useQuery } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { api, ask } from '@/api/client';
import { asApiError } from '@/api/errors';
import { Bones, Loading, useTitle } from '@/ui/bits';
import { ErrorNotice } from '@/ui/Notice';
import { t } from '@/words/words';
import { Door } from './Door';
import { useEnter, useLinkToken } from './entering';
import { LinkExpired } from './LinkExpired';
import { NewPassword } from './NewPassword';

export default function ResetPage() {
  useTitle(t('reset.title'));
  const token = useLinkToken();
  const enter = useEnter();
  const look = useQuery({
    queryKey: ['reset', token],
    // What is kept may not be undefined, and this answer has no body.
    queryFn: async () => {
      await ask(api.POST('/api/v1/password/reset/look', { body: { token } }));
      return true;
    },
    refetchOnWindowFocus: false,
    enabled: token !== '',
  });
  const [expired, setExpired] = useState(false);
  const save = async (password: string) => {
    try {
      await ask(api.POST('/api/v1/password/reset', { body: { token, password } }));
    } catch (error) {
      if (asApiError(error).code !== 'link_expired') throw error;
      setExpired(true);
      return;
    }
    await enter();
  };
  if (token === '' || expired || asApiError(look.error).code === 'link_expired') {
    return <LinkExpired kind="reset" />;
  }
  return (
    <Door>
      {look.error && <ErrorNotice error={look.error} onRetry={() => look.refetch()} />}
      {look.isPending && (
        <Loading>
          <Bones of={['figure', 'line', 'button']} />
        </Loading>
      )}
      {look.data && (
        <>
          <h1>{t('reset.title')}</h1>
          <p>{t('reset.text')}</p>
          <NewPassword action={t('reset.action')} onSave={save} />
        </>
      )}
    </Door>
  );
}
