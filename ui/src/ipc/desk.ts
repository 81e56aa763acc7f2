import type { NoticeRow } from './contract.gen';

/** What is chosen for this computer. */
export interface DeskState {
  /** Whether the program works on when its window is closed; absent: nobody was asked yet. */
  stay: boolean | null;
  /** Whether there is a way back to a closed window here. */
  can_stay: boolean;
  autostart: boolean;
  can_autostart: boolean;
  /** Whether it starts without a window when the system starts it. */
  start_hidden: boolean;
  /** How large the page is drawn, in hundredths. */
  zoom: number;
}

export type DeskChange = Partial<Pick<DeskState, 'autostart' | 'start_hidden'> & { stay: boolean }>;

/** What closing the window shall mean: now and later, or (`quit_once`, `cancel`) now. */
export type CloseAnswer = 'stay' | 'quit' | 'quit_once' | 'cancel';

/** What the window tells its page. */
export interface DeskHeard {
  /** The window is to be closed, and nobody has chosen yet what that means. */
  closing: Record<string, never>;
  /** The program is to end while something on the page is not stored. */
  leaving: Record<string, never>;
  /** A screen was asked for in the tray or by a notice. */
  open: { to: string };
  /** Notices that were taken for the person here; `shown`: the system shows them. */
  notices: { rows: NoticeRow[]; shown: boolean };
}

/** The program as a citizen of this computer: the window only. */
export interface Desk {
  get: () => Promise<DeskState>;
  set: (change: DeskChange) => Promise<DeskState>;
  close: (answer: CloseAnswer) => Promise<void>;
  /** Whether something on the page is not stored: ending the program asks the page first then. */
  unsaved: (unsaved: boolean) => Promise<void>;
  /** Larger (1), smaller (-1) or as usual (0); answers how large, in hundredths. */
  zoom: (step: -1 | 0 | 1) => Promise<number>;
  /** The language of what is said outside the page. */
  speak: (locale: 'id' | 'en') => Promise<void>;
  /** Hears what the window tells. Returns how to stop. */
  hear: <K extends keyof DeskHeard>(what: K, tell: (heard: DeskHeard[K]) => void) => () => void;
}
