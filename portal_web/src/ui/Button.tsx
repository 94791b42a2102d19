import type { ComponentChildren } from 'preact';
import { Link } from 'wouter-preact';

type Kind = 'primary' | 'plain' | 'quiet' | 'danger';

interface Look {
  kind?: Kind;
  small?: boolean;
  block?: boolean;
  /** A quiet button whose words stand in line with what is above it. */
  flush?: boolean;
  children: ComponentChildren;
}

function look({ kind = 'plain', small, block, flush }: Look): string {
  const variants = [kind !== 'plain' && kind, small && 'small', block && 'block', flush && 'flush'];
  return ['btn', ...variants.filter(Boolean).map((variant) => `btn--${variant}`)].join(' ');
}

interface ButtonProps extends Look {
  type?: 'button' | 'submit';
  /** The work is under way: the button says so and takes no second click. */
  pending?: boolean;
  label?: string;
  onClick?: () => void;
}

export function Button({ type = 'button', pending = false, label, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      class={look(rest)}
      aria-disabled={pending || undefined}
      aria-busy={pending || undefined}
      aria-label={label}
      onClick={(event) => {
        if (pending) event.preventDefault();
        else onClick?.();
      }}
    >
      {pending && <span class="btn__spin" aria-hidden="true" />}
      {rest.children}
    </button>
  );
}

export function ButtonLink({ href, label, ...rest }: Look & { href: string; label?: string }) {
  return (
    <Link href={href} class={look(rest)} aria-label={label}>
      {rest.children}
    </Link>
  );
}
