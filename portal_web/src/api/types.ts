import type { components } from './schema';

type Schemas = components['schemas'];

export type Money = Schemas['Money'];
export type MoneyFigure = Schemas['MoneyFigure'];
export type Bootstrap = Schemas['Bootstrap'];
export type Brand = Schemas['Brand'];
export type Viewer = Schemas['Viewer'];
export type AccountCard = Schemas['AccountCard'];
export type AccountDetail = Schemas['AccountDetail'];
export type Payoff = Schemas['Payoff'];
export type Payable = Schemas['Payable'];
export type ScheduleLine = Schemas['Instalment'];
export type Transaction = Schemas['Transaction'];
export type PaymentMethod = Schemas['PaymentMethod'];
export type Capture = Schemas['Capture'];
export type Review = Schemas['Review'];
export type ReviewRequest = Schemas['ReviewRequest'];
export type PaymentChoice = Schemas['ChoiceEnum'];
export type PaymentCard = Schemas['PaymentCard'];
export type PaymentDetail = Schemas['PaymentDetail'];
export type PaymentStatus = Schemas['PaymentStatusEnum'];
export type PaymentFilters = Schemas['PaymentFilters'];
export type Standing = Schemas['StandingEnum'];
