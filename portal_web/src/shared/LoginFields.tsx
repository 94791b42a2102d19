import type { ApiError } from '@/api/errors';
import { TextField } from '@/ui/Field';
import { t } from '@/words/words';

interface LoginFieldProps {
  value: string;
  onInput: (value: string) => void;
  /** What the server answered; each field finds its own sentence in it. */
  error: ApiError | null;
}

export function EmailField({ error, ...rest }: LoginFieldProps) {
  return (
    <TextField
      label={t('field.email')}
      missing={t('field.email.missing')}
      name="email"
      type="email"
      autocomplete="username"
      error={error?.fields.email}
      {...rest}
    />
  );
}

interface PasswordFieldProps extends LoginFieldProps {
  /** `password` when signing in, `current_password` where it must be proven again, `new_password` to choose one. */
  kind?: 'password' | 'current_password' | 'new_password';
  shown?: boolean;
}

export function PasswordField({ kind = 'password', shown, error, ...rest }: PasswordFieldProps) {
  const isNew = kind === 'new_password';
  const name = isNew ? 'password' : kind;
  return (
    <TextField
      label={t(`field.${kind}`)}
      missing={t(`field.${kind}.missing`)}
      name={name}
      type={shown ? 'text' : 'password'}
      autocomplete={isNew ? 'new-password' : 'current-password'}
      error={error?.fields[name]}
      {...(isNew ? { hint: t('field.new_password.hint') } : {})}
      {...rest}
    />
  );
}
