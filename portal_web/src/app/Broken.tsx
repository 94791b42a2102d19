import { Component, type ComponentChildren } from 'preact';
import { ApiError } from '@/api/errors';
import { Button } from '@/ui/Button';
import { t } from '@/words/words';
import { Unreachable } from './Unreachable';

interface Props {
  path: string;
  children: ComponentChildren;
}

interface State {
  broken: unknown;
}

/** Shows words instead of a blank page when our own code fails; the next page starts afresh. */
export class BrokenBoundary extends Component<Props, State> {
  override state: State = { broken: null };

  static override getDerivedStateFromError(error: unknown): State {
    return { broken: error ?? true };
  }

  override componentDidUpdate(before: Props) {
    if (this.state.broken && before.path !== this.props.path) this.setState({ broken: null });
  }

  override render() {
    const { broken } = this.state;
    if (!broken) return this.props.children;
    if (broken instanceof ApiError && broken.isPassing) return <Unreachable error={broken} />;
    return (
      <main class="app-main app-main--narrow stack" id="main" tabIndex={-1} role="alert">
        <h1>{t('broken.title')}</h1>
        <p>{t('broken.text')}</p>
        <div>
          <Button kind="primary" onClick={() => location.assign('/accounts')}>
            {t('broken.action')}
          </Button>
        </div>
      </main>
    );
  }
}
