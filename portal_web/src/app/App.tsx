import { useBootstrap, useEpochWatch } from '@/shared/bootstrap';
import { Announcer } from './Announcer';
import { BrokenBoundary } from './Broken';
import { useGate } from './gate';
import { SignedInPages, SignedOutPages } from './pages';
import { useSignedOut } from './session';

export function App() {
  useEpochWatch();
  useSignedOut();
  const { viewer } = useBootstrap();
  const { path, going } = useGate();
  return (
    <BrokenBoundary path={path}>
      {going && <div class="going no-print" />}
      {viewer ? <SignedInPages path={path} /> : <SignedOutPages path={path} />}
      <Announcer path={path} />
    </BrokenBoundary>
  );
}
