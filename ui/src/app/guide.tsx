import { useEffect, useState, type ReactNode } from 'react';
import { ErrorState, Skeleton } from '@/components/feedback';
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
      {chapter.body.split(/\n{2,}/).map((block, i) => (
        // A chapter never changes while it is read; the place of a block is its identity.
        <Block key={`block-${i + 1}`} text={block.trim()} />
      ))}
    </section>
  );
}

function Block({ text }: { text: string }) {
  if (text === '') return null;
  if (text.startsWith('#')) return <h4 className="m">{inline(text.replace(/^#+ /, ''))}</h4>;
  if (text.startsWith('|')) return <Table rows={text.split('\n').filter((row) => !/^\|[\s:|-]+\|$/.test(row)).map((row) => row.slice(1, -1).split('|').map((cell) => cell.trim()))} />;
  const items = text.split(/\n(?=(?:\d+\.|[-*]) )/);
  if (/^\d+\. /.test(text)) return <ol>{items.map((one) => <li key={one}>{inline(one.replace(/^\d+\. /, ''))}</li>)}</ol>;
  if (/^[-*] /.test(text)) return <ul>{items.map((one) => <li key={one}>{inline(one.slice(2))}</li>)}</ul>;
  return <p>{inline(text.replace(/^> ?/gm, ''))}</p>;
}

function Table({ rows: all }: { rows: string[][] }) {
  const [head, ...rows] = all;
  return (
    <table>
      <thead>
        <tr>{head?.map((cell) => <th key={cell} scope="col">{inline(cell)}</th>)}</tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row[0]}>{row.map((cell) => <td key={cell}>{inline(cell)}</td>)}</tr>
        ))}
      </tbody>
    </table>
  );
}

/** Bold words and keys; a link keeps its words. */
function inline(text: string): ReactNode[] {
  const plain = text.replace(/\s*\n\s*/g, ' ').replace(/\[([^\]]+)\]\([^)]+\)/g, '$1');
  return plain.split(/(\*\*[^*]+\*\*|`[^`]+`)/).map((part, i) => {
    if (part.startsWith('**')) return <b key={`part-${i + 1}`} className="m">{part.slice(2, -2)}</b>;
    if (part.startsWith('`')) return <kbd key={`part-${i + 1}`}>{part.slice(1, -1)}</kbd>;
    return part;
  });
}
