import { useCallback } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { WalletFrame } from '@/shared/WalletFrame';
import { BackLink, useTitle } from '@/ui/bits';
import { t } from '@/words/words';

export default function NewMethodPage() {
  useTitle(t('new_method.title'));
  const [, navigate] = useLocation();
  const done = useCallback(
    (_: string, label: string) => navigate('/payment-methods', { replace: true, state: { added: label } }),
    [navigate],
  );
  const cancelled = useCallback(() => navigate('/payment-methods', { replace: true }), [navigate]);
  return (
    <div class="stack stack--loose narrow">
      <BackLink href="/payment-methods">{t('methods.title')}</BackLink>
      <div class="page-head">
        <h1>{t('new_method.title')}</h1>
        <p class="muted">{t('new_method.text')}</p>
      </div>
      <div class="card">
        <WalletFrame onDone={done} onCancel={cancelled} />
      </div>
    </div>
  );
}
