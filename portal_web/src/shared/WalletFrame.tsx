import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { api, ask } from '@/api/client';
import type { Capture } from '@/api/types';
import { Button } from '@/ui/Button';
import { Bones, Loading } from '@/ui/bits';
import { ErrorNotice, Notice } from '@/ui/Notice';
import { t } from '@/words/words';
import { useBootstrap } from './bootstrap';
import { readFrameMessage } from './frameMessages';

type State =
  | { step: 'asking' }
  | { step: 'open'; capture: Capture }
  | { step: 'silent' }
  | { step: 'expired' }
  | { step: 'refused'; error: unknown };

interface WalletFrameProps {
  onDone: (methodId: string, label: string) => void;
  onCancel: () => void;
}

const frameMustAnswerWithin = 12_000;

/** The wallet's own page in a frame: account numbers are typed there and never reach this page. */
export function WalletFrame({ onDone, onCancel }: WalletFrameProps) {
  const [state, setState] = useState<State>({ step: 'asking' });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let live = true;
    setState({ step: 'asking' });
    ask(api.POST('/api/v1/payment-methods/captures')).then(
      (capture) => live && setState({ step: 'open', capture }),
      (error) => live && setState({ step: 'refused', error }),
    );
    return () => {
      live = false;
    };
  }, [attempt]);
  const again = () => setAttempt(attempt + 1);
  const onExpired = useCallback(() => setState({ step: 'expired' }), []);
  const onSilent = useCallback(() => setState({ step: 'silent' }), []);

  if (state.step === 'refused') return <ErrorNotice error={state.error} onRetry={again} />;
  if (state.step === 'expired' || state.step === 'silent') {
    return (
      <Notice tone="warn" live title={t(`wallet.${state.step}.title`)}>
        <p>{t(`wallet.${state.step}.text`)}</p>
        <p>
          <Button small onClick={again}>
            {t('wallet.again')}
          </Button>
        </p>
      </Notice>
    );
  }
  if (state.step === 'asking') return <FrameBones />;
  return (
    <OpenFrame
      key={state.capture.capture_id}
      capture={state.capture}
      onDone={onDone}
      onCancel={onCancel}
      onExpired={onExpired}
      onSilent={onSilent}
    />
  );
}

function FrameBones() {
  return (
    <Loading>
      <Bones of={['short', 'block', 'button']} />
    </Loading>
  );
}

interface OpenFrameProps extends WalletFrameProps {
  capture: Capture;
  onExpired: () => void;
  onSilent: () => void;
}

function OpenFrame({ capture, onDone, onCancel, onExpired, onSilent }: OpenFrameProps) {
  const { wallet_origin: origin } = useBootstrap();
  const frame = useRef<HTMLIFrameElement>(null);
  const [ready, setReady] = useState(false);

  useEffect(() => {
    const listen = (event: MessageEvent<unknown>) => {
      if (event.origin !== origin || event.source !== frame.current?.contentWindow) return;
      const message = readFrameMessage(event.data);
      if (message?.type === 'portico-wallet:ready') {
        setReady(true);
        const answer = { type: 'portico-wallet:secret', secret: capture.secret };
        frame.current?.contentWindow?.postMessage(answer, origin);
      }
      if (message?.type === 'portico-wallet:height' && frame.current) {
        frame.current.style.blockSize = `${message.height}px`;
      }
      if (message?.type === 'portico-wallet:done') onDone(message.method_id, message.label);
      if (message?.type === 'portico-wallet:cancelled') onCancel();
      if (message?.type === 'portico-wallet:expired') onExpired();
    };
    window.addEventListener('message', listen);
    return () => window.removeEventListener('message', listen);
  }, [capture, origin, onDone, onCancel, onExpired]);

  useEffect(() => {
    if (ready) return;
    const timer = setTimeout(onSilent, frameMustAnswerWithin);
    return () => clearTimeout(timer);
  }, [ready, onSilent]);

  return (
    <>
      {!ready && <FrameBones />}
      <iframe
        ref={frame}
        class={ready ? 'frame' : 'frame frame--waiting'}
        title={t('wallet.frame_title')}
        src={capture.frame_url}
      />
    </>
  );
}
