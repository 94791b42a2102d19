import { Notice } from '@/ui/Notice';
import { Paragraphs } from '@/ui/Paragraphs';
import { t } from '@/words/words';
import { useBootstrap } from './bootstrap';

const place = 'how-to-pay';

/** Will return the lender's own words on how to pay; none where it wrote none, or where payments are made here. */
export function useHowToPay(): string {
  const { brand, sections } = useBootstrap();
  return sections.includes('payments') ? '' : brand.payments_off_text.trim();
}

/** The lender's own words on how to pay, in the place of every way to pay here. */
export function PaymentsOff() {
  const words = useHowToPay();
  if (!words) return null;
  return (
    <section id={place} class="how-to-pay" tabIndex={-1} aria-label={t('payments_off.title')}>
      <Notice title={t('payments_off.title')}>
        <Paragraphs text={words} />
      </Notice>
    </section>
  );
}

/** Leads to those words from where they are out of sight; the browser takes the focus along. */
export function HowToPayLink() {
  return (
    <a class="due__link no-print" href={`#${place}`}>
      {t('payments_off.title')}
    </a>
  );
}
