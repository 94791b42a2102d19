import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { ApiError } from '@/api/errors';
import { ErrorNotice } from './Notice';

interface FormProps {
  onSubmit: () => void;
  error: ApiError | null;
  errorTitle?: string;
  children: ComponentChildren;
}

/** A form that shows what the server refused, and puts the focus on the first field to put right. */
export function Form({ onSubmit, error, errorTitle, children }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const named = error ? Object.keys(error.fields).length > 0 : false;
  useEffect(() => {
    if (named && error) form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [named, error]);
  return (
    <form
      ref={form}
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {error && !named && <ErrorNotice error={error} {...(errorTitle ? { title: errorTitle } : {})} />}
      {children}
    </form>
  );
}
