import { Notice } from '@/ui/Notice';
import { Paragraphs } from '@/ui/Paragraphs';
import { t } from '@/words/words';
import { useBootstrap } from './bootstrap';

/** The lender's own words on how to pay, in the place of every way to pay here. */
export function PaymentsOff() {
  const { brand } = useBootstrap();
  if (!brand.payments_off_text.trim()) return null;
  return (
    <Notice title={t('payments_off.title')}>
      <Paragraphs text={brand.payments_off_text} />
    </Notice>
  );
}
