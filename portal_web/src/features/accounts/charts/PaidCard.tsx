import { arc, pie } from 'd3-shape';
import { useState } from 'preact/hooks';
import type { AccountDetail, Money } from '@/api/types';
import { money, plus } from '@/format/money';
import { Amount } from '@/ui/bits';
import { t, type WordKey } from '@/words/words';

interface Slice {
  key: WordKey;
  amount: Money;
  tone: 1 | 2 | 3 | 4;
}

function slicesOf(account: AccountDetail): Slice[] {
  const all: Slice[] = [
    { key: 'paid.principal', amount: account.paid.principal, tone: 1 },
    { key: 'paid.interest', amount: account.paid.interest, tone: 2 },
    { key: 'paid.fees', amount: account.paid.fees, tone: 3 },
    { key: 'paid.remaining', amount: account.remaining_principal, tone: 4 },
  ];
  return all.filter((slice) => slice.amount.amount_minor > 0 || slice.tone !== 3);
}

/** What has been paid and what is left: a ring, and the table that says the same. */
export default function PaidCard({ account }: { account: AccountDetail }) {
  const [chosen, choose] = useState<WordKey | null>(null);
  const slices = slicesOf(account);
  const { principal, interest, fees } = account.paid;
  const shown = slices.find((slice) => slice.key === chosen);
  return (
    <section class="card" aria-labelledby="paid-title">
      <div class="card__head">
        <h2 id="paid-title" class="card__title">
          {t('paid.title')}
        </h2>
      </div>
      <div class="donut">
        <div class="donut__chart">
          <Ring slices={slices} chosen={chosen} choose={choose} />
          <div class="donut__middle" aria-hidden="true">
            <span class="muted small">{t(shown?.key ?? 'paid.total')}</span>
            <span class="donut__figure">{money(shown?.amount ?? plus(principal, interest, fees))}</span>
          </div>
        </div>
        <SliceTable slices={slices} choose={choose} total={plus(principal, interest, fees)} />
      </div>
    </section>
  );
}

interface RingProps {
  slices: Slice[];
  chosen: WordKey | null;
  choose: (key: WordKey | null) => void;
}

function Ring({ slices, chosen, choose }: RingProps) {
  const angles = pie<Slice>()
    .sort(null)
    .value((slice) => slice.amount.amount_minor)(slices);
  const draw = arc<(typeof angles)[number]>().innerRadius(78).outerRadius(108).cornerRadius(3);
  const words = slices.map((slice) => `${t(slice.key)} ${money(slice.amount)}`).join(', ');
  return (
    <svg class="chart" viewBox="-110 -110 220 220" role="img" aria-label={words}>
      {angles.map((angle) => (
        <path
          key={angle.data.key}
          class={`slice tone--${angle.data.tone}${chosen && chosen !== angle.data.key ? ' slice--dim' : ''}`}
          d={draw(angle) ?? ''}
          onPointerEnter={() => choose(angle.data.key)}
          onPointerLeave={() => choose(null)}
        />
      ))}
    </svg>
  );
}

interface SliceTableProps {
  slices: Slice[];
  total: Money;
  choose: (key: WordKey | null) => void;
}

function SliceTable({ slices, total, choose }: SliceTableProps) {
  return (
    <table class="table">
      <caption class="visually-hidden">{t('paid.title')}</caption>
      <thead class="visually-hidden">
        <tr>
          <th scope="col">{t('paid.part')}</th>
          <th scope="col">{t('money.amount')}</th>
        </tr>
      </thead>
      <tbody>
        {slices
          .filter((slice) => slice.key !== 'paid.remaining')
          .map((slice) => (
            <SliceRow key={slice.key} slice={slice} choose={choose} />
          ))}
        <tr class="table__total">
          <th scope="row">{t('paid.total')}</th>
          <td class="table__num">
            <Amount value={total} />
          </td>
        </tr>
        {slices
          .filter((slice) => slice.key === 'paid.remaining')
          .map((slice) => (
            <SliceRow key={slice.key} slice={slice} choose={choose} />
          ))}
      </tbody>
    </table>
  );
}

function SliceRow({ slice, choose }: { slice: Slice; choose: (key: WordKey | null) => void }) {
  return (
    <tr onPointerEnter={() => choose(slice.key)} onPointerLeave={() => choose(null)}>
      <th scope="row">
        <span class={`key tone--${slice.tone}`} />
        {t(slice.key)}
      </th>
      <td class="table__num">
        <Amount value={slice.amount} />
      </td>
    </tr>
  );
}
