import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Btn } from '@/components/button';
import { toastDone, toastError } from '@/components/dialog';
import { Banner } from '@/components/feedback';
import { Question } from '@/components/form-sheet';
import { Modal } from '@/components/modal';
import { useHotkey } from '@/lib/hotkeys';
import { useAnyUnsaved } from '@/lib/unsaved';
import { desk, useOp, type CloseAnswer, type Desk } from '@/ipc';

/** What the window and its tray want of the page; nothing in a browser, which has its own. */
export function DeskLink() {
  const [way] = useState(desk);
  return way ? <Link way={way} /> : null;
}

function Link({ way }: { way: Desk }) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const language = i18n.language === 'en' ? 'en' : 'id';
  useEffect(() => void way.speak(language).catch(() => undefined), [way, language]);
  useEffect(() => way.hear('open', ({ to }) => void navigate({ to })), [way, navigate]);
  const zoom = (step: -1 | 0 | 1) => () =>
    void way.zoom(step).then((percent) => toastDone(t('desk:zoom', { percent })), (error: unknown) => toastError(error, t));
  useHotkey('Ctrl+=', t('desk:zoomIn'), zoom(1), { scope: 'global' });
  useHotkey('Ctrl++', '', zoom(1), { scope: 'global' });
  useHotkey('Ctrl+-', t('desk:zoomOut'), zoom(-1), { scope: 'global' });
  useHotkey('Ctrl+0', t('desk:zoomReset'), zoom(0), { scope: 'global' });
  const unsaved = useAnyUnsaved();
  useEffect(() => void way.unsaved(unsaved).catch(() => undefined), [way, unsaved]);
  return (
    <>
      <Closing way={way} unsaved={unsaved} />
      <Leaving way={way} />
    </>
  );
}

/** The program is to end, and a form holds something: the same question as when a screen is left. */
function Leaving({ way }: { way: Desk }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  useEffect(() => way.hear('leaving', () => setAsked(true)), [way]);
  const answer = (what: CloseAnswer) => () => {
    setAsked(false);
    void way.close(what).catch((error: unknown) => toastError(error, t));
  };
  return <Question opened={asked} onStay={answer('cancel')} onLeave={answer('quit_once')} />;
}

/** Asked once, when the window is closed for the first time: what that means is not to be guessed. */
function Closing({ way, unsaved }: { way: Desk; unsaved: boolean }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  const status = useOp('system_status', {});
  // Before there is a shop there is no work that could go on.
  const hasShop = status.data?.stage === 'ready';
  useEffect(
    () => way.hear('closing', () => (hasShop ? setAsked(true) : void way.close('quit_once').catch(() => undefined))),
    [way, hasShop],
  );
  const answer = (what: CloseAnswer) => {
    setAsked(false);
    void way.close(what).catch((error: unknown) => toastError(error, t));
  };
  return (
    <Modal opened={asked} onClose={() => answer('cancel')} title={t('desk:closeTitle')} size={480} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <div className="col gap3">
        <p className="q2">{t('desk:closeWhy')}</p>
        <p className="q2">{t('desk:closeHow')}</p>
        {unsaved && <Banner tone="warn">{t('desk:closeUnsaved')}</Banner>}
        <div className="Dialog-foot">
          <Btn tone="ghost" onClick={() => answer('cancel')}>{t('common:cancel')}</Btn>
          <Btn onClick={() => answer('quit')}>{t('desk:closeQuit')}</Btn>
          <Btn tone="primary" data-autofocus onClick={() => answer('stay')}>{t('desk:closeStay')}</Btn>
        </div>
      </div>
    </Modal>
  );
}
