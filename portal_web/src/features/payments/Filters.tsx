import { useState } from 'preact/hooks';
import type { PaymentSearch } from '@/api/queries';
import type { PaymentFilters } from '@/api/types';
import { Button } from '@/ui/Button';
import { Field, TextField } from '@/ui/Field';
import { t, type WordKey } from '@/words/words';
import { isBackwards } from './search';

interface FiltersProps {
  filters: PaymentFilters;
  search: PaymentSearch;
  onChange: (search: PaymentSearch) => void;
}

interface Option {
  id: string;
  label: string;
}

const statusWords: Record<string, WordKey> = {
  submitted: 'status.submitted',
  claimed: 'status.claimed',
  held: 'status.held',
  settled: 'status.settled',
  final: 'status.final',
  cancelled: 'status.cancelled',
  failed: 'status.failed',
  returned: 'status.returned',
};

const typeWords: Record<string, WordKey> = { one_time: 'type.one_time' };

const worded = (values: string[], words: Record<string, WordKey>): Option[] =>
  values.map((id) => ({ id, label: words[id] ? t(words[id]) : id }));

export function Filters({ filters, search, onChange }: FiltersProps) {
  const [open] = useState(() => Object.keys(search).length > 0 || matchMedia('(width >= 44rem)').matches);
  const set = (name: keyof PaymentSearch) => (value: string) => {
    const { [name]: _, ...rest } = search;
    onChange(value ? { ...rest, [name]: value } : rest);
  };
  const pick = (name: keyof PaymentSearch, label: WordKey, options: Option[]) => (
    <Pick label={t(label)} value={search[name] ?? ''} options={options} onChange={set(name)} />
  );
  return (
    <details class="more" open={open}>
      <summary>{t('filters.label')}</summary>
      <div class="filters" role="search" aria-label={t('filters.label')}>
        {pick('account', 'filters.account', filters.accounts)}
        {pick('method', 'filters.method', filters.methods)}
        {pick('type', 'filters.type', worded(filters.types, typeWords))}
        {pick('status', 'filters.status', worded(filters.statuses, statusWords))}
        <TextField
          small
          label={t('filters.from')}
          name="from"
          type="date"
          value={search.from ?? ''}
          onInput={set('from')}
        />
        <TextField
          small
          label={t('filters.to')}
          name="to"
          type="date"
          value={search.to ?? ''}
          onInput={set('to')}
          error={isBackwards(search) ? t('filters.wrong_order') : undefined}
        />
        {Object.keys(search).length > 0 && (
          <Button small onClick={() => onChange({})}>
            {t('filters.clear')}
          </Button>
        )}
      </div>
    </details>
  );
}

interface PickProps {
  label: string;
  value: string;
  options: Option[];
  onChange: (value: string) => void;
}

function Pick({ label, value, options, onChange }: PickProps) {
  return (
    <Field label={label} small>
      {(ids) => (
        <select {...ids} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
          <option value="">{t('filters.all')}</option>
          {options.map((option) => (
            <option key={option.id} value={option.id}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
