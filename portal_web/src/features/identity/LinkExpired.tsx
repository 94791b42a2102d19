import { ButtonLink } from '@/ui/Button';
import { StepTitle } from '@/ui/bits';
import { t } from '@/words/words';
import { Door } from './Door';

/** A mailed link that has been used, replaced or left too long, and what to do instead. */
export function LinkExpired({ kind }: { kind: 'reset' | 'invitation' }) {
  return (
    <Door>
      <StepTitle>{t(`expired.${kind}.title`)}</StepTitle>
      <p>{t(`expired.${kind}.text`)}</p>
      <div>
        <ButtonLink kind="primary" href={kind === 'reset' ? '/forgot-password' : '/sign-in'}>
          {t(`expired.${kind}.action`)}
        </ButtonLink>
      </div>
    </Door>
  );
}
