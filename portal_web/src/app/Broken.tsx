import { Component, type ComponentChildren } from 'preact';
import { Button } from '@/ui/Button';
import { t } from '@/words/words';

interface Props {
  path: string;
  children: ComponentChildren;
}

interface State {
  broken: boolean;
}

/** Shows words instead of a blank page when our own code fails; the next page starts afresh. */
export class BrokenBoundary extends Component<Props, State> {
  override state: State = { broken: false };

  static override getDerivedStateFromError(): State {
    return { broken: true };
  }

  override componentDidUpdate(before: Props) {
    if (this.state.broken && before.path !== this.props.path) this.setState({ broken: false });
  }

  override render() {
    if (!this.state.broken) return this.props.children;
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
