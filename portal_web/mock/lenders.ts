import type { Bootstrap } from '../src/api/types.ts';
import type { LoanWish } from './loans.ts';

export interface MockLender {
  host: string;
  attributes: string;
  theme: string;
  paymentsOn: boolean;
  bootstrap: Omit<Bootstrap, 'epoch' | 'sections' | 'payments_state' | 'viewer' | 'wallet_origin'>;
  loans: LoanWish[];
}

const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const idle = { timeout_seconds: 900, warn_seconds: 60 };

const auto: MockLender = {
  host: 'auto.localhost',
  attributes: 'data-nav="top" data-card="raised" data-button="pill"',
  paymentsOn: true,
  theme: `:root{--p-brand:#0b4f9c;--p-brand-ink:#fff;--p-accent:#e4572e;--p-accent-ink:#fff;--p-link:#0b4f9c;
--p-bg:#f3f6fb;--p-surface:#fff;--p-surface-2:#eaf0f8;--p-ink:#0d1b2f;--p-ink-2:#4d5d75;--p-line:#d8e1ee;
--p-header-bg:#fff;--p-header-ink:#0d1b2f;--p-font-body:"Manrope",system-ui,sans-serif;
--p-font-display:"Manrope",system-ui,sans-serif;--p-font-weight-display:750;--p-letter-display:-0.03em;
--p-radius:12px;--p-radius-card:20px;--p-radius-button:12px;--p-density:1.05;--p-hero-ink:#fff}`,
  bootstrap: {
    build: 'mock',
    language: 'en',
    languages: ['en', 'es'],
    lender: {
      slug: 'auto',
      name: 'Northline Auto Finance',
      time_zone: 'America/New_York',
      country: 'US',
      currency: 'USD',
    },
    brand: {
      language: 'en',
      portal_name: 'Northline Auto',
      logo_url: '/media/auto.svg',
      logo_on_dark_url: null,
      hero_url: null,
      attributes: { 'data-header-ground': 'light', 'data-hero-ground': 'dark' },
      logo_alt: 'Northline Auto',
      sign_in_title: 'Your car loan, clear as the road ahead.',
      sign_in_text: 'See what is due, pay it in a minute, and keep the receipt.',
      footer_text: 'Northline Auto Finance, 400 Harbor Street, Portland, ME 04101',
      support_email: 'help@northline.example',
      support_phone: '(207) 555-0142',
      support_hours: 'Mon to Fri, 8 am to 6 pm',
      payments_off_text: 'Please pay by check to Northline Auto Finance, PO Box 210, Portland, ME 04101.',
      legal: [{ label: 'Privacy', url: 'https://northline.example/privacy' }],
    },
    idle,
    demo: null,
  },
  loans: [
    {
      id: id(1),
      number: 'NA-204417',
      title: '2022 Honda Civic',
      amount: 2_184_000,
      rate: '6.490',
      term: 60,
      age: 23,
      late: 0,
      day: 4,
    },
    {
      id: id(2),
      number: 'NA-198852',
      title: '2019 Ford F-150',
      amount: 3_125_000,
      rate: '8.990',
      term: 72,
      age: 31,
      late: 1,
      day: 12,
    },
    {
      id: id(3),
      number: 'NA-120033',
      title: '2016 Subaru Outback',
      amount: 1_240_000,
      rate: '5.250',
      term: 36,
      age: 36,
      late: 0,
      day: 20,
    },
  ],
};

const equip: MockLender = {
  host: 'equip.localhost',
  attributes: 'data-nav="side" data-card="outlined" data-button="square"',
  paymentsOn: false,
  theme: `:root{--p-brand:#26332b;--p-brand-ink:#f6f1e4;--p-accent:#b4611c;--p-accent-ink:#fff;--p-link:#7a3d08;
--p-bg:#f6f3ea;--p-surface:#fffdf8;--p-surface-2:#efeadc;--p-ink:#1d211c;--p-ink-2:#5c5b4f;--p-line:#ddd6c3;
--p-header-bg:#26332b;--p-header-ink:#f6f1e4;--p-font-body:"Public Sans",system-ui,sans-serif;
--p-font-display:"Lora",Georgia,serif;--p-font-weight-display:600;--p-letter-display:-0.01em;
--p-radius:2px;--p-radius-card:2px;--p-radius-button:0;--p-density:.95;--p-shadow-card:none;--p-hero-ink:#f6f1e4}`,
  bootstrap: {
    build: 'mock',
    language: 'en',
    languages: ['en', 'es'],
    lender: {
      slug: 'equip',
      name: 'Haldane Equipment Finance',
      time_zone: 'America/Chicago',
      country: 'US',
      currency: 'USD',
    },
    brand: {
      language: 'en',
      portal_name: 'Haldane Equipment Finance',
      logo_url: null,
      logo_on_dark_url: null,
      hero_url: null,
      attributes: { 'data-header-ground': 'dark', 'data-hero-ground': 'dark' },
      logo_alt: '',
      sign_in_title: 'Machines that earn. Terms you can read.',
      sign_in_text: 'Balances, schedules and payoff figures for every contract of your company.',
      footer_text: 'Haldane Equipment Finance LLC, Des Moines, Iowa',
      support_email: 'accounts@haldane.example',
      support_phone: '(515) 555-0119',
      support_hours: 'Weekdays, 7 am to 5 pm Central',
      payments_off_text:
        'You receive an invoice ten days before each due date. Please pay it by check or wire as it says, with the account number in the reference.\n\nOur remittance address is Haldane Equipment Finance, PO Box 88, Des Moines, IA 50301.',
      legal: [],
    },
    idle,
    demo: null,
  },
  loans: [
    {
      id: id(11),
      number: 'HEF-30071',
      title: 'CNC milling center',
      amount: 18_400_000,
      rate: '7.250',
      term: 84,
      age: 18,
      late: 0,
      day: 15,
    },
    {
      id: id(12),
      number: 'HEF-30544',
      title: 'Two forklifts, Toyota 8FGU25',
      amount: 6_290_000,
      rate: '6.900',
      term: 48,
      age: 40,
      late: 2,
      day: 1,
    },
  ],
};

export const lenders: MockLender[] = [auto, equip];
