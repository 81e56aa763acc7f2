import type { LucideIcon } from 'lucide-react';

/** A Lucide icon on the 16-px grid; always beside a word, so hidden from screen readers. */
export function Icon({ as: Glyph, size = 16, className = '' }: { as: LucideIcon; size?: 12 | 14 | 16 | 20 | 28; className?: string }) {
  return <Glyph aria-hidden="true" className={`i ${className}`} style={{ width: size, height: size }} strokeWidth={undefined} />;
}

/** The mark: a knot of one line. */
export function Mark() {
  return (
    <span className="Mark" aria-hidden="true">
      <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2.4" strokeLinecap="round">
        <path d="M13.6 9.1C14.8 7.7 16 6.8 17.4 6.8a5.2 5.2 0 0 1 0 10.4C12.9 17.2 11.1 6.8 6.6 6.8a5.2 5.2 0 0 0 0 10.4c1.4 0 2.6-.9 3.8-2.3" />
      </svg>
    </span>
  );
}
