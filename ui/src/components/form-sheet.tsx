import { Drawer, Modal } from './modal';
import { useBlocker, useRouter } from '@tanstack/react-router';
import { createContext, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useUnsaved } from '@/lib/unsaved';
import { Btn } from './button';
import { useFill, type Fill } from './changed-meanwhile';
import { QuestionDialog } from './dialog';

interface Closing {
  /** Somebody wants to leave: at once where nothing was typed, else after a question. */
  ask: () => void;
  /** What was typed is stored, or there was nothing to store. */
  done: () => void;
  /** Something was typed or chosen. */
  touch: () => void;
  /** What was typed is gone or stored, while the form stays. */
  clean: () => void;
}

const ClosingContext = createContext<Closing | undefined>(undefined);

interface SheetProps {
  opened: boolean;
  onClose: () => void;
  title: ReactNode;
  size?: number;
  /** Only the form itself closes it: what it shows is not shown again. */
  locked?: boolean;
  /** The form; its `done` closes without a question, once what was typed is stored. */
  children: ReactNode | ((done: () => void) => ReactNode);
}

/** A dialog with a form: closing it with something typed asks first, whichever way it is closed. */
export function FormModal({ opened, onClose, title, size = 460, locked = false, children }: SheetProps) {
  const { t } = useTranslation();
  const held = useClosing(onClose);
  return (
    <Modal opened={opened} onClose={held.closing.ask} closeOnEscape={!held.asking && !locked} closeOnClickOutside={!locked} withCloseButton={!locked} title={title} size={size} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <Body held={held} opened={opened}>{children}</Body>
    </Modal>
  );
}

/** The same beside the list it was opened from. */
export function FormDrawer({ opened, onClose, title, size = 520, children }: Omit<SheetProps, 'locked'>) {
  const { t } = useTranslation();
  const held = useClosing(onClose);
  return (
    <Drawer opened={opened} onClose={held.closing.ask} closeOnEscape={!held.asking} title={title} size={size} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <Body held={held} opened={opened}>{children}</Body>
    </Drawer>
  );
}

/**
 * Ways out of a page of a form that is no dialog, such as a step: with something typed they ask first. `kept`: what is
 * typed outlives the page, so that closing the program asks nothing.
 */
export function AskingPage({ kept = false, children }: { kept?: boolean; children: (leave: (go: () => void) => () => void) => ReactNode }) {
  const touched = useRef(false);
  const [dirty, setDirty] = useState(false);
  const [going, setGoing] = useState<() => void>();
  const to = (value: boolean) => {
    touched.current = value;
    setDirty(value);
  };
  useUnsaved(dirty && !kept);
  const leave = (go: () => void) => () => (touched.current ? setGoing(() => go) : go());
  return (
    <>
      <div className="contents" onChange={() => to(true)}>{children(leave)}</div>
      <Question
        opened={going !== undefined}
        onStay={() => setGoing(undefined)}
        onLeave={() => {
          to(false);
          setGoing(undefined);
          going?.();
        }}
      />
    </>
  );
}

/** The button that leaves the form as if nothing had been typed. */
export function CancelBtn() {
  const { t } = useTranslation();
  const closing = useContext(ClosingContext);
  return (
    <Btn tone="ghost" onClick={closing?.ask}>
      {t('common:cancel')}
    </Btn>
  );
}

/** For a form whose typed text is gone or stored while it stays open. */
export function useFormSheet(): Pick<Closing, 'clean'> {
  return useContext(ClosingContext) ?? nothing;
}

/** The row that a form in a dialog was filled from: who takes a newer one lets go of what was typed in the dialog too. */
export function useSheetFill<Row extends { version: number } | undefined>(latest: Row): Fill<Row> {
  const sheet = useFormSheet();
  const fill = useFill(latest);
  const take = () => {
    sheet.clean();
    fill.take();
  };
  return { ...fill, take };
}

const nothing = { clean: () => undefined };

interface Held {
  closing: Closing;
  dirty: boolean;
  asking: boolean;
  keep: () => void;
  isDirty: () => boolean;
}

function useClosing(onClose: () => void): Held {
  // Read by the router while it navigates, before anything is drawn again: state alone would be late.
  const touched = useRef(false);
  const [dirty, setDirty] = useState(false);
  const [asking, setAsking] = useState(false);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  const closing = useMemo<Closing>(() => {
    const to = (value: boolean) => {
      touched.current = value;
      setDirty(value);
    };
    const done = () => {
      to(false);
      setAsking(false);
      close.current();
    };
    // After the key that asked has run its course: the question would take the same Escape for its answer.
    const question = () => void setTimeout(() => setAsking(true));
    return { ask: () => (touched.current ? question() : done()), done, touch: () => to(true), clean: () => to(false) };
  }, []);
  return { closing, dirty, asking, keep: () => setAsking(false), isDirty: () => touched.current };
}

function Body({ held, opened, children }: { held: Held; opened: boolean; children: SheetProps['children'] }) {
  const { closing, dirty, asking, keep, isDirty } = held;
  const router = useRouter({ warn: false }) as ReturnType<typeof useRouter> | undefined;
  useUnsaved(opened && dirty);
  // However it was closed: what is opened next begins untouched.
  useEffect(() => () => closing.clean(), [closing]);
  return (
    <ClosingContext value={closing}>
      <div onChange={closing.touch}>{typeof children === 'function' ? children(closing.done) : children}</div>
      <Question opened={asking} onStay={keep} onLeave={closing.done} />
      {router && opened && <Block isDirty={isDirty} onLeave={closing.clean} />}
    </ClosingContext>
  );
}

/** Going to another screen, or ending the page, leaves the form too. */
function Block({ isDirty, onLeave }: { isDirty: () => boolean; onLeave: () => void }) {
  const blocker = useBlocker({ shouldBlockFn: isDirty, enableBeforeUnload: isDirty, withResolver: true });
  const leave = () => {
    onLeave();
    blocker.proceed?.();
  };
  return <Question opened={blocker.status === 'blocked'} onStay={() => blocker.reset?.()} onLeave={leave} />;
}

/** The one question before something typed is lost. */
export function Question({ opened, onStay, onLeave }: { opened: boolean; onStay: () => void; onLeave: () => void }) {
  const { t } = useTranslation();
  return (
    <QuestionDialog opened={opened} onClose={onStay} title={t('common:unsaved')} confirm={t('common:leave')} cancel={t('common:stay')} tone="danger" busy={false} error={undefined} onConfirm={onLeave}>
      {t('common:unsavedText')}
    </QuestionDialog>
  );
}
