import { useState } from 'preact/hooks';
import { api, ask } from '@/api/client';
import { asApiError } from '@/api/errors';
import { useTitle } from '@/ui/bits';
import { t } from '@/words/words';
import { Door } from './Door';
import { useEnter, useLinkToken } from './entering';
import { LinkExpired } from './LinkExpired';
import { NewPassword } from './NewPassword';

export default function ResetPage() {
  useTitle(t('reset.title'));
  const token = useLinkToken();
  const [expired, setExpired] = useState(token === '');
  const enter = useEnter();
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
  if (expired) return <LinkExpired kind="reset" />;
  return (
    <Door>
      <h1>{t('reset.title')}</h1>
      <p>{t('reset.text')}</p>
      <NewPassword action={t('reset.action')} onSave={save} />
    </Door>
  );
}
