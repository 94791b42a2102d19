import type { ComponentChildren } from 'preact';
import { ApiError, asApiError } from '@/api/errors';
import { t } from '@/words/words';
import { Button } from './Button';
import { Icon, type IconName } from './icons';
import { Whole } from './Whole';

type Tone = 'info' | 'good' | 'warn' | 'bad';
const icons: Record<Tone, IconName> = { info: 'info', good: 'check', warn: 'warn', bad: 'bad' };

interface NoticeProps {
  tone?: Tone;
  title?: string;
  /** Read out as soon as it appears. */
  live?: boolean;
  children?: ComponentChildren;
}

export function Notice({ tone = 'info', title, live, children }: NoticeProps) {
  return (
    <div class={`alert alert--${tone}`} role={live ? (tone === 'bad' ? 'alert' : 'status') : undefined}>
      <Icon name={icons[tone]} class="alert__icon" />
      <div class="alert__body">
        {title && (
          <p class="alert__title">
            <Whole text={title} />
          </p>
        )}
        {children}
      </div>
    </div>
  );
}

/** The words for an error: the server's own sentence, else ours by its kind. */
export function sentenceFor(error: unknown): string {
  const found = asApiError(error);
  if (found.status === 0) return t('error.offline');
  if (found.isPassing) return t('error.busy');
  return found.message || t('error.unexpected');
}

interface ErrorNoticeProps {
  error: unknown;
  title?: string;
  onRetry?: () => void;
}

export function ErrorNotice({ error, title, onRetry }: ErrorNoticeProps) {
  const reference = error instanceof ApiError && error.status >= 500 ? error.requestId : '';
  return (
    <Notice tone="bad" live {...(title ? { title } : {})}>
      <p>{sentenceFor(error)}</p>
      {reference && <p class="small">{t('error.reference', { reference })}</p>}
      {onRetry && (
        <p>
          <Button small onClick={onRetry}>
            {t('action.retry')}
          </Button>
        </p>
      )}
    </Notice>
  );
}
