import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { t } from '@/words/words';
import { useTried } from './Form';
import { Icon } from './icons';

export interface FieldIds {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': boolean | undefined;
}

interface FieldProps {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  small?: boolean;
  children: (ids: FieldIds) => ComponentChildren;
}

/** A label, a hint, a control and what is wrong with it, tied together for every reader. */
export function Field({ label, hint, error, small, children }: FieldProps) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div class={`field${error ? ' field--invalid' : ''}${small ? ' field--small' : ''}`}>
      <label class="field__label" for={id}>
        {label}
      </label>
      {hint && (
        <span class="field__hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': error ? true : undefined })}
      {error && <FieldError id={`${id}-error`} text={error} />}
    </div>
  );
}

export function FieldError({ id, text }: { id?: string; text: string }) {
  return (
    <span class="field__error" id={id}>
      <Icon name="bad" />
      <span>
        <span class="visually-hidden">{t('error.prefix')} </span>
        {text}
      </span>
    </span>
  );
}

interface TextFieldProps {
  label: string;
  name: string;
  value: string;
  onInput: (value: string) => void;
  type?: 'text' | 'email' | 'password' | 'date';
  autocomplete?: string;
  hint?: string;
  error?: string | undefined;
  /** What to say when the field is sent empty; a field without it may stay empty. */
  missing?: string;
  small?: boolean;
}

export function TextField({ label, hint, missing, small, onInput, type = 'text', ...rest }: TextFieldProps) {
  const tried = useTried();
  const { error: refused, ...plain } = rest;
  const error = missing && tried && !rest.value.trim() ? missing : refused;
  return (
    <Field label={label} hint={hint} error={error} small={small ?? false}>
      {(ids) => (
        <input
          {...ids}
          {...plain}
          type={type}
          required={missing !== undefined}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
