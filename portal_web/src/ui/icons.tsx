const shapes = {
  back: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  down: 'M6 9l6 6 6-6',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  info: 'M12 11v5M12 8v.01M12 21a9 9 0 100-18 9 9 0 000 18z',
  warn: 'M12 9v4.5M12 17v.01M10.6 4.2L2.7 18a1.6 1.6 0 001.4 2.4h15.8a1.6 1.6 0 001.4-2.4L13.4 4.2a1.6 1.6 0 00-2.8 0z',
  bad: 'M12 7.5v5.5M12 16.5v.01M12 21a9 9 0 100-18 9 9 0 000 18z',
  bank: 'M4 9.5L12 4l8 5.5M5 9.5h14M6.5 10v7M10.2 10v7M13.8 10v7M17.5 10v7M4.5 19.5h15',
  plus: 'M12 5v14M5 12h14',
  print: 'M7 9V4h10v5M7 17H4.5v-7h15v7H17M7 14h10v6H7z',
} as const;

export type IconName = keyof typeof shapes;

export function Icon({ name, class: className }: { name: IconName; class?: string }) {
  return (
    <svg
      class={className}
      aria-hidden="true"
      width="20"
      height="20"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linecap="round"
      stroke-linejoin="round"
    >
      <path d={shapes[name]} />
    </svg>
  );
}
