import { signal } from '@/api/signals';

/** The page that is shown has set the document's title. */
export const titleSet = signal<void>();
/** The page for paths that are not there is shown, maybe in the place of one that was open. */
export const pageReplaced = signal<void>();
