import { useQuery } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { api, ask } from '@/api/client';
import { asApiError } from '@/api/errors';
import { useBootstrap } from '@/shared/bootstrap';
import { Bones, Loading, useTitle } from '@/ui/bits';
import { ErrorNotice } from '@/ui/Notice';
import { t } from '@/words/words';
import { Door } from './Door';
import { useEnter, useLinkToken } from './entering';
import { LinkExpired } from './LinkExpired';
import { NewPassword } from './NewPassword';

export default function InvitationPage() {
  const { brand } = useBootstrap();
  useTitle(t('invitation.title'));
  const token = useLinkToken();
  const enter = useEnter();
  const look = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => ask(api.POST('/api/v1/invitation/look', { body: { token } })),
    refetchOnWindowFocus: false,
    enabled: token !== '',
  });
  const [expired, setExpired] = useState(false);
  if (token === '' || expired || asApiError(look.error).code === 'link_expired') {
    return <LinkExpired kind="invitation" />;
  }
  const accept = async (password: string) => {
    try {
      await ask(api.POST('/api/v1/invitation/accept', { body: { token, password } }));
    } catch (error) {
      if (asApiError(error).code !== 'link_expired') throw error;
      setExpired(true);
      return;
    }
    await enter();
  };
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
          <h1>{t('invitation.heading', { name: look.data.name })}</h1>
          <p>{t('invitation.text', { portal: brand.portal_name, email: look.data.email })}</p>
          <NewPassword email={look.data.email} action={t('invitation.action')} onSave={accept} />
        </>
      )}
    </Door>
  );
}
