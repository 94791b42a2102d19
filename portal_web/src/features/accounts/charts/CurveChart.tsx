import type { RefObject } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { locale, minorDigits } from '@/format/money';
import { t } from '@/words/words';
import { layOut, type Moment, margin, yearMarks } from './curve';
import { lines } from './lines';

/** The drawn width in CSS pixels, so that the words of a chart keep their size on a phone. */
function useWidth(svg: RefObject<SVGSVGElement>): number {
  const [width, setWidth] = useState(640);
  useLayoutEffect(() => {
    const element = svg.current;
    if (!element) return;
    const measure = () => setWidth(Math.max(240, Math.round(element.getBoundingClientRect().width)));
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [svg]);
  return width;
}

interface CurveProps {
  moments: Moment[];
  chosen: Moment;
  choose: (at: number) => void;
}

function shortMoney(minor: number, currency: string): string {
  return new Intl.NumberFormat(locale(), {
    style: 'currency',
    currency,
    notation: 'compact',
    maximumFractionDigits: 1,
  }).format(minor / 10 ** minorDigits(currency));
}

export function Curve({ moments, chosen, choose }: CurveProps) {
  const svg = useRef<SVGSVGElement>(null);
  const width = useWidth(svg);
  const height = Math.round(Math.max(220, Math.min(300, width * 0.44)));
  const drawn = useMemo(() => layOut(moments, { width, height }), [moments, width, height]);
  const [left, right] = [margin.left, width - margin.right];
  const { currency } = chosen.balance;
  const follow = (event: PointerEvent) => {
    const rect = (event.currentTarget as SVGSVGElement).getBoundingClientRect();
    const share = (event.clientX - rect.left - left) / (right - left);
    choose(Math.max(0, Math.min(moments.length - 1, Math.round(share * (moments.length - 1)))));
  };
  const x = drawn.at(chosen);
  const dots = [chosen.balance, chosen.principalPaid, chosen.interestPaid];
  return (
    <svg
      ref={svg}
      class="chart"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={t('amortization.chart')}
      onPointerMove={follow}
    >
      {drawn.ticks.map((tick) => (
        <g key={tick}>
          <line class="chart__grid" x1={left} x2={right} y1={drawn.y(tick)} y2={drawn.y(tick)} />
          <text x={left - 8} y={drawn.y(tick) + 4} text-anchor="end">
            {shortMoney(tick, currency)}
          </text>
        </g>
      ))}
      {yearMarks(moments, drawn.at, 56).map((moment) => (
        <text
          key={moment.number}
          x={Math.min(drawn.at(moment), right - 14)}
          y={height - 6}
          text-anchor="middle"
        >
          {moment.due_on.slice(0, 4)}
        </text>
      ))}
      <path class="chart__area" d={drawn.under} />
      <path class="chart__line tone--3" d={drawn.interest} />
      <path class="chart__line tone--2" d={drawn.principal} />
      <path class="chart__line tone--1" d={drawn.balance} />
      <line class="chart__now" x1={x} x2={x} y1={margin.top} y2={height - margin.bottom} />
      {dots.map((amount, index) => (
        <circle
          key={lines[index]?.key}
          class={`chart__dot tone--${index + 1}`}
          cx={x}
          cy={drawn.y(amount.amount_minor)}
          r="5"
        />
      ))}
    </svg>
  );
}
