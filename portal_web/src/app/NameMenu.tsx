import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Link, useLocation } from 'wouter-preact';
import { useBootstrap } from '@/shared/bootstrap';
import { useSignOut } from '@/shared/signOut';
import { Icon } from '@/ui/icons';
import { ErrorNotice } from '@/ui/Notice';
import { t } from '@/words/words';

/** The person's name, top right, with what they can do about their own sign-in. */
export function NameMenu() {
  const { viewer } = useBootstrap();
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [location] = useLocation();
  const signOut = useSignOut();
  const [failure, setFailure] = useState<unknown>(null);
  const leave = (everywhere: boolean) => signOut(everywhere).catch(setFailure);

  useEffect(() => {
    if (location) setOpen(false);
  }, [location]);
  // Before the menu is painted, so that no key that follows its opening is lost.
  useLayoutEffect(() => {
    if (!open) return;
    const outside = (event: Event) => {
      if (!box.current?.contains(event.target as Node)) setOpen(false);
    };
    const leaveByKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('focusin', outside);
    document.addEventListener('keydown', leaveByKey);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('focusin', outside);
      document.removeEventListener('keydown', leaveByKey);
    };
  }, [open]);

  if (!viewer) return null;
  return (
    <div class="app-header__end" ref={box}>
      <button
        ref={button}
        type="button"
        class="name-button"
        aria-expanded={open}
        aria-controls="name-menu"
        onClick={() => setOpen(!open)}
      >
        <span class="name-button__initials" aria-hidden="true">
          {viewer.initials}
        </span>
        <span class="name-button__name">{viewer.name}</span>
        <Icon name="down" />
      </button>
      <div class="menu" id="name-menu" hidden={!open}>
        <p class="menu__who">
          <strong>{viewer.name}</strong>
          <br />
          <span class="muted small">{viewer.email}</span>
        </p>
        <Link href="/profile" class="menu__item">
          {t('menu.profile')}
        </Link>
        <button type="button" class="menu__item" onClick={() => leave(false)}>
          {t('menu.log_out')}
        </button>
        <button type="button" class="menu__item" onClick={() => leave(true)}>
          {t('menu.log_out_everywhere')}
        </button>
        {failure !== null && <ErrorNotice title={t('menu.failed')} error={failure} />}
      </div>
    </div>
  );
}
