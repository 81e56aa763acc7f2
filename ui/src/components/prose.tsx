import type { ReactNode } from 'react';

/** Text of our own documents: paragraphs, lists, tables, bold words and keys. Nothing else of Markdown is written there. */
export function Prose({ text }: { text: string }) {
  return text.split(/\n{2,}/).map((block, i) => (
    // A text never changes while it is read; the place of a block is its identity.
    <Block key={`block-${i + 1}`} text={block.trim()} />
  ));
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
