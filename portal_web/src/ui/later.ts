import { lazy } from 'preact/compat';
import { ApiError } from '@/api/errors';

/**
 * Will load a page's code when it is first shown. Where the code does not come, because the connection is gone or a
 * newer build has taken its place, the page breaks with an ApiError, which says that trying again may help.
 */
export const later: typeof lazy = (load) =>
  lazy(() =>
    load().catch(() => {
      throw new ApiError(navigator.onLine ? 503 : 0, {});
    }),
  );
