import { useState } from 'preact/hooks';
import { api, ask } from '@/api/client';
import { useBootstrap } from '@/shared/bootstrap';
import { PasswordField } from '@/shared/LoginFields';
import { useSignOut } from '@/shared/signOut';
import { Button } from '@/ui/Button';
import { Facts, useTitle } from '@/ui/bits';
import { Form } from '@/ui/Form';
import { ErrorNotice, Notice } from '@/ui/Notice';
import { useAction } from '@/ui/useAction';
import { languageName, t } from '@/words/words';

export default function ProfilePage() {
  useTitle(t('profile.title'));
  const { viewer, lender } = useBootstrap();
  if (!viewer) return null;
  return (
    <div class="stack stack--loose narrow">
      <h1>{t('profile.title')}</h1>
      <section class="card">
        <Facts
          items={[
            { label: t('profile.name'), value: viewer.name },
            { label: t('field.email'), value: viewer.email },
            { label: t('profile.language'), value: languageName() },
          ]}
        />
        <p class="muted small">{t('profile.change_hint', { lender: lender.name })}</p>
      </section>
      <ChangePassword />
      <Sessions />
    </div>
  );
}

function ChangePassword() {
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const [done, setDone] = useState(false);
  const change = useAction(async () => {
    setDone(false);
    await ask(api.POST('/api/v1/password/change', { body: { current_password: current, password } }));
    setCurrent('');
    setPassword('');
    setDone(true);
  });
  return (
    <section class="card stack" aria-labelledby="password-title">
      <h2 id="password-title" class="card__title">
        {t('profile.password')}
      </h2>
      {done && <Notice tone="good" live title={t('profile.password.done')} />}
      <Form onSubmit={() => change.run()} error={change.error}>
        <PasswordField kind="current_password" value={current} onInput={setCurrent} error={change.error} />
        <PasswordField kind="new_password" value={password} onInput={setPassword} error={change.error} />
        <div class="form__actions">
          <Button kind="primary" type="submit" pending={change.pending}>
            {t('profile.password.action')}
          </Button>
        </div>
      </Form>
    </section>
  );
}

function Sessions() {
  const signOut = useSignOut();
  const leave = useAction((everywhere: boolean) => signOut(everywhere));
  return (
    <section class="card stack" aria-labelledby="sessions-title">
      <h2 id="sessions-title" class="card__title">
        {t('profile.sessions')}
      </h2>
      <p class="muted">{t('profile.sessions.text')}</p>
      {leave.error && <ErrorNotice error={leave.error} title={t('menu.failed')} />}
      <div class="row">
        <Button pending={leave.pending} onClick={() => leave.run(false)}>
          {t('menu.log_out')}
        </Button>
        <Button kind="danger" pending={leave.pending} onClick={() => leave.run(true)}>
          {t('menu.log_out_everywhere')}
        </Button>
      </div>
    </section>
  );
}
