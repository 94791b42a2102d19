import { useState } from 'preact/hooks';
import { PasswordField } from '@/shared/LoginFields';
import { Button } from '@/ui/Button';
import { Form } from '@/ui/Form';
import { useAction } from '@/ui/useAction';
import { t } from '@/words/words';

interface NewPasswordProps {
  /** For password managers: whose password this is. */
  email?: string;
  action: string;
  onSave: (password: string) => Promise<void>;
}

/** One field, shown on wish: typing it twice proves less than seeing it. */
export function NewPassword({ email, action, onSave }: NewPasswordProps) {
  const [password, setPassword] = useState('');
  const [shown, setShown] = useState(false);
  const save = useAction(() => onSave(password));
  return (
    <Form onSubmit={() => save.run()} error={save.error}>
      {email && (
        <input
          type="email"
          class="visually-hidden"
          value={email}
          autocomplete="username"
          readOnly
          tabIndex={-1}
          aria-hidden="true"
        />
      )}
      <PasswordField
        kind="new_password"
        shown={shown}
        value={password}
        onInput={setPassword}
        error={save.error}
      />
      <label class="check">
        <input type="checkbox" checked={shown} onChange={(event) => setShown(event.currentTarget.checked)} />
        <span>{t('field.show_password')}</span>
      </label>
      <Button kind="primary" type="submit" block pending={save.pending}>
        {action}
      </Button>
    </Form>
  );
}
