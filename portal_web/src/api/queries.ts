import { infiniteQueryOptions, queryOptions } from '@tanstack/preact-query';
import { api, ask } from './client';
import type { paths } from './schema';

/** Every read that a page makes, with its key; pages take them from here. */
export const accountsQuery = () =>
  queryOptions({ queryKey: ['accounts'], queryFn: () => ask(api.GET('/api/v1/accounts')) });

const onAccount = (id: string) => ({ params: { path: { account_id: id } } });

export const accountQuery = (id: string) =>
  queryOptions({
    queryKey: ['account', id],
    queryFn: () => ask(api.GET('/api/v1/accounts/{account_id}', onAccount(id))),
  });

export const payableQuery = (id: string) =>
  queryOptions({
    queryKey: ['account', id, 'payable'],
    queryFn: () => ask(api.GET('/api/v1/accounts/{account_id}/payable', onAccount(id))),
  });

export const scheduleQuery = (id: string) =>
  queryOptions({
    queryKey: ['account', id, 'schedule'],
    queryFn: () => ask(api.GET('/api/v1/accounts/{account_id}/schedule', onAccount(id))),
  });

export const transactionsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['account', id, 'transactions'],
    queryFn: ({ pageParam }) =>
      ask(
        api.GET('/api/v1/accounts/{account_id}/transactions', {
          params: { path: { account_id: id }, query: pageParam ? { cursor: pageParam } : {} },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  });

export const methodsQuery = () =>
  queryOptions({ queryKey: ['methods'], queryFn: () => ask(api.GET('/api/v1/payment-methods')) });

export type PaymentSearch = Omit<
  NonNullable<paths['/api/v1/payments']['get']['parameters']['query']>,
  'cursor'
>;

export const paymentsQuery = (search: PaymentSearch) =>
  infiniteQueryOptions({
    queryKey: ['payments', search],
    queryFn: ({ pageParam }) =>
      ask(
        api.GET('/api/v1/payments', {
          params: { query: pageParam ? { ...search, cursor: pageParam } : search },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  });

export const paymentQuery = (id: string) =>
  queryOptions({
    queryKey: ['payment', id],
    queryFn: () => ask(api.GET('/api/v1/payments/{payment_id}', { params: { path: { payment_id: id } } })),
  });
