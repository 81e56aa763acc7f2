import { useEffect, useState } from 'react';
import { ErrorState, Skeleton } from '@/components/feedback';
import { Prose } from '@/components/prose';
import type { Language } from '@/lib/format';

const books: Record<Language, () => Promise<{ default: string }>> = {
  id: () => import('@guide/id.md?raw'),
  en: () => import('@guide/en.md?raw'),
};

/** One chapter of the guide, without its number and its pictures: what they show is on the screen already. */
export function chapterOf(book: string, number: number): { title: string; body: string } | undefined {
  const [, title, body] = new RegExp(`^## ${number}\\. (.+)\\n([\\s\\S]*?)(?=^## |$(?![\\s\\S]))`, 'm').exec(book) ?? [];
  return title === undefined || body === undefined ? undefined : { title, body: body.replace(/^!\[[^\]]*\]\([^)]*\)\s*$/gm, '').trim() };
}

/** A chapter of the guide, read where it is needed. */
export function GuideChapter({ language, number }: { language: Language; number: number }) {
  const [chapter, setChapter] = useState<ReturnType<typeof chapterOf>>();
  const [failure, setFailure] = useState<unknown>();
  useEffect(() => {
    let gone = false;
    void books[language]().then(({ default: book }) => !gone && setChapter(chapterOf(book, number)), (error: unknown) => !gone && setFailure(error));
    return () => {
      gone = true;
    };
  }, [language, number]);
  if (failure) return <ErrorState error={failure} compact />;
  if (!chapter) return <Skeleton lines={4} />;
  return (
    <section className="Guide col gap2" aria-label={chapter.title}>
      <h3 className="b">{chapter.title}</h3>
      <Prose text={chapter.body} />
    </section>
  );
}
