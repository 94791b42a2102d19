import { dayOfInstant } from '@/format/dates';
import { t } from '@/words/words';

interface Dated {
  as_of: string;
  stale: boolean;
}

/** Says from when a late figure is; an up-to-date figure needs no words. */
export function StaleMark({ figures }: { figures: Dated[] }) {
  const late = figures.filter((figure) => figure.stale).sort((a, b) => a.as_of.localeCompare(b.as_of));
  const oldest = late[0];
  if (!oldest) return null;
  return <p class="muted small">{t('figure.stale', { day: dayOfInstant(oldest.as_of) })}</p>;
}
