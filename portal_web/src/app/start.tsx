import { QueryClient, QueryClientProvider } from '@tanstack/preact-query';
import { asApiError } from '@/api/errors';
import type { Bootstrap } from '@/api/types';
import { inlined, install, revalidate } from '@/shared/bootstrap';
import { speak } from '@/words/words';
import { App } from './App';
import { Unreachable } from './Unreachable';

export function newQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Money on a page must be as the server has it: every page asks when it is shown.
        staleTime: 0,
        refetchOnWindowFocus: true,
        retry: (failures, error) => failures < 2 && asApiError(error).isPassing,
      },
    },
  });
}

/** Will read what the shell carries, load the words, and return the app to draw. */
export async function start(queries: QueryClient = newQueries()) {
  const carried = inlined();
  if (carried) install(queries, carried);
  else {
    try {
      await revalidate(queries);
    } catch (error) {
      await speak(document.documentElement.lang);
      return <Unreachable error={error} />;
    }
  }
  const bootstrap = queries.getQueryData<Bootstrap>(['bootstrap']);
  await speak(bootstrap?.language ?? 'en');
  return (
    <QueryClientProvider client={queries}>
      <App />
    </QueryClientProvider>
  );
}
