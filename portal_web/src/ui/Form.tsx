import { type ComponentChildren, createContext } from 'preact';
import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import type { ApiError } from '@/api/errors';
import { ErrorNotice } from './Notice';

interface FormProps {
  onSubmit: () => void;
  error: ApiError | null;
  errorTitle?: string;
  children: ComponentChildren;
}

/** Whether somebody has tried to send the form: only then is an empty field blamed. */
const Tried = createContext(false);
export const useTried = () => useContext(Tried);

/**
 * A form that sends nothing while a required field is empty. It shows what the server refused, and puts the focus
 * on the first field to put right.
 */
export function Form({ onSubmit, error, errorTitle, children }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const [tried, setTried] = useState(false);
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
        const empty = [...event.currentTarget.querySelectorAll<HTMLInputElement>('input[required]')].find(
          (input) => !input.value.trim(),
        );
        setTried(empty !== undefined);
        if (empty) empty.focus();
        else onSubmit();
      }}
    >
      {error && !named && <ErrorNotice error={error} {...(errorTitle ? { title: errorTitle } : {})} />}
      <Tried.Provider value={tried}>{children}</Tried.Provider>
    </form>
  );
}
