import { Link } from 'wouter-preact';
import type { AccountCard } from '@/api/types';
import { HowToPayLink, useHowToPay } from '@/shared/PaymentsOff';
import { StaleMark } from '@/shared/StaleMark';
import { StandingBadge } from '@/shared/Standing';
import { ButtonLink } from '@/ui/Button';
import { Amount, Facts } from '@/ui/bits';
import { t } from '@/words/words';
import { Due } from './Due';

interface AccountTileProps {
  account: AccountCard;
  payments: boolean;
}

/** One account in the list: what is owed and when first, everything else after it. */
export function AccountTile({ account, payments }: AccountTileProps) {
  const name = account.nickname ?? account.title;
  const howToPay = useHowToPay();
  const owes = (account.amount_due.value?.amount_minor ?? 0) > 0;
  return (
    <article class="card account-card">
      <div class="row row--between">
        <h2>
          <Link href={`/accounts/${account.id}`} class="account-card__link">
            {name}
          </Link>
        </h2>
        <StandingBadge standing={account.standing} text={account.standing_text} />
      </div>
      <Due account={account}>
        {payments && account.can_pay && (
          <ButtonLink
            href={`/accounts/${account.id}/pay`}
            kind={owes ? 'primary' : 'plain'}
            label={t('accounts.pay_named', { account: name })}
          >
            {t('accounts.pay')}
          </ButtonLink>
        )}
        {howToPay !== '' && account.standing !== 'paid_off' && <HowToPayLink />}
      </Due>
      {payments && account.cannot_pay_reason && <p class="muted small">{account.cannot_pay_reason}</p>}
      <Facts
        inline
        items={[
          { label: t('account.number'), value: <span class="num">{account.number}</span> },
          {
            label: t('account.balance'),
            value: account.balance.value && <Amount value={account.balance.value} />,
          },
          {
            label: t('account.remaining'),
            value: <span class="num">{account.remaining_payments.value ?? t('figure.none')}</span>,
          },
        ]}
      />
      <StaleMark figures={[account.balance, account.amount_due, account.next_due_on]} />
    </article>
  );
}
