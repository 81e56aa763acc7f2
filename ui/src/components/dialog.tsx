import { Modal } from './modal';
import { notifications, type NotificationData } from '@mantine/notifications';
import { BellRing, CircleAlert, CircleCheck, Info } from 'lucide-react';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { i18next } from '@/i18n';
import { describeError, toFailure } from '@/i18n/errors';
import { Btn } from './button';
import { ErrorState } from './feedback';
import { Icon } from './icon';

export interface QuestionProps {
  opened: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  /** The verb on the button. */
  confirm: string;
  /** The word for leaving everything as it is. */
  cancel?: string | undefined;
  tone?: 'primary' | 'danger' | undefined;
  busy: boolean;
  error: unknown;
  onConfirm: () => void;
}

/** Says what will happen and what stays, before it does. Esc and Cancel leave everything as it is. */
export function QuestionDialog({ opened, onClose, title, children, confirm, cancel, tone = 'primary', busy, error, onConfirm }: QuestionProps) {
  const { t } = useTranslation();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // In React's eyes the dialog may lie inside a form of the screen: an answer to it must not send that one too.
    event.stopPropagation();
    onConfirm();
  };
  return (
    <Modal opened={opened} onClose={onClose} title={title} size={460} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <form onSubmit={submit} className="col gap3">
        <div className="q2">{children}</div>
        {Boolean(error) && <ErrorState error={error} compact />}
        <div className="Dialog-foot">
          <Btn tone="ghost" onClick={onClose}>
            {cancel ?? t('common:cancel')}
          </Btn>
          <Btn type="submit" tone={tone} busy={busy} data-autofocus>
            {confirm}
          </Btn>
        </div>
      </form>
    </Modal>
  );
}

const closeLabel = () => ({ 'aria-label': i18next.t('common:close') });

/** What `toastDone` shows. */
export function doneNote(message: string, undo?: () => void): NotificationData {
  const id = `done-${crypto.randomUUID()}`;
  const back = () => {
    notifications.hide(id);
    undo?.();
  };
  return {
    id,
    message: undo ? (
      <span className="row">
        <span className="grow">{message}</span>
        <button type="button" className="Link" onClick={back}>{i18next.t('common:undo')}</button>
      </span>
    ) : message,
    icon: <Icon as={CircleCheck} className="t-good" />,
    color: 'transparent',
    // Mantine calls every note an alert; what went well interrupts nobody.
    role: 'status',
    // Long enough to read, and with a way back long enough to think.
    autoClose: undo ? 8000 : 4000,
    closeButtonProps: closeLabel(),
  };
}

/** A word that something was done, bottom right, gone by itself; with a way back where there is one. */
export function toastDone(message: string, undo?: () => void): void {
  notifications.show(doneNote(message, undo));
}

/** Why something is not done that was asked for, where nothing went wrong; gone by itself. */
export function toastSaid(message: string): void {
  notifications.show({ message, icon: <Icon as={Info} className="t-wait" />, color: 'transparent', role: 'status', autoClose: 8000, closeButtonProps: closeLabel() });
}

/** What `toastError` shows. */
export function errorNote(error: unknown, t: TFunction, about?: string): NotificationData {
  const { title, hint } = describeError(error, t);
  const { code, incident } = toFailure(error);
  return {
    title: about === undefined ? title : `${about}: ${title}`,
    message: [hint, `${t('common:code')} ${code}${incident ? ` · ${incident}` : ''}`].filter(Boolean).join(' '),
    icon: <Icon as={CircleAlert} className="t-bad" />,
    color: 'transparent',
    autoClose: false,
    role: 'alert',
    className: 'ErrorNote',
    closeButtonProps: closeLabel(),
  };
}

/** What went wrong where there is no better place for it, and with what; stays until it is closed. */
export function toastError(error: unknown, t: TFunction, about?: string): void {
  notifications.show(errorNote(error, t, about));
}

/** Something new that wants attention; stays long enough to be gone to. */
export function toastNotice(title: string, detail: string, tone: 'warn' | 'bad', open: () => void): void {
  const id = `notice-${crypto.randomUUID()}`;
  const go = () => {
    notifications.hide(id);
    open();
  };
  notifications.show({
    id,
    title,
    message: (
      <span className="row">
        <span className="grow">{detail}</span>
        <button type="button" className="Link" onClick={go}>{i18next.t('common:open')}</button>
      </span>
    ),
    icon: <Icon as={BellRing} className={`t-${tone}`} />,
    color: 'transparent',
    autoClose: 12_000,
    closeButtonProps: closeLabel(),
  });
}
