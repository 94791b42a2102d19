import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Link } from 'wouter-preact';
import type { Money } from '@/api/types';
import { money } from '@/format/money';
import { t } from '@/words/words';
import { titleSet } from './arriving';
import { Icon } from './icons';
import { Whole } from './Whole';

export function Amount({ value }: { value: Money }) {
  return <span class="num">{money(value)}</span>;
}

export type Tone = 'plain' | 'good' | 'warn' | 'bad';

export function Badge({ tone, children }: { tone: Tone; children: ComponentChildren }) {
  return <span class={`badge${tone === 'plain' ? '' : ` badge--${tone}`}`}>{children}</span>;
}

export function BackLink({ href, children }: { href: string; children: ComponentChildren }) {
  return (
    <Link href={href} class="back-link">
      <Icon name="back" />
      {children}
    </Link>
  );
}

export interface Fact {
  label: ComponentChildren;
  value: ComponentChildren;
  total?: boolean;
}

export function Facts({ items, inline }: { items: Fact[]; inline?: boolean }) {
  return (
    <dl class={`facts${inline ? ' facts--inline' : ''}`}>
      {items.map((fact, at) => (
        <div key={at} class={fact.total ? 'facts__total' : undefined}>
          <dt>{fact.label}</dt>
          <dd>{typeof fact.value === 'string' ? <Whole text={fact.value} /> : fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface EmptyProps {
  title: string;
  text: string;
  children?: ComponentChildren;
}

export function Empty({ title, text, children }: EmptyProps) {
  return (
    <div class="card empty">
      <h2>{title}</h2>
      <p class="empty__text">{text}</p>
      {children}
    </div>
  );
}

/** A heading that takes the focus when a new step of a page stands in its place. */
export function StepTitle({ children, focus = true }: { children: ComponentChildren; focus?: boolean }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (focus) heading.current?.focus();
  }, [focus]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}

/** Sets the document's title, `Payments · Northline Auto`. */
export function useTitle(title: string): void {
  useEffect(() => {
    const portal = document.documentElement.dataset.portal ?? '';
    document.title = portal ? `${title} · ${portal}` : title;
    titleSet.tell();
  }, [title]);
}

/** Says that what is coming is coming, once, to those who cannot see the skeleton. */
export function Loading({ children }: { children: ComponentChildren }) {
  return (
    <div aria-busy="true">
      <span class="visually-hidden" role="status">
        {t('loading')}
      </span>
      <div aria-hidden="true">{children}</div>
    </div>
  );
}

type Bone = 'line' | 'short' | 'figure' | 'block' | 'button';

export function Bones({ of }: { of: Bone[] }) {
  return (
    <div class="stack">
      {of.map((bone, at) => (
        <span key={at} class={`skeleton skeleton--${bone}`} />
      ))}
    </div>
  );
}
