import type { PaymentStatus, Standing } from '@/api/types';
import { Badge, type Tone } from '@/ui/bits';

const standings: Record<Standing, Tone> = {
  current: 'good',
  due: 'warn',
  past_due: 'bad',
  paid_off: 'plain',
  charged_off: 'bad',
};

const statuses: Record<PaymentStatus, Tone> = {
  submitted: 'warn',
  claimed: 'warn',
  held: 'warn',
  settled: 'good',
  final: 'good',
  cancelled: 'plain',
  failed: 'bad',
  returned: 'bad',
};

export function StandingBadge({ standing, text }: { standing: Standing; text: string }) {
  return <Badge tone={standings[standing] ?? 'plain'}>{text}</Badge>;
}

export function StatusBadge({ status, text }: { status: PaymentStatus; text: string }) {
  return <Badge tone={statuses[status] ?? 'plain'}>{text}</Badge>;
}
