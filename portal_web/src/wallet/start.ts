import { buildForm } from './form';
import { type Parent, parentAt } from './parent';
import { send } from './send';
import { wordsIn } from './words';

function tellHeight(root: HTMLElement, parent: Parent): void {
  const tell = () =>
    parent.say({ type: 'portico-wallet:height', height: Math.ceil(root.getBoundingClientRect().height) });
  new ResizeObserver(tell).observe(root);
  tell();
}

/** Will wait for the secret from the parent page, then show the form inside `root`. */
export function startWallet(root: HTMLElement): void {
  const { capture = '', lenderName = '', parentOrigin = '' } = root.dataset;
  const words = wordsIn(document.documentElement.lang);
  const parent = parentAt(parentOrigin);
  parent.onSecret((secret) => {
    const form = buildForm(words, lenderName);
    form.onCancel(() => parent.say({ type: 'portico-wallet:cancelled' }));
    form.onSend(async (typed) => {
      const sent = await send(capture, secret, typed);
      if (sent.kind === 'done') {
        form.element.reset();
        const { method_id, last4, label } = sent;
        parent.say({ type: 'portico-wallet:done', method_id, last4, label });
      }
      if (sent.kind === 'refused')
        form.refuse(sent.problems, Object.keys(sent.problems).length ? '' : sent.message);
      if (sent.kind === 'expired') parent.say({ type: 'portico-wallet:expired' });
      if (sent.kind === 'offline' || sent.kind === 'failed') form.refuse({}, words[sent.kind]);
    });
    root.replaceChildren(form.element);
    tellHeight(root, parent);
  });
  parent.say({ type: 'portico-wallet:ready' });
}
