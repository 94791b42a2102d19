import { render } from '@testing-library/preact';
import { Suspense } from 'preact/compat';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { later } from '@/ui/later';
import { speak } from '@/words/words';
import { BrokenBoundary } from './Broken';

function show(Page: () => preact.JSX.Element | null) {
  return render(
    <BrokenBoundary path="/payments">
      <Suspense fallback={null}>
        <Page />
      </Suspense>
    </BrokenBoundary>,
  );
}

describe('a page that cannot be drawn', () => {
  beforeEach(() => speak('en'));

  it('offers to try again where its code did not come', async () => {
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    const screen = show(later(() => Promise.reject(new TypeError('Failed to fetch'))));

    expect((await screen.findByRole('heading')).textContent).toBe('The portal cannot be reached');
    expect(screen.getByRole('button').textContent).toBe('Try again');
  });

  it('owns up where its code fails', async () => {
    const screen = show(() => {
      throw new Error('a fault of ours');
    });

    expect((await screen.findByRole('heading')).textContent).toBe('Something went wrong on this page');
  });
});
