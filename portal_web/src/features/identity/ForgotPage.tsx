import { useState } from 'preact/hooks';
import { api, ask } from '@/api/client';
import { EmailField } from '@/shared/LoginFields';
import { Button } from '@/ui/Button';
import { BackLink, StepTitle, useTitle } from '@/ui/bits';
import { Form } from '@/ui/Form';
import { useAction } from '@/ui/useAction';
import { t } from '@/words/words';
import { Door } from './Door';

export default function ForgotPage() {
  useTitle(t('forgot.title'));
  const [email, setEmail] = useState('');
  const [sent, setSent] = useState(false);
  const send = useAction(async () => {
    await ask(api.POST('/api/v1/password/forgot', { body: { email: email.trim() } }));
    setSent(true);
  });
  return (
    <Door>
      <BackLink href="/sign-in">{t('forgot.back')}</BackLink>
      {sent ? (
        <>
          <StepTitle>{t('forgot.sent.title')}</StepTitle>
          <p>{t('forgot.sent.text', { email: email.trim() })}</p>
          <p class="muted">{t('forgot.sent.nothing')}</p>
        </>
      ) : (
        <>
          <h1>{t('forgot.title')}</h1>
          <p>{t('forgot.text')}</p>
          <Form onSubmit={() => send.run()} error={send.error}>
            <EmailField value={email} onInput={setEmail} error={send.error} />
            <Button kind="primary" type="submit" block pending={send.pending}>
              {t('forgot.action')}
            </Button>
          </Form>
        </>
      )}
    </Door>
  );
}
