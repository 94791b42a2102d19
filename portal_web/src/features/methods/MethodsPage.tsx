import { useQuery, useQueryClient } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { useHistoryState } from 'wouter-preact/use-browser-location';
import { api, ask } from '@/api/client';
import { methodsQuery } from '@/api/queries';
import type { PaymentMethod } from '@/api/types';
import { dayOfInstant } from '@/format/dates';
import { Button, ButtonLink } from '@/ui/Button';
import { Badge, Bones, Empty, Loading, type Tone, useTitle } from '@/ui/bits';
import { Dialog } from '@/ui/Dialog';
import { ErrorNotice, Notice } from '@/ui/Notice';
import { useAction } from '@/ui/useAction';
import { t } from '@/words/words';

const tones: Record<PaymentMethod['validation'], Tone> = {
  not_required: 'good',
  verified: 'good',
  pending: 'warn',
  failed: 'bad',
};

export default function MethodsPage() {
  useTitle(t('methods.title'));
  const methods = useQuery(methodsQuery());
  const came = useHistoryState<{ added?: string } | null>();
  const [gone, setGone] = useState('');
  const items = methods.data?.items ?? [];
  const news = gone
    ? t('methods.deleted', { method: gone })
    : came?.added && t('methods.added', { method: came.added });
  return (
    <div class="stack stack--loose">
      <div class="row row--between">
        <h1>{t('methods.title')}</h1>
        {items.length > 0 && (
          <ButtonLink kind="primary" href="/payment-methods/new">
            {t('methods.add')}
          </ButtonLink>
        )}
      </div>
      {news && <Notice tone="good" live title={news} />}
      {methods.isError && !methods.data && (
        <ErrorNotice error={methods.error} onRetry={() => methods.refetch()} />
      )}
      {methods.isPending && (
        <Loading>
          <div class="card">
            <Bones of={['line', 'line']} />
          </div>
        </Loading>
      )}
      {methods.data && items.length === 0 && (
        <Empty title={t('methods.empty.title')} text={t('methods.empty.text')}>
          <ButtonLink kind="primary" href="/payment-methods/new">
            {t('methods.add')}
          </ButtonLink>
        </Empty>
      )}
      {items.length > 0 && (
        <ul class="card list">
          {items.map((method) => (
            <MethodRow key={method.id} method={method} onDeleted={() => setGone(method.label)} />
          ))}
        </ul>
      )}
    </div>
  );
}

function MethodRow({ method, onDeleted }: { method: PaymentMethod; onDeleted: () => void }) {
  const [asking, setAsking] = useState(false);
  return (
    <li class="method-row">
      <div class="stack stack--tight">
        <div class="row">
          <strong>{method.label}</strong>
          {method.validation !== 'not_required' && (
            <Badge tone={tones[method.validation]}>{method.validation_text}</Badge>
          )}
        </div>
        <p class="muted small">
          {[method.holder_name, t(`holder.${method.holder_type}`), method.bank_name]
            .filter(Boolean)
            .join(' · ')}
        </p>
        <p class="muted small">{t('methods.since', { day: dayOfInstant(method.added_at) })}</p>
      </div>
      <Button
        kind="quiet"
        small
        label={t('methods.delete_named', { method: method.label })}
        onClick={() => setAsking(true)}
      >
        {t('methods.delete')}
      </Button>
      {asking && <DeleteMethod method={method} onClose={() => setAsking(false)} onDeleted={onDeleted} />}
    </li>
  );
}

interface DeleteMethodProps {
  method: PaymentMethod;
  onClose: () => void;
  onDeleted: () => void;
}

function DeleteMethod({ method, onClose, onDeleted }: DeleteMethodProps) {
  const queries = useQueryClient();
  const remove = useAction(async () => {
    await ask(
      api.DELETE('/api/v1/payment-methods/{method_id}', { params: { path: { method_id: method.id } } }),
    );
    onDeleted();
    onClose();
    await queries.invalidateQueries({ queryKey: methodsQuery().queryKey });
  });
  return (
    <Dialog title={t('methods.delete.title', { method: method.label })} onClose={onClose}>
      <p>{t('methods.delete.text')}</p>
      {remove.error && <ErrorNotice error={remove.error} />}
      <div class="row">
        <Button kind="danger" pending={remove.pending} onClick={() => remove.run()}>
          {t('methods.delete.yes')}
        </Button>
        <Button kind="quiet" onClick={onClose}>
          {t('methods.delete.no')}
        </Button>
      </div>
    </Dialog>
  );
}
