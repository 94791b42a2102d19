import { useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { useHistoryState } from 'wouter-preact/use-browser-location';
import { api, ask } from '@/api/client';
import { useBootstrap } from '@/shared/bootstrap';
import { EmailField, PasswordField } from '@/shared/LoginFields';
import { rememberReturn } from '@/shared/returning';
import { Button } from '@/ui/Button';
import { useTitle } from '@/ui/bits';
import { Form } from '@/ui/Form';
import { Notice } from '@/ui/Notice';
import { useAction } from '@/ui/useAction';
import { t } from '@/words/words';
import { Door } from './Door';
import { useEnter } from './entering';

interface Came {
  ended?: boolean;
  left?: boolean;
}

export default function SignInPage({ wanted }: { wanted?: string }) {
  const { brand, demo } = useBootstrap();
  useTitle(t('sign_in.title'));
  const came = useHistoryState<Came | null>();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const enter = useEnter();
  const signIn = useAction(async () => {
    if (wanted && wanted !== '/') rememberReturn(wanted);
    await ask(api.POST('/api/v1/sign-in', { body: { email: email.trim(), password } }));
    await enter();
  });
  return (
    <Door>
      <h1>{t('sign_in.heading', { portal: brand.portal_name })}</h1>
      {came?.ended && !signIn.error && (
        <Notice tone="warn" live title={t('sign_in.ended.title')}>
          <p>{t('sign_in.ended.text')}</p>
        </Notice>
      )}
      {came?.left && !signIn.error && <Notice tone="good" live title={t('sign_in.left')} />}
      <Form onSubmit={() => signIn.run()} error={signIn.error} errorTitle={t('sign_in.failed')}>
        <EmailField value={email} onInput={setEmail} error={signIn.error} />
        <PasswordField value={password} onInput={setPassword} error={signIn.error} />
        <Button kind="primary" type="submit" block pending={signIn.pending}>
          {t('sign_in.action')}
        </Button>
        <p>
          <Link href="/forgot-password">{t('sign_in.forgot')}</Link>
        </p>
      </Form>
      {demo && <DemoNote mailUrl={demo.mail_url} />}
    </Door>
  );
}

function DemoNote({ mailUrl }: { mailUrl: string }) {
  return (
    <Notice title={t('demo.title')}>
      <p class="small">
        <a href={mailUrl}>{t('demo.mail')}</a>
      </p>
    </Notice>
  );
}
